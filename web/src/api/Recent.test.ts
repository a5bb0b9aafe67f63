import { expect, it } from "vitest";
import { Recent } from "./Recent.ts";

const known = (recent: Recent<number>, ...keys: readonly string[]) => keys.map((key) => recent.get(key));

it("drops what was used longest ago once there are too many bytes", () => {
  const recent = new Recent<number>(30);
  ["a", "b", "c"].forEach((key, value) => {
    recent.keep(key, value, 10);
  });
  recent.get("a");
  recent.keep("d", 3, 10);
  expect(known(recent, "a", "b", "c", "d")).toEqual([0, null, 2, 3]);
});

it("keeps one value that is too large by itself", () => {
  const recent = new Recent<number>(30);
  recent.keep("a", 0, 10);
  recent.keep("b", 1, 99);
  expect(known(recent, "a", "b")).toEqual([null, 1]);
  recent.keep("c", 2, 10);
  expect(known(recent, "b", "c")).toEqual([null, 2]);
});

it("counts a value that is kept again once", () => {
  const recent = new Recent<number>(30);
  recent.keep("a", 0, 10);
  for (const value of [1, 2, 3]) recent.keep("b", value, 20);
  expect(known(recent, "a", "b")).toEqual([0, 3]);
});
