import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { staticFailures } from '../../src/report/html/digest.ts';
import { hostileNames } from '../report/html/hostile.ts';
import { aReport } from '../support/reports.ts';
import { settled, useBrowser } from './support.ts';

const open = useBrowser();
const report = aReport();
const big = aReport({ findings: 20_000 });
const hostile = aReport({ findings: 800, names: [...hostileNames, 'x'.repeat(300)] });
/** A4 without its margins of 14 mm, in CSS pixels. */
const paper = { width: 688, height: 1016 };

describe('without JavaScript', () => {
  test('summary and failures are there, and nothing that does not work', async () => {
    const { page } = await open(report, { javaScriptEnabled: false });
    expect(await page.locator('.ring').isVisible()).toBe(true);
    expect(await page.locator('.control:visible').count()).toBe(7);
    expect(await page.locator('.coverage').innerText()).toContain('s3:GetEncryptionConfiguration');
    const fails = report.findings.filter(({ status }) => status === 'FAIL');
    expect(await page.locator('.static-check li:visible').count()).toBe(fails.length);
    expect(await page.locator('.static-list').innerText()).toContain(`All ${fails.length} failures, the worst first.`);
    expect(await page.locator('.needs-js:visible, .only-js:visible').count()).toBe(0);
  });

  test('an anchor leads to its failure', async () => {
    const id = report.findings.findLast(({ status }) => status === 'FAIL')?.id ?? '';
    const { page } = await open(report, { javaScriptEnabled: false, hash: `#f=${id}` });
    const top = await page.locator(`[id="f=${id}"]`).boundingBox();
    expect(top?.y).toBeGreaterThanOrEqual(0);
    expect(top?.y).toBeLessThan(900);
  });

  test('of many failures a bounded number is shown', async () => {
    const { page } = await open(big, { javaScriptEnabled: false });
    expect(await page.locator('.static-check li').count()).toBe(staticFailures);
  });
});

test('with JavaScript the static list is not shown', async () => {
  const { page } = await open(report);
  expect(await page.locator('.static-check:visible').count()).toBe(0);
});

describe.for([320, 390, 768, 1024])('a screen of %d px', (width) => {
  test.for([
    ['the page', report, ''],
    ['an open finding', report, `#f=${report.findings.find(({ status }) => status === 'UNKNOWN')?.id ?? ''}`],
    ['long and odd names', hostile, '#group=none'],
  ] as const)('does not scroll sideways: %s', async ([, one, hash]) => {
    const { page } = await open(one, { viewport: { width, height: 844 }, hash });
    for (const summary of await page.locator('summary:visible').all()) await summary.evaluate((it: HTMLElement) => it.click());
    await settled(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.context().close();
  });
});

test('on a phone a finding covers the page, which Tab then cannot reach', async () => {
  const { page } = await open(report, { viewport: { width: 390, height: 844 } });
  await page.locator('[data-line="0"]').click();
  await page.locator('[data-line="1"]').click();
  expect(await page.locator('.drawer').boundingBox()).toMatchObject({ x: 0, width: 390 });
  expect(await page.evaluate(() => document.querySelector<HTMLElement>('#main')?.inert)).toBe(true);
  await page.getByRole('button', { name: 'Close the finding' }).click();
  expect(await page.evaluate(() => document.querySelector<HTMLElement>('#main')?.inert)).toBe(false);
});

describe('on paper', () => {
  test.for([
    ['a report', report],
    ['an account without ML', aReport({ empty: true })],
    ['everything read', aReport({ gaps: 'none' })],
  ] as const)('page one is the summary: %s', async ([, one]) => {
    const { page } = await open(one, { viewport: paper });
    await page.emulateMedia({ media: 'print' });
    const summary = await page.locator('.summary').boundingBox();
    expect((summary?.y ?? 0) + (summary?.height ?? Infinity)).toBeLessThanOrEqual(paper.height);
    const breaks = await page.locator('#findings').evaluate((it) => getComputedStyle(it).breakBefore);
    expect(breaks).toBe('page');
    expect(await page.locator('#explorer:visible, .drawer:visible, button:visible').count()).toBe(0);
  });

  test('few pages, however many findings there are, and white in the dark', async () => {
    const { page } = await open(big, { colorScheme: 'dark', hash: '#group=none' });
    const pages = await printedPages(page);
    expect(pages).toBeGreaterThan(3);
    expect(pages).toBeLessThan(30);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
    expect(await page.locator('.static-check li:visible').count()).toBe(staticFailures);
  });

  test('an open finding does not stand on it', async () => {
    const { page } = await open(report, { hash: `#f=${report.findings[0]?.id ?? ''}` });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.drawer').isVisible()).toBe(false);
  });
});

async function printedPages(page: Page): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
