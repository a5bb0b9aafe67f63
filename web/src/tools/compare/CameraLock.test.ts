import { reaction } from "mobx";
import { expect, it } from "vitest";
import { openTiny } from "../../page/testing.ts";
import type { Page } from "../../page/Page.ts";
import { CameraLock, repeated } from "./CameraLock.ts";

const WHOLE = { x: 0.5, y: 0, zoom: 2 };

/** Fake: a plot. Its camera goes where the page requests, or to the whole projection. */
function plot({ view }: Page): void {
  reaction(
    () => view.requested,
    ({ view: requested }) => {
      view.follow(requested, requested ?? WHOLE);
    },
    { fireImmediately: true },
  );
}

async function openLocked() {
  const [{ page: first }, { page: second }] = [await openTiny(), await openTiny()];
  plot(first);
  plot(second);
  const lock = new CameraLock();
  lock.follow(first, second);
  return { first, second, lock };
}

it("repeats a movement on screen", () => {
  const [before, now] = [
    { x: 0, y: 0, zoom: 1 },
    { x: 0.2, y: -0.1, zoom: 2 },
  ];
  expect(repeated(before, now, before)).toEqual(now);
  expect(repeated(before, now, { x: 1, y: 1, zoom: 2 })).toEqual({ x: 1.1, y: 0.95, zoom: 4 });
});

it("moves nothing while it is open", async () => {
  const { first, second } = await openLocked();
  first.view.follow({ x: 0, y: 0, zoom: 4 });
  expect(second.view.camera).toEqual(WHOLE);
});

it("moves either camera as the other one moves, from where it is", async () => {
  const { first, second, lock } = await openLocked();
  second.view.follow({ x: 1, y: 1, zoom: 4 });
  lock.toggle();
  first.view.follow({ x: 0.5, y: 0.25, zoom: 4 });
  expect(second.view.view).toEqual({ x: 1, y: 1.125, zoom: 8 });
  await Promise.resolve();
  second.view.follow({ x: 1, y: 1.125, zoom: 4 });
  expect(first.view.view).toEqual({ x: 0.5, y: 0.25, zoom: 2 });
});

it("shows both projections whole together", async () => {
  const { first, second, lock } = await openLocked();
  lock.toggle();
  first.view.follow({ x: 0, y: 0, zoom: 4 });
  expect(second.view.view).not.toBeNull();
  await Promise.resolve();
  second.view.goTo(null);
  expect(first.view.view).toBeNull();
});

it("leaves the other camera alone where another layer changes what the whole is", async () => {
  const { first, second, lock } = await openLocked();
  second.view.follow({ x: 1, y: 1, zoom: 4 });
  lock.toggle();
  first.view.follow(null, { x: 0, y: 0, zoom: 1 });
  expect(second.view.view).toEqual({ x: 1, y: 1, zoom: 4 });
});
