/**
 * One journey in the system's Firefox: the page opens a run, plays, selects with a lasso and saves. Prints what it saw
 * as JSON. Usage: node smoke/firefox.js FIREFOX ADDRESS DOWNLOADS (tests/browser/test_firefox.py judges).
 */
/* global console, document, localStorage, location */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import puppeteer from "puppeteer-core";

const [executablePath, address, downloads] = process.argv.slice(2);
const TIMEOUT = 60_000;

/** Software rendering is on Firefox's list of unsuitable drivers; downloads are to ask nothing. */
const PREFERENCES = {
  "webgl.force-enabled": true,
  "browser.download.folderList": 2,
  "browser.download.dir": downloads,
  "browser.download.useDownloadDir": true,
  "browser.helperApps.neverAsk.saveToDisk": "image/png",
};

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  headless: false,
  extraPrefsFirefox: PREFERENCES,
  timeout: TIMEOUT,
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(TIMEOUT);
  console.log(JSON.stringify(await journey(page)));
} finally {
  await browser.close();
}

async function journey(page) {
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.setViewport({ width: 1280, height: 860 });
  await page.evaluateOnNewDocument(() => {
    // The server's page gets a tab of its own, which is empty at first and may store nothing then.
    if (location.href.startsWith("http")) localStorage.setItem("epochscope-hints-read", "yes");
  });
  await page.goto(address);
  await page.waitForSelector("[data-testid=scatter][data-state=ready]");
  await page.waitForFunction(() => !document.querySelector(".loading-bar"));
  const opened = await shownEpoch(page);

  await page.locator("::-p-aria([name='Play'][role='button'])").click();
  const played = await otherEpoch(page, opened);
  // It starts over and ends at the last epoch.
  await page.waitForSelector(`[data-testid=scatter][data-epoch="${opened}"]`);

  await drawLasso(page);
  await page.waitForFunction(() => /[1-9][\d,]* selected/.test(document.body.innerText));
  const [, selected] = /([\d,]+) selected/.exec(await page.evaluate(() => document.body.innerText));

  await page.locator("::-p-aria([name='Save'][role='button'])").click();
  await page.locator("::-p-text(as PNG)").click();
  return { opened, played, selected: Number(selected.replaceAll(",", "")), saved: await savedFile(), errors };
}

/** Wait until a file has been saved; return its path. */
async function savedFile() {
  const deadline = Date.now() + TIMEOUT;
  while (Date.now() < deadline) {
    const names = await readdir(downloads);
    const [name] = names.filter((one) => one.endsWith(".png"));
    if (name !== undefined && !names.some((one) => one.endsWith(".part"))) return join(downloads, name);
    await setTimeout(50);
  }
  throw new Error("no file was saved");
}

function shownEpoch(page) {
  return page.$eval("[data-testid=scatter]", (element) => element.dataset.epoch);
}

/** Wait until another epoch, or a moment between two, is on screen. */
async function otherEpoch(page, epoch) {
  const shown = await page.waitForFunction(
    (before) => {
      const now = document.querySelector("[data-testid=scatter]").dataset.epoch;
      return now !== before ? now : false;
    },
    {},
    epoch,
  );
  return shown.jsonValue();
}

/** Hold Shift and drag around the middle of the plot. */
async function drawLasso(page) {
  const plot = await page.$("[data-testid=scatter]");
  const { x, y, width, height } = await plot.boundingBox();
  // From where nothing lies over the plot.
  const corners = [
    [0.1, 0.92],
    [0.85, 0.92],
    [0.85, 0.25],
    [0.1, 0.25],
    [0.1, 0.9],
  ].map(([across, down]) => [x + across * width, y + down * height]);
  await page.keyboard.down("Shift");
  await page.mouse.move(...corners[0]);
  await page.mouse.down();
  for (const corner of corners.slice(1)) await page.mouse.move(...corner, { steps: 8 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
}
