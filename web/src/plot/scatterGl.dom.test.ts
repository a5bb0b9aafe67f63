import { expect, it, vi } from "vitest";
import { withWindowListeners } from "./scatterGl.ts";

it("removes the listeners that a constructor added to the window", () => {
  const heard = vi.fn();
  const [made, remove] = withWindowListeners(() => {
    window.addEventListener("keydown", heard);
    return 7;
  });
  window.dispatchEvent(new Event("keydown"));
  remove();
  window.dispatchEvent(new Event("keydown"));
  expect(made).toBe(7);
  expect(heard).toHaveBeenCalledTimes(1);
});

it("leaves the window as it was, even when the constructor fails", () => {
  expect(() =>
    withWindowListeners(() => {
      throw new Error("no WebGL");
    }),
  ).toThrow("no WebGL");
  const heard = vi.fn();
  window.addEventListener("blur", heard);
  window.dispatchEvent(new Event("blur"));
  expect(heard).toHaveBeenCalledOnce();
});
