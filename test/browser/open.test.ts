import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hostileNames } from '../report/html/hostile.ts';
import { aReport } from '../support/reports.ts';
import { settled, useBrowser } from './support.ts';

const open = useBrowser();
const report = aReport();
const hostile = aReport({ findings: 800, names: hostileNames });
const empty = aReport({ empty: true, gaps: 'none' });
const fail = report.findings.find(({ status }) => status === 'FAIL')?.id ?? '';
const unknown = report.findings.find(({ status }) => status === 'UNKNOWN')?.id ?? '';

test.for([
  ['a report', report],
  ['hostile names', hostile],
  ['an account without ML', empty],
] as const)('%s opens from disk without a request, an error or a dialog', async ([, one]) => {
  const { page, requests, errors, dialogs } = await open(one);
  await page.locator('[data-line="0"]').click();
  await page.locator('[data-line="1"]').click();
  await settled(page);
  expect({ requests, errors, dialogs }).toEqual({ requests: [], errors: [], dialogs: [] });
  expect(await page.locator('.drawer').count()).toBe(1);
});

describe('hostile names stay text', () => {
  test('in the list, in the finding and in the address', async () => {
    const { page, dialogs } = await open(hostile, { hash: '#group=none&check=vpc-notebook-direct-internet-access' });
    const before = await elements(page);
    const seen = new Set<string>();
    const lines = await page.locator('.grid').getAttribute('aria-rowcount');
    await page.locator('#search').press('ArrowDown');
    for (let line = 1; line < Number(lines); line++) {
      await page.keyboard.press('Enter');
      seen.add((await page.locator('#drawer-title').textContent()) ?? '');
      await page.keyboard.press('Escape');
      await page.keyboard.press('ArrowDown');
    }
    for (const name of ['<script>alert(1)</script>', '</script><script>alert(2)</script>', '&lt;b&gt;'])
      expect(seen).toContain(name);
    expect(seen).toContain('invoice\\u202efdp.exe');
    expect(seen).toContain('\\u001b[31mred\\u001b[0m');
    expect(dialogs).toEqual([]);
    expect(await elements(page)).toEqual(before);
  });

  test('in the search and its chip', async () => {
    const { page } = await open(hostile);
    const text = '"><img src=x onerror=alert(3)>';
    await page.locator('#search').fill(text);
    await settled(page);
    expect(await page.locator('.chip').textContent()).toContain(text);
    expect(await elements(page)).toEqual({ scripts: 2, images: 0, frames: 0 });
    await page.reload();
    await page.waitForSelector('.ready');
    expect(await page.locator('#search').inputValue()).toBe(text);
  });
});

test('the policy of the page blocks what is put into it', async () => {
  const { page } = await open(report);
  // In a context of its own, as the errors are wanted here.
  const context = await page.context().browser()?.newContext();
  const other = await context?.newPage();
  await other?.goto(page.url());
  await other?.waitForSelector('.ready');
  const ran = await other?.evaluate(async () => {
    document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.ran = true"><p id="styled" style="color:red">');
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    const fetched = await fetch('data:text/plain,x').then(
      () => true,
      () => false,
    );
    const styled = document.querySelector('#styled');
    return { ran: 'ran' in window, fetched, colour: styled === null ? '' : getComputedStyle(styled).color };
  });
  expect(ran).toMatchObject({ ran: false, fetched: false });
  expect(ran?.colour).not.toBe('rgb(255, 0, 0)');
  await context?.close();
});

describe.for(['light', 'dark'] as const)('axe finds nothing, %s', (colorScheme) => {
  test.for([
    ['as it opens', report, ''],
    ['filtered', report, '#status=FAIL,UNKNOWN&control=3&q=a'],
    ['one check open', report, '#check=enc-kms-key-rotation'],
    ['ungrouped', report, '#group=none'],
    ['a failure', report, `#f=${fail}`],
    ['an unknown', report, `#f=${unknown}`],
    ['no match', report, '#q=nothing-like-this'],
    ['an account without ML', empty, ''],
    ['hostile names', hostile, '#group=resource'],
  ] as const)('%s', async ([, one, hash]) => {
    const { page } = await open(one, { colorScheme, hash });
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  test('on a phone, with the help open', async () => {
    const { page } = await open(report, { colorScheme, viewport: { width: 390, height: 844 } });
    await page.locator('.filters-button').click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

test('the theme can be chosen, and is remembered', async () => {
  const { page } = await open(report, { colorScheme: 'light' });
  const background = async () => await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.locator('#theme').click();
  expect(await background()).toBe(light);
  await page.locator('#theme').click();
  const dark = await background();
  expect(dark).not.toBe(light);
  expect(await page.locator('#theme').getAttribute('aria-label')).toBe('Theme: dark');
  await page.reload();
  await page.waitForSelector('.ready');
  expect(await background()).toBe(dark);
});

async function elements(page: Page) {
  return await page.evaluate(() => ({
    scripts: document.scripts.length,
    images: document.images.length,
    frames: document.querySelectorAll('iframe, object, embed, link, base').length,
  }));
}

async function violations(page: Page): Promise<readonly string[]> {
  // No script element: the policy would block it.
  await page.evaluate(axe.source);
  await settled(page);
  const found = await page.evaluate(async () => {
    const { violations: list } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return list.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.html}`).join(' | ')}`);
  });
  return found.map((one) => one.slice(0, 500));
}
