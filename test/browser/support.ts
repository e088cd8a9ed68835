import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { renderHtml } from '../../src/report/html/html.ts';
import type { Report } from '../../src/report/report.ts';
import { launchChromium } from '../support/chromium.ts';

export interface OpenOptions extends BrowserContextOptions {
  /** With its `#`. */
  readonly hash?: string;
}

/** A page, and everything that it must not do. */
export interface Opened {
  readonly page: Page;
  /** What the page asked for beyond its own file. */
  readonly requests: readonly string[];
  /** Errors and warnings of the console, and what was thrown. */
  readonly errors: readonly string[];
  readonly dialogs: readonly string[];
}

/** One browser for the tests of a file. Every page that was opened is closed, and was quiet. */
export function useBrowser(): (report: Report, options?: OpenOptions) => Promise<Opened> {
  let browser: Browser | undefined;
  let folder = '';
  const files = new Map<Report, string>();
  const all: Opened[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mlwarden-page-'));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
    expect(all.flatMap(({ errors, requests, dialogs }) => [...errors, ...requests, ...dialogs])).toEqual([]);
  });

  return async (report, { hash = '', ...options } = {}) => {
    if (browser === undefined) throw new Error('there is no browser');
    const file = files.get(report) ?? path.join(folder, `${files.size}.html`);
    if (!files.has(report)) await writeFile(file, renderHtml(report));
    files.set(report, file);
    const url = pathToFileURL(file).href;
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    const requests: string[] = [];
    const errors: string[] = [];
    const dialogs: string[] = [];
    page.on('request', (request) => {
      if (request.url().split('#', 1)[0] !== url) requests.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(`${url}${hash}`);
    if (options.javaScriptEnabled !== false) await page.waitForSelector('.ready');
    const opened = { page, requests, errors, dialogs };
    all.push(opened);
    return opened;
  };
}

/** The figure in front of `findings` or `of N findings`. */
export async function countShown(page: Page): Promise<number> {
  const text = await page.locator('.count').textContent();
  return Number((text ?? '').split(' ', 1)[0]?.replaceAll(',', ''));
}

export async function hashOf(page: Page): Promise<string> {
  return await page.evaluate(() => location.hash);
}

/** Waits until the page has drawn twice. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    async () => await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
  );
}
