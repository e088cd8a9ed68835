import { beforeAll, expect, test } from 'vitest';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { hardened } from '../../src/sandbox/seeds/hardened.ts';
import { keysWith, truths, untruths, type Struck } from './support/oracle.ts';
import { faultyScan, ofScan, shortTimeouts, type FaultyScan } from './support/scans.ts';

/** The Region that falls silent. */
const region = 'eu-central-1';
/** Operations that give no answer there: few, as they hold connections while they wait. */
const silent = /^sagemaker:(ListNotebookInstances|ListEndpoints|ListDomains|DescribePipeline)$/;
const match: FaultRule['match'] = (call) => call.region === region && silent.test(`${call.service}:${call.operation}`);
const struck: Struck = (gap) =>
  silent.test(gap.operation) && gap.region === region && ['timeout', 'unavailable'].includes(gap.reason);
/** What a busy machine adds. */
const slackMs = 15_000;

let clean: FaultyScan;

beforeAll(async () => {
  clean = await faultyScan(demo);
});

/** What is known elsewhere: whole findings of other Regions. */
function elsewhere({ report }: FaultyScan): string {
  return JSON.stringify(report.findings.filter(({ resource }) => ![region, 'global', '*'].includes(resource.region)));
}

test.concurrent.for([
  ['R6', 'hang-before-headers'],
  ['R6', 'hang-after-headers'],
  ['R6', 'hang-mid-body'],
  ['R7', 'drip'],
] as const)('%s: %s ends each call at its deadline, and touches no other Region', async ([, kind]) => {
  const scan = await faultyScan(demo, { rules: [{ kind, match }], edge: { timeouts: shortTimeouts, concurrency: 16 } });
  expect(untruths(truths.demo, scan.report.findings, struck)).toEqual([]);
  expect(elsewhere(scan)).toBe(elsewhere(clean));
  const calls = scan.events.filter((event) => silent.test(event.operation) && event.region === region);
  expect(calls.length).toBeGreaterThanOrEqual(3);
  expect(calls.filter(({ status }) => status !== 'failed')).toEqual([]);
  expect(Math.max(...calls.map(({ ms }) => ms))).toBeLessThan(shortTimeouts.call + slackMs);
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
