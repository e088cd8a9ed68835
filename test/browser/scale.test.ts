import { expect, test } from 'vitest';
import { aReport } from '../support/reports.ts';
import { countShown, settled, useBrowser } from './support.ts';

const size = 100_000;
const open = useBrowser();
const report = aReport({ findings: size });

test('100,000 findings: the page holds only the lines on the screen', async () => {
  const { page } = await open(report);
  const lines = page.locator('[data-line]');
  expect(await countShown(page)).toBe(size);
  expect(await lines.count()).toBeLessThan(60);
  await page.getByRole('button', { name: 'None' }).click();
  expect(await page.locator('.grid').getAttribute('aria-rowcount')).toBe(String(size + 1));
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    await page.evaluate((part) => scrollTo(0, document.documentElement.scrollHeight * part), share);
    await settled(page);
    expect(await lines.count()).toBeLessThan(60);
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(12_000);
  }
});

test('100,000 findings: each can be reached', async () => {
  const { page } = await open(report, { hash: '#group=none' });
  await page.locator('#search').press('ArrowDown');
  await page.keyboard.press('End');
  await settled(page);
  const last = page.locator(`[data-line="${size - 1}"]`);
  expect(await last.isVisible()).toBe(true);
  await page.keyboard.press('Enter');
  expect(await page.locator('#drawer-title').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  await settled(page);
  expect(await page.locator('[data-line="0"]').isVisible()).toBe(true);

  for (const at of [0, 12_345, 50_000, 77_777, size - 1]) {
    const finding = report.findings[at];
    await page.evaluate((id) => (location.hash = `#f=${id}`), finding?.id ?? '');
    await settled(page);
    expect(await page.locator('#drawer-title').textContent()).toBe(finding?.resource.name);
    await page.locator('.line-selected').waitFor();
    expect(await page.locator('.line-selected').textContent()).toContain(finding?.resource.name);
  }
});

test('100,000 findings: a line that is scrolled away takes the focus with it', async () => {
  const { page } = await open(report, { hash: '#group=none' });
  const focused = async () => await page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['line']);
  await page.locator('[data-line="3"]').focus();
  await page.evaluate(() => scrollBy(0, 500));
  await settled(page);
  expect(await focused()).toBe('3');
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  await settled(page);
  expect(await focused()).toBe(undefined);
  await page.keyboard.press('j');
  expect(await focused()).toBe('4');
});

test('100,000 findings: filters count all of them', async () => {
  const { page } = await open(report, { hash: '#status=FAIL&q=fraud' });
  expect(await countShown(page)).toBe(
    report.findings.filter((one) => one.status === 'FAIL' && one.resource.arn.includes('fraud')).length,
  );
  await page.locator('[data-line="0"]').click();
  await settled(page);
  expect(await page.locator('[data-line]').count()).toBeLessThan(60);
});
