import { describe, expect, test } from 'vitest';
import type { ReportFinding } from '../../src/report/report.ts';
import { aReport } from '../support/reports.ts';
import { countShown, hashOf, settled, useBrowser } from './support.ts';

const open = useBrowser();
const report = aReport();
const countOf = (keep: (finding: ReportFinding) => boolean) => report.findings.filter(keep).length;

describe('a filter narrows the list and stands in the address', () => {
  test.for([
    ['Status', 'Fail', '#status=FAIL', (one: ReportFinding) => one.status === 'FAIL'],
    ['Status', 'Unknown', '#status=UNKNOWN', (one: ReportFinding) => one.status === 'UNKNOWN'],
    ['Severity', 'High', '#severity=HIGH', (one: ReportFinding) => one.severity === 'HIGH'],
    ['Control', '3  Use data encryption', '#control=3', (one: ReportFinding) => one.control === 3],
    ['Region', 'us-east-1', '#region=us-east-1', (one: ReportFinding) => one.resource.region === 'us-east-1'],
  ] as const)('%s: %s', async ([title, label, hash, keep]) => {
    const { page } = await open(report);
    expect(await countShown(page)).toBe(320);
    const box = page.locator('fieldset', { hasText: title }).locator('label', { hasText: label }).first();
    const wanted = countOf(keep);
    expect(wanted).toBeGreaterThan(0);
    expect(await box.locator('.facet-count').textContent()).toBe(String(wanted));
    await box.click();
    expect([await countShown(page), await hashOf(page)]).toEqual([wanted, hash]);
    expect(await page.locator('.chip').count()).toBe(1);
    await page.goBack();
    await settled(page);
    expect([await countShown(page), await hashOf(page)]).toEqual([320, '']);
    await page.goForward();
    await settled(page);
    expect(await countShown(page)).toBe(wanted);
    await page.locator('.chip').click();
    expect([await countShown(page), await hashOf(page)]).toEqual([320, '']);
  });

  test('text', async () => {
    const { page } = await open(report);
    await page.locator('#search').fill('fraud');
    await settled(page);
    const wanted = countOf((one) => one.resource.arn.includes('fraud'));
    expect([await countShown(page), await hashOf(page)]).toEqual([wanted, '#q=fraud']);
    await page.locator('#search').fill('nothing-like-this');
    await settled(page);
    expect([await countShown(page), await page.locator('.empty').count()]).toEqual([0, 1]);
    await page.getByRole('button', { name: 'Clear all' }).click();
    expect([await countShown(page), await hashOf(page), await page.locator('#search').inputValue()]).toEqual([320, '', '']);
  });

  test('several at once', async () => {
    const { page } = await open(report);
    for (const label of ['Fail', 'High', 'us-east-1']) await page.locator('.facets label', { hasText: label }).first().click();
    const wanted = countOf((one) => one.status === 'FAIL' && one.severity === 'HIGH' && one.resource.region === 'us-east-1');
    expect([await countShown(page), await hashOf(page)]).toEqual([wanted, '#status=FAIL&severity=HIGH&region=us-east-1']);
    await page.locator('.facets label', { hasText: 'Unknown' }).click();
    expect(await countShown(page)).toBeGreaterThanOrEqual(wanted);
  });

  test('the cards of the first screen', async () => {
    const { page } = await open(report);
    await page.locator('.tile-HIGH').click();
    await settled(page);
    expect(await countShown(page)).toBe(countOf((one) => one.status === 'FAIL' && one.severity === 'HIGH'));
    await page.locator('[data-control="6"]').click();
    await settled(page);
    expect([await countShown(page), await hashOf(page)]).toEqual([countOf((one) => one.control === 6), '#control=6']);
    expect(await page.locator('[data-control="6"]').getAttribute('aria-current')).toBe('true');
    await page.locator('.risk-head a').first().click();
    await settled(page);
    expect(await countShown(page)).toBe(report.checks.find(({ id }) => id === 'lp-role-no-admin-access')?.counts.FAIL);
    await page.locator('.coverage a[href="#status=UNKNOWN"]').click();
    await settled(page);
    expect(await countShown(page)).toBe(countOf((one) => one.status === 'UNKNOWN'));
  });
});

test('findings are grouped by check, and can be grouped otherwise', async () => {
  const { page } = await open(report);
  const rows = async () => Number(await page.locator('.grid').getAttribute('aria-rowcount')) - 1;
  expect(await rows()).toBe(report.checks.length);
  await page.getByRole('button', { name: 'Resource' }).click();
  expect([await rows(), await hashOf(page)]).toEqual([
    new Set(report.findings.map(({ resource }) => resource.arn)).size,
    '#group=resource',
  ]);
  await page.getByRole('button', { name: 'None' }).click();
  expect([await rows(), await hashOf(page)]).toEqual([320, '#group=none']);
});

