import { beforeAll, expect, test } from 'vitest';
import type { FaultKind } from '../../src/sandbox/faults.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { nothing, truths, untruths, verdictsIn, verdictsOf } from './support/oracle.ts';
import { textOf } from '../support/reports.ts';
import { faultyScan, isList, type FaultyScan } from './support/scans.ts';

const serverFaults = ['http-500', 'http-502', 'http-503', 'http-504'] as const satisfies readonly FaultKind[];
const resets = ['reset-before-headers', 'reset-after-headers', 'reset-mid-body'] as const satisfies readonly FaultKind[];

/** What passes by itself, the STS calls included. */
const rows: readonly (readonly [row: string, kinds: readonly FaultKind[], share: number])[] = [
  ['R1', ['throttle'], 0.1],
  ['R1', ['throttle'], 0.3],
  ['R1', ['throttle'], 0.5],
  ['R4', serverFaults, 0.1],
  ['R4', serverFaults, 0.3],
  ['R4', serverFaults, 0.5],
  ['R5', ['reset-before-headers'], 0.2],
  ['R5', ['reset-after-headers'], 0.2],
  ['R5', ['reset-mid-body'], 0.2],
  ['R5', resets, 0.3],
  ['R8', ['truncated', 'empty', 'html', 'wrong-root', 'wrong-types'], 0.1],
];

let clean: FaultyScan;

beforeAll(async () => {
  clean = await faultyScan(demo);
});

test.for(rows.flatMap((row) => [1, 2].map((seed) => [...row, seed] as const)))(
  '%s: %j for %d of the calls loses nothing (seed %d)',
  async ([, kinds, share, seed]) => {
    const each = 1 - (1 - share) ** (1 / kinds.length);
    const { report, failed } = await faultyScan(demo, { seed, rules: kinds.map((kind) => ({ kind, share: each })) });
    expect(untruths(truths.demo, report.findings, nothing)).toEqual([]);
    expect(verdictsOf(report.findings)).toEqual(verdictsIn(truths.demo));
    expect(failed).toEqual(clean.failed);
  },
);

test('R23: the same account gives the same bytes, whatever happened on the way', async () => {
  const again = await faultyScan(demo);
  expect(textOf(again.report)).toBe(textOf(clean.report));
  const faulty = await faultyScan(demo, {
    seed: 5,
    rules: [
      { kind: 'throttle', share: 0.2 },
      { kind: 'http-503', share: 0.1 },
      { kind: 'reset-mid-body', share: 0.1 },
      { kind: 'truncated', share: 0.05 },
      { kind: 'duplicate-pages', match: isList },
    ],
  });
  expect(JSON.stringify([...faulty.report.findings])).toBe(JSON.stringify([...clean.report.findings]));
});
