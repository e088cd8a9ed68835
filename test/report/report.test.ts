import { describe, expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import { parseReport, ReportError, reportSchema, type Report } from '../../src/report/report.ts';
import { aReport, textOf } from '../support/reports.ts';

const report = aReport({ findings: 120 });
const json = textOf(report);

test('what is written can be read, and is the same report', () => {
  expect(parseReport(json)).toEqual(report);
  expect(textOf(parseReport(json))).toBe(json);
});

test('the same report gives the same bytes, whatever the order of findings and of keys in evidence', () => {
  const mixed: Report = {
    ...report,
    findings: report.findings.toReversed().map((finding) => ({
      ...finding,
      evidence: finding.evidence.map((item) => ({ ...item, value: reversedKeys(item.value) })),
    })),
  };
  expect(textOf(mixed)).toBe(json);
});

test('one finding a line, so that a diff of two runs is a diff of the account', () => {
  const lines = json.split('\n');
  expect(lines.filter((line) => line.startsWith('    {"id":"'))).toHaveLength(120 + report.checks.length);
  expect(json.endsWith('}\n')).toBe(true);
});

test('names from the account stay JSON', () => {
  const names = ['</script>', '"quoted"\\', 'line\nbreak', '\u202Ereversed', '\u2028', '\uD800'];
  const parsed = parseReport(textOf(aReport({ findings: 200, names })));
  const seen = new Set(parsed.findings.map(({ resource }) => resource.name));
  for (const name of names) expect(seen).toContain(name);
});

describe('a report that breaks the schema is not written', () => {
  const [first, ...rest] = report.findings;
  test.for([
    ['a score above 100', { ...report, scores: { ...report.scores, overall: { ...report.scores.overall, score: 101 } } }],
    ['a field that the schema does not know', { ...report, extra: 1 }],
    ['an UNKNOWN without its gap', { ...report, findings: [{ ...first, status: 'UNKNOWN' }, ...rest] }],
    ['a NOT_APPLICABLE without its reason', { ...report, findings: [{ ...first, status: 'NOT_APPLICABLE' }, ...rest] }],
  ] as const)('%s', ([, broken]) => {
    expect(() => textOf(broken as unknown as Report)).toThrow(ReportError);
  });
});

describe('what cannot be read is refused in one line', () => {
  const data = JSON.parse(json) as Record<string, unknown>;
  test.for([
    ['no JSON', '{"format":', /^not an mlwarden report: .*JSON/],
    ['nothing', '', /^not an mlwarden report/],
    ['a list', '[]', /"format" is not "mlwarden-report"/],
    ['null', 'null', /"format" is not "mlwarden-report"/],
    ['the JSON of another tool', '{"version":"2.1.0","runs":[]}', /"format" is not "mlwarden-report"/],
    ['a newer version', JSON.stringify({ ...data, version: 2 }), /^report version 2 is newer than version 1/],
    ['a version that is no number', JSON.stringify({ ...data, version: '1' }), /^not a valid mlwarden report: version: /],
    ['a missing part', JSON.stringify({ ...data, coverage: undefined }), /^not a valid mlwarden report: coverage: /],
    ['a wrong finding', JSON.stringify({ ...data, findings: [{}] }), /^not a valid mlwarden report: findings\[0\]/],
    ['an unknown part', JSON.stringify({ ...data, extra: true }), /^not a valid mlwarden report: the whole: .*extra/],
  ] as const)('%s', ([, text, message]) => {
    const error = refusal(text);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
    expect(error.message.length).toBeLessThan(300);
  });
});

test('the schema in the documentation is the one that is enforced', async () => {
  const written: unknown = JSON.parse(await readFile(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
  expect(written).toEqual(expect.objectContaining(reportSchema()));
});

function refusal(text: string): ReportError {
  try {
    parseReport(text);
  } catch (error) {
    if (error instanceof ReportError) return error;
    throw error;
  }
  throw new Error('the report was accepted');
}

function reversedKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversedKeys) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, item]) => [key, reversedKeys(item)])) as T;
}
