import { describe, expect, test } from 'vitest';
import { emptyQuery, openingResult, runQuery } from '../../../src/report/html/client/query.ts';
import { Table, type Detail } from '../../../src/report/html/client/table.ts';
import { encodePacked, pack } from '../../../src/report/html/pack.ts';
import { decodePacked, fromTemplate, toTemplate } from '../../../src/report/html/packed.ts';
import { findingId, parseReport, type Report, type ReportFinding } from '../../../src/report/report.ts';
import { aReport, textOf } from '../../support/reports.ts';
import { hostileNames } from './hostile.ts';

/** As the browser gets it. */
const readOf = (report: Report) => decodePacked(new Uint8Array(encodePacked(pack(report))).buffer);
const tableOf = (report: Report) => new Table(readOf(report));

/** What of a finding the page shows, in the words of the report. */
function shown({ id, check, resource, ...rest }: Detail) {
  return { ...rest, id, checkId: check.id, resource };
}

function wanted(finding: ReportFinding) {
  const { id, checkId, status, severity, resource, message, remediation, evidence } = finding;
  const known = { id, checkId, status, severity, resource, message, remediation, evidence };
  if (finding.status === 'UNKNOWN') return { ...known, gap: finding.gap };
  return finding.status === 'NOT_APPLICABLE' ? { ...known, reason: finding.reason } : known;
}

test.for([
  ['a report', aReport()],
  ['hostile names', aReport({ findings: 600, names: hostileNames })],
  ['an empty account', aReport({ empty: true })],
] as const)('what is packed comes out as it was: %s', ([, report]) => {
  const table = tableOf(report);
  expect(table.size).toBe(report.findings.length);
  expect(report.findings.map(({ id }) => shown(table.detail(table.find(id))))).toEqual(report.findings.map(wanted));
});

test.for([
  ['a report', aReport({ findings: 2000 })],
  ['one finding', aReport({ findings: 1 })],
  ['an empty account', aReport({ empty: true })],
] as const)('the page opens with what the query for everything gives: %s', ([, report]) => {
  const packed = readOf(report);
  const { counts, ...opening } = openingResult(packed.opening, report.findings.length);
  const { counts: counted, ...result } = runQuery(new Table(packed), emptyQuery);
  expect(opening).toEqual(result);
  expect([...counts]).toEqual([...counted]);
});

test('evidence with notes, odd times and any value comes out as it was', () => {
  const report = aReport({ findings: 20 });
  const evidence = [null, '', 0, false, [], {}, { b: [1, { c: 'text' }] }, '\uE001'].map((value, at) => ({
    operation: 'sagemaker:DescribeNotebookInstance',
    region: 'eu-west-1',
    at: ['2026-11-18T02:00:01.234Z', '2020-01-01T00:00:00Z', 'yesterday'][at % 3] ?? '',
    field: 'A.B',
    value,
    ...(at % 2 === 0 ? { note: `note ${at}` } : {}),
  }));
  const findings = report.findings.map((finding) => ({ ...finding, evidence }));
  const table = tableOf({ ...report, findings });
  for (let at = 0; at < table.size; at++) expect(table.detail(at).evidence).toEqual(evidence);
});

test('a finding of a check that is not listed is shown all the same', () => {
  const report = aReport({ findings: 20 });
  const [first, ...rest] = report.findings;
  if (first === undefined) throw new Error('no finding');
  const table = tableOf({ ...report, findings: [{ ...first, checkId: 'unlisted' }, ...rest] });
  expect(table.row(table.find(first.id)).check).toMatchObject({ id: 'unlisted', title: 'unlisted' });
});

test('an id that is not ours is replaced by the one that the finding would have', () => {
  const report = aReport({ findings: 20 });
  for (const id of ['', 'short', '0123456789ABCDEF', '0123456789abcdef0', '</template>']) {
    const [first, ...rest] = report.findings;
    if (first === undefined) throw new Error('no finding');
    const table = tableOf({ ...report, findings: [{ ...first, id }, ...rest] });
    const { checkId, resource } = first;
    expect(table.row(table.find(findingId({ checkId, ...resource })))).toMatchObject({ resource, message: first.message });
    expect(table.find(id)).toBe(-1);
  }
});

test('ids are told apart by each of their halves', () => {
  const ids = ['00000000ffffffff', 'ffffffff00000000', 'ffffffffffffffff', '0000000000000000', '8000000080000000'];
  const report = aReport({ findings: ids.length });
  const table = tableOf({ ...report, findings: report.findings.map((one, at) => ({ ...one, id: ids[at] ?? '' })) });
  expect(ids.map((id) => table.row(table.find(id)).id)).toEqual(ids);
});

test('an id that is not there is not found', () => {
  const table = tableOf(aReport());
  const [{ id } = { id: '' }] = aReport().findings;
  expect(table.find('0000000000000000')).toBe(-1);
  expect(table.find('')).toBe(-1);
  expect(table.find(id.slice(1))).toBe(-1);
});

describe('templates', () => {
  const resource = { arn: 'arn:aws:s3:::a-bucket', name: 'a-bucket', region: 'eu-west-1', account: '111122223333' };
  test.for([
    'plain',
    'a-bucket in eu-west-1 of 111122223333 is arn:aws:s3:::a-bucket',
    '\uE000 stood here before',
    '$& $1 a-bucket $`',
    '',
  ])('%j comes back', (text) => {
    expect(fromTemplate(toTemplate(text, resource), resource)).toBe(text);
  });

  test('texts of like resources are one', () => {
    const other = { ...resource, arn: 'arn:aws:s3:::b-bucket', name: 'b-bucket' };
    expect(toTemplate('mend b-bucket', other)).toBe(toTemplate('mend a-bucket', resource));
  });
});

test('the packed data of 20,000 findings are much smaller than the report', () => {
  const report = aReport({ findings: 20_000 });
  expect(encodePacked(pack(report)).length).toBeLessThan(textOf(report).length / 5);
  expect(parseReport(textOf(report)).findings).toHaveLength(20_000);
});

const sortedIds = (...lists: readonly (readonly ReportFinding[])[]) =>
  lists
    .flat()
    .map(({ id }) => id)
    .toSorted();

test('of more findings than a page can hold, failures stay before what is unknown, and that before the others', () => {
  const report = aReport({ findings: 600 });
  const places = (status: ReportFinding['status']) => report.findings.filter((one) => one.status === status);
  const [fails, unknown, passes] = [places('FAIL'), places('UNKNOWN'), places('PASS')];
  const idsOf = (most: number) => {
    const table = new Table(pack(report, most));
    return Array.from({ length: table.size }, (_, at) => table.row(at).id).toSorted();
  };
  expect(idsOf(10)).toEqual(sortedIds(fails.slice(0, 10)));
  expect(idsOf(fails.length + 5)).toEqual(sortedIds(fails, unknown.slice(0, 5)));
  expect(idsOf(fails.length + unknown.length + 7)).toEqual(sortedIds(fails, unknown, passes.slice(0, 7)));
});
