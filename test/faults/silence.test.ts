import { beforeAll, expect, test } from 'vitest';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { hardened } from '../../src/sandbox/seeds/hardened.ts';
import { keysWith, truths, untruths } from './support/oracle.ts';
import { faultyScan, ofScan, shortTimeouts, type FaultyScan } from './support/scans.ts';

/** The Region that falls silent. */
const region = 'eu-central-1';
const callMs = 4000;
/** What a busy machine adds. */
const slackMs = 4000;

let clean: FaultyScan;

beforeAll(async () => {
  clean = await faultyScan(demo);
});

/** What is known elsewhere: whole findings of other Regions. */
function elsewhere({ report }: FaultyScan): string {
  return JSON.stringify(report.findings.filter(({ resource }) => ![region, 'global', '*'].includes(resource.region)));
}

test.for([
  ['R6', 'hang-before-headers'],
  ['R6', 'hang-after-headers'],
  ['R6', 'hang-mid-body'],
  ['R7', 'drip'],
] as const)('%s: %s ends each call at its deadline, and touches no other Region', async ([, kind]) => {
  const match: FaultRule['match'] = (call) => call.service === 'sagemaker' && call.region === region;
  const scan = await faultyScan(demo, { rules: [{ kind, match }], edge: { timeouts: { ...shortTimeouts, call: callMs } } });
  const struck = (gap: { operation: string; region: string; reason: string }) =>
    gap.operation.startsWith('sagemaker:') && gap.region === region && ['timeout', 'unavailable'].includes(gap.reason);
  expect(untruths(truths.demo, scan.report.findings, struck)).toEqual([]);
  expect(elsewhere(scan)).toBe(elsewhere(clean));
  const silent = scan.events.filter((event) => event.operation.startsWith('sagemaker:') && event.region === region);
  expect(silent.every(({ status }) => status === 'failed')).toBe(true);
  expect(Math.max(...silent.map(({ ms }) => ms))).toBeLessThan(callMs + slackMs);
});

test('R6: where nothing answers at all, the scan ends at its own deadline', async () => {
  const deadlineMs = 2500;
  const scan = await faultyScan(hardened, {
    rules: [{ kind: 'hang-before-headers', match: ofScan }],
    signal: AbortSignal.timeout(deadlineMs),
  });
  expect(scan.ms).toBeLessThan(deadlineMs + slackMs);
  expect(untruths(truths.hardened, scan.report.findings, ({ reason }) => reason === 'timeout')).toEqual([]);
  expect(keysWith(scan.report.findings, 'PASS').size).toBe(0);
});
