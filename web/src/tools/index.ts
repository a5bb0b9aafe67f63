/** All tools, in the order of the rail. */
import { classes } from "./classes/index.ts";
import { compare } from "./compare/index.ts";
import { confusion } from "./confusion/index.ts";
import { find } from "./find/index.ts";
import { labels } from "./labels/index.ts";
import { map } from "./map/index.ts";
import { sample } from "./sample/index.ts";
import type { Tool } from "./Tool.ts";

export const TOOLS: readonly Tool[] = [confusion, find, map, classes, sample, labels, compare];
