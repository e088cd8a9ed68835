import { beforeAll, expect, test } from 'vitest';
import type { FaultKind } from '../../src/sandbox/faults.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { truths, untruths, verdictsIn, verdictsOf } from './support/oracle.ts';
import { faultyScan } from './support/scans.ts';

/** What passes by itself costs time and nothing else. */
const rows: readonly (readonly [row: string, kinds: readonly FaultKind[], share: number])[] = [
  ['R1', ['throttle'], 0.1],
  ['R1', ['throttle'], 0.3],
  ['R1', ['throttle'], 0.5],
  ['R4', ['http-500', 'http-502', 'http-503', 'http-504'], 0.1],
  ['R4', ['http-500', 'http-502', 'http-503', 'http-504'], 0.3],
  ['R4', ['http-500', 'http-502', 'http-503', 'http-504'], 0.5],
  ['R5', ['reset-before-headers'], 0.2],
  ['R5', ['reset-after-headers'], 0.2],
  ['R5', ['reset-mid-body'], 0.2],
  ['R5', ['reset-before-headers', 'reset-after-headers', 'reset-mid-body'], 0.3],
];

let clean: readonly string[];

beforeAll(async () => {
  clean = (await faultyScan(demo)).failed;
});

test.for(rows)('%s: %s for %d of the calls loses nothing', async ([, kinds, share]) => {
  for (const seed of [1, 2, 3]) {
    const rules = kinds.map((kind) => ({ kind, share: 1 - (1 - share) ** (1 / kinds.length) }));
    const { report, failed, ms, log } = await faultyScan(demo, { seed, rules });
    console.log(kinds.join(), share, seed, ms.toFixed(0), failed.length - clean.length, log.entries.length);
    expect.soft(failed, `seed ${seed}`).toEqual(clean);
    expect.soft(untruths(truths.demo, report.findings), `seed ${seed}`).toEqual([]);
    expect.soft(verdictsOf(report.findings), `seed ${seed}`).toEqual(verdictsIn(truths.demo));
  }
});
