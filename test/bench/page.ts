/** `npm run bench:page`: the report page with 100,000 findings in Chromium. Nothing here is asserted. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { renderHtml } from '../../src/report/html/html.ts';
import { launchChromium } from '../support/chromium.ts';
import { aReport } from '../support/reports.ts';

const findings = 100_000;
const rounds = 5;

const folder = await mkdtemp(path.join(tmpdir(), 'mlwarden-bench-'));
const file = path.join(folder, 'report.html');
await writeFile(file, renderHtml(aReport({ findings })));
const { size } = await stat(file);
const small = path.join(folder, 'small.html');
await writeFile(small, renderHtml(aReport()));
const browser = await launchChromium();
try {
  const runs: Measured[] = [];
  const smallMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    runs.push(await measure(browser));
    const { page, readyMs } = await openPage(browser, small);
    smallMs.push(readyMs);
    await page.context().close();
  }
  const best = (of: (run: Measured) => number) => figures(runs.map(of));
  console.log(`page with ${findings} findings (median of ${rounds})`);
  console.log(`ready: ${best((run) => run.readyMs)} ms (below 500 wanted); a page with 320: ${figures(smallMs)} ms`);
  console.log(`slowest filter: ${best((run) => run.filterMs)} ms (below 50 wanted)`);
  console.log(`slowest grouping: ${best((run) => run.groupMs)} ms`);
  console.log(`worst frame while scrolling: ${best((run) => run.frameMs)} ms (below 50 wanted)`);
  console.log(`heap: ${best((run) => run.heapMB)} MB (below 100 wanted)`);
  console.log(`file: ${(size / 1e6).toFixed(2)} MB (at most 6 wanted)`);
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}

interface Measured {
  /** From the start of the load to the first frame with the list in it. */
  readonly readyMs: number;
  /** From the event to the new list with its layout; the slowest of many filters. */
  readonly filterMs: number;
  /** The same for the slowest change of the grouping: 100,000 groups or lines at worst. */
  readonly groupMs: number;
  readonly frameMs: number;
  /** What is still used after a garbage collection. */
  readonly heapMB: number;
}

async function openPage(chromium: Browser, name: string): Promise<{ page: Page; readyMs: number }> {
  const context = await chromium.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (!document.documentElement.classList.contains('ready')) return;
      observer.disconnect();
      requestAnimationFrame(() => performance.mark('ready'));
    });
    observer.observe(document, { attributes: true, subtree: true, attributeFilter: ['class'] });
  });
  await page.goto(pathToFileURL(name).href);
  await page.waitForFunction(() => performance.getEntriesByName('ready').length > 0);
  const readyMs = await page.evaluate(() => performance.getEntriesByName('ready')[0]?.startTime ?? NaN);
  return { page, readyMs };
}

async function measure(chromium: Browser): Promise<Measured> {
  const { page, readyMs } = await openPage(chromium, file);
  // A reader looks before typing; the search's texts are made meanwhile.
  await page.waitForTimeout(1000);
  const { filterMs, groupMs } = await slowestChanges(page);
  const frameMs = await worstFrame(page);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await page.context().close();
  return { readyMs, filterMs, groupMs, frameMs, heapMB: usedSize / 1e6 };
}

async function slowestChanges(page: Page): Promise<Pick<Measured, 'filterMs' | 'groupMs'>> {
  return await page.evaluate(async () => {
    let worst = 0;
    const time = async (act: () => void) => {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const start = performance.now();
      act();
      // Asked for, the layout is done at once.
      document.body.getBoundingClientRect();
      worst = Math.max(worst, performance.now() - start);
    };
    for (const text of ['f', 'fr', 'fra', 'fraud', 'fraud train', 'no such thing', 'arn:aws', '']) {
      await time(() => {
        const search = document.querySelector<HTMLInputElement>('#search');
        if (search === null) throw new Error('there is no search');
        search.value = text;
        search.dispatchEvent(new InputEvent('input', { bubbles: true }));
      });
    }
    const boxes = document.querySelectorAll('.facet input').length;
    for (let at = 0; at < boxes * 2; at++)
      await time(() => document.querySelectorAll<HTMLInputElement>('.facet input')[Math.floor(at / 2)]?.click());
    const filterMs = worst;
    worst = 0;
    for (const button of document.querySelectorAll<HTMLButtonElement>('.segmented button')) await time(() => button.click());
    return { filterMs, groupMs: worst };
  });
}

/** Scrolls the whole ungrouped list in 200 jumps, and lines one by one, a step a frame. */
async function worstFrame(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    const tallest = document.documentElement.scrollHeight;
    const steps = [
      ...Array.from({ length: 200 }, (_, n) => (tallest * n) / 200),
      ...Array.from({ length: 200 }, (_, n) => tallest / 2 + n * 150),
    ];
    let worst = 0;
    let before = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    for (const y of steps) {
      scrollTo(0, y);
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      worst = Math.max(worst, now - before);
      before = now;
    }
    return worst;
  });
}

function figures(values: readonly number[]): string {
  return `${median(values).toFixed(0)} (best ${Math.min(...values).toFixed(0)})`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
