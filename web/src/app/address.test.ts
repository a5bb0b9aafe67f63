import { describe, expect, it } from "vitest";
import { formatAddress, NOWHERE, parseAddress } from "./address.ts";

describe("the address", () => {
  it.each([
    "#/",
    "#/run/digits",
    "#/run/digits?v=1&layer=stem&n=15&d=0.1&epoch=3",
    "#/run/digits?v=1&layer=stem&method=stock&n=15&d=0.1&epoch=3",
    "#/run/digits?v=1&layer=stem&method=pca&epoch=3",
    "#/run/digits?v=1&layer=layer4.2&n=5&d=0&epoch=0&hidden=2,5",
    "#/run/my%20run?v=1&layer=a%26b&n=15&d=0.1&epoch=3&only=7",
    "#/run/digits?v=1&epoch=3&color=loss&samples=300&selected=3.4~9.2&view=-0.25,0.125,7.5&tool=confusion",
    "#/run/digits?v=1&epoch=3&where=wrong,right:1:wrong:3,not:label:5:other,confidence:0.2:0.5,margin:-1:&tool=find",
    "#/run/digits?v=1&epoch=3&selected=3.4&sort=loss&largest=1&where=wrong&tool=confusion&split=test&confusion=pairs&normalization=row&order=errors",
    "#/run/digits/inside?v=1&epoch=3&input=12&unit=2.7&open=2&maps=change&scales=2:gray&with=epoch:0",
    "#/run/digits/inside?v=1&epoch=3&draw=ABYAAhQUKCg",
  ])("comes back the same: %s", (hash) => {
    expect(formatAddress(parseAddress(hash))).toBe(hash);
  });

  it("opens addresses that were copied before its parameters were spelled in American English", () => {
    const now = "#/run/digits?v=1&epoch=3&colors=2:ff0000&color=loss&centers=1&tool=confusion&normalization=row";
    const before = now
      .replace("colors=", "colours=")
      .replace("&color=", "&colour=")
      .replace("centers=", "centres=")
      .replace("normalization=", "normalisation=");
    expect(formatAddress(parseAddress(before))).toBe(now);
  });

  it("leaves open what it does not say", () => {
    expect(parseAddress("#/run/digits?epoch=3")).toEqual({ ...NOWHERE, run: "digits", epoch: 3 });
  });

  it("leaves out values that are not numbers", () => {
    expect(parseAddress("#/run/digits?epoch=last&n=&hidden=a,2")).toEqual({ ...NOWHERE, run: "digits", hidden: [2] });
  });

  it("is nowhere without a run", () => {
    expect(["", "#", "#/", "#/elsewhere"].map(parseAddress)).toEqual([NOWHERE, NOWHERE, NOWHERE, NOWHERE]);
  });

  it("leaves out a camera from which nothing can be drawn", () => {
    const views = ["1e308,1e308,1e308", "0,0,1e-300", "-1e7,0,1", "0,0,-1", "0,0,Infinity"];
    expect(views.map((view) => parseAddress(`#/run/a?view=${view}`).view)).toEqual(views.map(() => null));
  });
  it("takes no half of a view for one", () => {
    expect(["1,2", "1,2,0", "a,b,c", ""].map((view) => parseAddress(`#/run/a?view=${view}`).view)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("writes no more of a camera than can be seen", () => {
    const view = { x: -1e-16, y: 4e-16, zoom: 1.0500000000001 };
    expect(formatAddress({ ...NOWHERE, run: "a", view })).toBe("#/run/a?v=1&view=0,0,1.05");
  });

  it("survives a broken escape", () => {
    expect(parseAddress("#/run/100%").run).toBe("100%");
  });

  it("tells no visible class from every visible class", () => {
    expect(parseAddress("#/run/a?only=").only).toEqual([]);
    expect(parseAddress("#/run/a").only).toBeNull();
  });
});
