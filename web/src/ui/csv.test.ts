import { expect, it } from "vitest";
import { csvOf } from "./csv.ts";

it("quotes cells with commas, quotes or line breaks, and no others", () => {
  expect(
    csvOf(
      ["name", "n"],
      [
        ["cat", 1],
        ['a "b", c', 0.5],
        ["two\nlines", ""],
      ],
    ),
  ).toBe('name,n\ncat,1\n"a ""b"", c",0.5\n"two\nlines",\n');
});

it("is a heading alone where there are no lines", () => {
  expect(csvOf(["name"], [])).toBe("name\n");
});
