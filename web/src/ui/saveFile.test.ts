import { expect, it } from "vitest";
import { csvOf } from "./saveFile.ts";

it("quotes only cells with commas, quotes or line breaks", () => {
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

it("is only a header without rows", () => {
  expect(csvOf(["name"], [])).toBe("name\n");
});

it("keeps text that begins like a formula text, and numbers numbers", () => {
  const cells = ["=HYPERLINK(1)", "+1+1", "-cat", "@SUM(1)", "\tcat", "-1.5", -1.5, "a=b"];
  expect(csvOf(["=name"], [cells])).toBe("'=name\n'=HYPERLINK(1),'+1+1,'-cat,'@SUM(1),'\tcat,-1.5,-1.5,a=b\n");
});