describe('a deep link', () => {
  const failure = report.findings.find(({ status, remediation }) => status === 'FAIL' && remediation.command !== undefined);
  const id = failure?.id ?? '';

  test('opens filtered, at the findings', async () => {
    const { page } = await open(report, { hash: '#status=FAIL&control=3' });
    expect(await countShown(page)).toBe(countOf((one) => one.status === 'FAIL' && one.control === 3));
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(300);
    expect(await page.locator('label', { hasText: 'Fail' }).locator('input').isChecked()).toBe(true);
  });

  test('opens a finding in its group, with everything that is known', async () => {
    const { page } = await open(report, { hash: `#f=${id}` });
    const drawer = page.locator('.drawer');
    expect(await drawer.locator('h2').textContent()).toBe(failure?.resource.name);
    expect(await drawer.locator('h2').evaluate((title) => title === document.activeElement)).toBe(true);
    const text = await drawer.textContent();
    for (const part of [failure?.resource.arn, failure?.message, failure?.remediation.text, failure?.evidence[0]?.field])
      expect(text).toContain(part);
    expect(await page.locator('.line-selected').count()).toBe(1);
    expect(await page.locator('.line-selected').isVisible()).toBe(true);
  });

  test('to what is not there says so', async () => {
    const { page } = await open(report, { hash: '#f=0000000000000000' });
    expect(await page.locator('#toast').textContent()).toBe('This report has no finding with that id.');
    expect(await page.locator('.drawer').count()).toBe(0);
  });

  test('followed in the open page changes the list', async () => {
    const { page } = await open(report);
    await page.evaluate(() => (location.hash = '#severity=LOW'));
    await settled(page);
    expect(await countShown(page)).toBe(countOf((one) => one.severity === 'LOW'));
  });

  test('can be copied, and the fix too', async () => {
    const { page } = await open(report, { hash: `#f=${id}`, permissions: ['clipboard-read', 'clipboard-write'] });
    const clipboard = async () => await page.evaluate(async () => await navigator.clipboard.readText());
    await page.locator('.drawer [data-copy]').click();
    await page.locator('.toast-on').waitFor();
    expect(await clipboard()).toBe(failure?.remediation.command);
    await page.locator('.drawer').getByRole('button', { name: 'Copy link' }).click();
    await settled(page);
    expect(await clipboard()).toBe(page.url());
    await page.keyboard.press('Escape');
    await page.locator('summary').click();
    await page.locator('.coverage [data-copy]').click();
    await settled(page);
    expect(JSON.parse(await clipboard())).toEqual(report.coverage.statement);
  });
});

describe('the keyboard', () => {
  test('/ searches, Esc leaves', async () => {
    const { page } = await open(report);
    const focused = async () => await page.evaluate(() => document.activeElement?.id ?? '');
    await page.keyboard.press('/');
    expect(await focused()).toBe('search');
    await page.keyboard.type('j/k?');
    expect(await page.locator('#search').inputValue()).toBe('j/k?');
    await page.keyboard.press('Escape');
    expect(await focused()).not.toBe('search');
  });

  test('j and k move, Enter opens, Esc closes and gives the focus back', async () => {
    const { page } = await open(report);
    const active = async () => await page.evaluate(() => document.activeElement?.getAttribute('data-line'));
    await page.keyboard.press('j');
    await expect.poll(active).toBe('0');
    await page.keyboard.press('Enter');
    expect(await page.locator('[data-line="0"]').getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await expect.poll(active).toBe('1');
    await page.keyboard.press('Enter');
    expect(await page.locator('.drawer').count()).toBe(1);
    const first = await page.locator('#drawer-title').textContent();
    await page.keyboard.press('j');
    expect(await page.locator('#drawer-title').textContent()).not.toBe(first);
    expect(await hashOf(page)).toMatch(/^#f=[0-9a-f]{16}$/);
    await page.keyboard.press('Escape');
    expect([await page.locator('.drawer').count(), await hashOf(page)]).toEqual([0, '']);
    await expect.poll(active).toBe('2');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(active).toBe('0');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('[data-line="0"]').getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('End');
    // The line exists, and takes the focus, as soon as the page has scrolled to it.
    await expect.poll(active).toBe(String(report.checks.length - 1));
    expect(await page.locator(`[data-line="${report.checks.length - 1}"]`).isVisible()).toBe(true);
  });

  test('? helps, Esc closes the help', async () => {
    const { page } = await open(report);
    await page.keyboard.press('?');
    expect(await page.locator('dialog[open]').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog[open]').count()).toBe(0);
  });

  test('Tab reaches one line of the list, and leaves it with the next', async () => {
    const { page } = await open(report);
    await page.locator('.facets input').last().focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.grid') === null)).toBe(true);
  });
});
