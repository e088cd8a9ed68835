/** `npm run screenshots`: the pictures of the report in docs/screenshots/. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { renderHtml } from '../../src/report/html/html.ts';
import { launchChromium } from '../support/chromium.ts';
import { aReport } from '../support/reports.ts';

const screen = { width: 1440, height: 1240 };
/** A4 and its margins of 14 mm, in CSS pixels. */
const paper = { width: 794, height: 1123 };
const margin = 53;
const target = path.resolve(import.meta.dirname, '../../docs/screenshots');
const folder = await mkdtemp(path.join(tmpdir(), 'mlwarden-shots-'));
const file = path.join(folder, 'report.html');
await writeFile(file, renderHtml(aReport()));
await mkdir(target, { recursive: true });
const browser = await launchChromium();
try {
  await take('light', { viewport: screen, colorScheme: 'light' });
  await take('dark', { viewport: { width: 1600, height: 1000 }, colorScheme: 'dark' }, openFailure);
  await take('phone', { viewport: { width: 390, height: 1240 } });
  await take('print', { viewport: paper }, firstSheet);
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}

async function take(name: string, options: BrowserContextOptions, prepare?: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector('.ready');
  await prepare?.(page);
  await page.waitForTimeout(300);
  await page.screenshot({ path: path.join(target, `${name}.png`) });
  await context.close();
}

/** The list, filtered, with a finding beside it. */
async function openFailure(page: Page): Promise<void> {
  await page.evaluate(() => (location.hash = '#status=FAIL'));
  await page.locator('[data-line="9"]').click();
  await page.locator('[data-line="11"]').click();
  await page.mouse.move(0, 0);
}

/** The first printed page as it lies on the paper. */
async function firstSheet(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate((space) => {
    document.body.style.padding = `${space}px`;
    for (const rest of document.querySelectorAll<HTMLElement>('main > :not(.summary)')) rest.hidden = true;
  }, margin);
}
