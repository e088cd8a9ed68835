import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { visible } from '../../../src/report/html/format.ts';
import { renderHtml } from '../../../src/report/html/html.ts';
import { decodePacked } from '../../../src/report/html/packed.ts';
import { staticFailures } from '../../../src/report/html/digest.ts';
import { escapeHtml } from '../../../src/report/html/render.ts';
import type { Report } from '../../../src/report/report.ts';
import { aReport } from '../../support/reports.ts';
import { hostileNames } from './hostile.ts';

/** Everything that can carry a stranger's text carries all of it. */
function hostileReport(): Report {
  const report = aReport({ findings: 400, names: hostileNames });
  const all = hostileNames.join(' ');
  return {
    ...report,
    run: { ...report.run, account: hostileNames[0], principal: all, regions: { ...report.run.regions, unscanned: [all] } },
    scores: { ...report.scores, overall: { ...report.scores.overall, caps: [{ at: 59, cause: all }] } },
    coverage: {
      ...report.coverage,
      gaps: report.coverage.gaps.map((gap) => ({ ...gap, error: all, detail: all, action: all, region: all })),
      missingPermissions: [{ action: all, regions: [all], checks: [] }],
    },
    findings: report.findings.map((finding) => ({ ...finding, message: all, remediation: { text: all, command: all } })),
  };
}

const html = renderHtml(aReport());
const hostile = renderHtml(hostileReport());
const pages = [
  ['a report', html],
  ['a report of hostile names', hostile],
  ['an account without ML', renderHtml(aReport({ empty: true }))],
] as const;

const scripts = (page: string) => [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text);
const styles = (page: string) => [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text = '']) => text);
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
/** The page without its own scripts and style: nothing but what the report put there. */
const markup = (page: string) => page.replaceAll(/<(script|style)>[\s\S]*?<\/\1>/g, '');
const tags = (page: string) => [...markup(page).matchAll(/<[a-z!/][^>]*>/gi)].map(([tag]) => tag);

describe.for(pages)('%s', ([, page]) => {
  test('has a policy that names exactly its own scripts and style, and allows nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
    const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ', 1)[0], rule.split(' ').slice(1)]));
    expect(Object.fromEntries(rules)).toEqual({
      'default-src': ["'none'"],
      'script-src': scripts(page).map(hashOf),
      'style-src': styles(page).map(hashOf),
      'img-src': ['data:'],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
    });
    expect(scripts(page)).toHaveLength(2);
    expect(styles(page)).toHaveLength(1);
    // The policy holds for what follows it only.
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.search(/<(style|script|title)/));
  });

  test('has no style and no handler in its markup', () => {
    for (const tag of tags(page)) expect(tag).not.toMatch(/\s(style|on\w+|srcdoc)\s*=/i);
  });

  test('refers to nothing outside itself', () => {
    for (const tag of tags(page)) {
      expect(tag).not.toMatch(/^<(img|link|iframe|object|embed|base|audio|video|source)\b/i);
      expect(tag).not.toMatch(/\s(src|action|srcset|poster|data|ping)\s*=/i);
      expect(tag).not.toMatch(/\shref="[^#]/);
    }
    expect(styles(page)[0]).not.toMatch(/url\(|@import/);
    expect(scripts(page).join('')).not.toMatch(/\b(fetch|XMLHttpRequest|WebSocket|sendBeacon|eval|importScripts)\b\s*\(/);
  });

  test('has balanced tags and unique ids', () => {
    const open: string[] = [];
    for (const tag of tags(page)) {
      const name = /^<\/?([a-z0-9]+)/i.exec(tag)?.[1] ?? '';
      if (tag.startsWith('<!') || ['meta', 'br', 'input'].includes(name)) continue;
      // An end that fits takes its beginning away; one that does not stays to be seen.
      if (tag.startsWith('</') && open.at(-1) === name) open.pop();
      else open.push(tag.startsWith('</') ? tag : name);
    }
    expect(open).toEqual([]);
    const ids = [...markup(page).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is the same to the byte when it is written again', () => {
    expect(renderHtml(aReport())).toBe(html);
  });
});

describe('names of strangers stay text', () => {
  test.for(hostileNames)('%j', (name) => {
    expect(markup(hostile)).toContain(escapeHtml(visible(name)));
  });

  test('no element of theirs is in the page', () => {
    expect(scripts(hostile)).toEqual(scripts(html));
    expect(tags(hostile).filter((tag) => /alert|calc|onerror/.test(tag.replaceAll(/"[^"]*"/g, '""')))).toEqual([]);
    expect(new Set(tags(hostile).map((tag) => /^<\/?[a-z0-9!]+/i.exec(tag)?.[0]))).toEqual(
      new Set(tags(html).map((tag) => /^<\/?[a-z0-9!]+/i.exec(tag)?.[0])),
    );
  });

  test('invisible and reversing characters are written out', () => {
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(markup(hostile)).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/);
    expect(hostile.isWellFormed()).toBe(true);
    expect(markup(hostile)).toContain('invoice\\u202efdp.exe');
  });

  test('the packed data hold them as they are', () => {
    const base64 = /<template id="data">([^<]*)<\/template>/.exec(hostile)?.[1] ?? '';
    expect(base64).toMatch(/^[A-Za-z0-9+/]+=*$/);
    const bytes = new Uint8Array(gunzipSync(Buffer.from(base64, 'base64')));
    const { names } = decodePacked(bytes.buffer);
    for (const name of hostileNames) expect(String.fromCharCode(...names)).toContain(name);
  });
});

describe('without JavaScript', () => {
  const failures = aReport().findings.filter(({ status }) => status === 'FAIL');

  test('the failures are in the page, with their fix and their anchor', () => {
    const body = markup(html);
    for (const { id, resource, remediation } of failures) {
      expect(body).toContain(`id="f=${id}"`);
      expect(body).toContain(escapeHtml(resource.name));
      expect(body).toContain(escapeHtml(remediation.command ?? remediation.text));
    }
  });

  test('of many failures a bounded number is shown, of every check, and the rest is counted', () => {
    const big = aReport({ findings: 20_000 });
    const body = markup(renderHtml(big));
    expect(body.match(/ id="f=/g)).toHaveLength(staticFailures);
    for (const check of big.checks.filter(({ counts }) => counts.FAIL > 0)) expect(body).toContain(escapeHtml(check.title));
    expect(body).toMatch(/200 of [\d,]+ failures, the worst first/);
    expect(body).toMatch(/and [\d,]+ more/);
  });

  test('the summary says score, controls and what is missing', () => {
    const { scores, controls, coverage } = aReport();
    const body = markup(html);
    expect(body).toContain(`Score ${scores.overall.score} of 100, grade ${scores.overall.grade}`);
    for (const { title, number } of controls) expect(body).toContain(`Control ${number}: </span>${escapeHtml(title)}`);
    for (const { action } of coverage.missingPermissions) expect(body).toContain(action);
    expect(body.indexOf('What we could not read')).toBeLessThan(body.indexOf('id="findings"'));
  });
});
