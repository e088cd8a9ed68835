import { describe, expect, test } from 'vitest';
import { emptyQuery, runQuery, type Query } from '../../../src/report/html/client/query.ts';
import { readHash, writeHash } from '../../../src/report/html/client/route.ts';
import { Table } from '../../../src/report/html/client/table.ts';
import { buildView, isOpen, sameList } from '../../../src/report/html/client/view.ts';
import { pack } from '../../../src/report/html/pack.ts';
import type { ReportFinding } from '../../../src/report/report.ts';
import { statuses } from '../../../src/core/verdict.ts';
import { severities } from '../../../src/core/check.ts';
import { aReport } from '../../support/reports.ts';

const report = aReport({ findings: 2000 });
const table = new Table(pack(report));
const run = (change: Partial<Query>) => runQuery(table, { ...emptyQuery, ...change });
const idsOf = (change: Partial<Query>) => [...run(change).matches].map((at) => table.row(at).id).toSorted();
const expected = (keep: (finding: ReportFinding) => boolean) =>
  report.findings
    .filter(keep)
    .map(({ id }) => id)
    .toSorted();

test.for([
  ['status', { status: ['FAIL'] }, (one: ReportFinding) => one.status === 'FAIL'],
  ['two statuses', { status: ['FAIL', 'UNKNOWN'] }, (one: ReportFinding) => one.status === 'FAIL' || one.status === 'UNKNOWN'],
  ['severity', { severity: ['HIGH'] }, (one: ReportFinding) => one.severity === 'HIGH'],
  ['control', { control: ['3', '7'] }, (one: ReportFinding) => one.control === 3 || one.control === 7],
  ['Region', { region: ['us-east-1'] }, (one: ReportFinding) => one.resource.region === 'us-east-1'],
  ['check', { check: ['enc-kms-key-rotation'] }, (one: ReportFinding) => one.checkId === 'enc-kms-key-rotation'],
  ['name', { text: 'FRAUD' }, (one: ReportFinding) => one.resource.arn.includes('fraud')],
  [
    'all words, in the finding or its check',
    { text: 'fraud rotation' },
    (one: ReportFinding) => /^(enc-kms-key-rotation|sec-secret-rotation)/.test(one.checkId) && one.resource.arn.includes('fraud'),
  ],
  ['what many findings share', { text: 'arn:aws:kms' }, (one: ReportFinding) => one.resource.arn.startsWith('arn:aws:kms')],
  [
    'where a name goes on',
    { text: 'notebook-instance/fraud' },
    (one: ReportFinding) => `${one.resource.arn}\n${one.message}`.includes('notebook-instance/fraud'),
  ],
  [
    'several filters at once',
    { status: ['FAIL'], severity: ['HIGH'], control: ['1'], region: ['eu-west-1'] },
    (one: ReportFinding) =>
      one.status === 'FAIL' && one.severity === 'HIGH' && one.control === 1 && one.resource.region === 'eu-west-1',
  ],
  ['what does not exist', { region: ['mars-north-1'] }, () => false],
] as const)('narrows by %s', ([, change, keep]) => {
  for (const group of ['check', 'resource', 'none'] as const) expect(idsOf({ ...change, group })).toEqual(expected(keep));
});

test('counts of a facet are those that choosing the value would give', () => {
  const { facets } = run({ status: ['FAIL'], control: ['1'], text: 'a' });
  for (const { value, count } of facets.status)
    expect(run({ status: [value], control: ['1'], text: 'a' }).matches).toHaveLength(count);
  for (const { value, count } of facets.control)
    expect(run({ status: ['FAIL'], control: [value], text: 'a' }).matches).toHaveLength(count);
  for (const { value, count } of facets.region)
    expect(run({ status: ['FAIL'], control: ['1'], text: 'a', region: [value] }).matches).toHaveLength(count);
});

test('groups hold every finding once, the worst first', () => {
  for (const group of ['check', 'resource'] as const) {
    const { groups, matches, counts } = run({ group });
    expect(new Set(matches).size).toBe(table.size);
    let next = 0;
    for (const [at, one] of groups.entries()) {
      expect(one.start).toBe(next);
      next += one.size;
      const ranks = [...matches.subarray(one.start, next)].map(rank);
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      expect(sum(counts.slice(at * statuses.length, (at + 1) * statuses.length))).toBe(one.size);
    }
    expect(next).toBe(table.size);
    const heads = groups.map((one) => rank(matches[one.start] ?? 0));
    expect(heads).toEqual(heads.toSorted((a, b) => a - b));
  }
});

describe('the list', () => {
  test('has a line for each group, and the findings of those that are open', () => {
    const result = run({});
    expect(buildView(result, new Map(), 56).lines).toHaveLength(result.groups.length);
    const [first] = result.groups;
    if (first === undefined) throw new Error('no group');
    const open = buildView(result, new Map([[first.key, true]]), 56);
    expect(open.lines).toHaveLength(result.groups.length + first.size);
    expect([...open.lines.subarray(0, 2)]).toEqual([-1, result.matches[0]]);
    expect(isOpen(first, result, new Map())).toBe(false);
  });

  test('of one group, or of a few findings, is open at once', () => {
    const one = run({ check: ['enc-kms-key-rotation'] });
    expect(buildView(one, new Map(), 56).lines).toHaveLength(1 + one.matches.length);
    expect(buildView(run({ text: 'no such thing' }), new Map(), 56).lines).toHaveLength(0);
  });

  test('never grows taller than a browser draws, and says what it cut', () => {
    const view = buildView(run({ group: 'none' }), new Map(), 15_000);
    expect(view.lines).toHaveLength(1000);
    expect(view.cut).toBe(1000);
  });
});

describe('the hash', () => {
  test.for([
    [emptyQuery, ''],
    [{ ...emptyQuery, status: ['FAIL', 'UNKNOWN'], control: ['3'] }, '#status=FAIL,UNKNOWN&control=3'],
    [{ ...emptyQuery, text: 'a & b=c,d #1', group: 'none' }, '#q=a%20%26%20b%3Dc%2Cd%20%231&group=none'],
    [{ ...emptyQuery, region: ['eu-west-1'], finding: '0123456789abcdef' }, '#region=eu-west-1&f=0123456789abcdef'],
  ] as const)('of %j is %j and back', ([query, hash]) => {
    expect(writeHash(query)).toBe(hash);
    expect(readHash(hash)).toEqual(query);
  });

  test('takes any case, repeats, and leaves out what it does not know', () => {
    expect(readHash('#status=fail&status=FAIL,pass&severity=high&group=moon&x=1')).toEqual({
      ...emptyQuery,
      status: ['FAIL', 'PASS'],
      severity: ['HIGH'],
    });
    expect(readHash('#%%%=&q=%E0%A4%A')).toMatchObject({ group: 'check' });
    expect(writeHash({ ...emptyQuery, text: '\uD800' })).toBe('#q=%EF%BF%BD');
  });

  test('a finding that is opened does not change the list', () => {
    expect(sameList(emptyQuery, { ...emptyQuery, finding: '0123456789abcdef' })).toBe(true);
    expect(sameList(emptyQuery, { ...emptyQuery, text: 'x' })).toBe(false);
  });
});

function rank(at: number): number {
  const { status, severity } = table.row(at);
  return statuses.indexOf(status) * severities.length + severities.indexOf(severity);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
