import { beforeAll, expect, test } from 'vitest';
import type { ReportFinding } from '../../src/report/report.ts';
import { findSeed } from '../../src/sandbox/seeds.ts';
import { operationsOf } from '../../src/engine/plan.ts';
import { operationId } from '../../src/core/operation.ts';
import { registry } from '../../src/registry.gen.ts';
import { findingKey, scanSeed, type SeedScan } from '../support/seeds.ts';

/** Operations that another call can stand in for: without them the verdicts stay, though their evidence names the other call. */
const replaceable = new Set(['account:ListRegions', 'sagemaker:Search']);

/** Calls that add to the text of a verdict which others prove (and may decide other verdicts): without them the status stays. */
const enriching: ReadonlySet<string> = new Set([
  'cloudfront:ListDistributions log-api-access-log-format',
  's3:GetBucketLifecycleConfiguration ver-s3-mfa-delete',
  'sagemaker:DescribeEndpoint mon-endpoint-monitored',
  'sagemaker:DescribeMonitoringSchedule mon-schedule-active',
  ...[
    'ListNotebookInstances',
    'DescribeNotebookInstance',
    'ListDomains',
    'DescribeDomain',
    'ListUserProfiles',
    'DescribeUserProfile',
    'ListSpaces',
    'DescribeSpace',
  ].map((name) => `sagemaker:${name} sec-lifecycle-config-no-secrets`),
]);

const seed = findSeed('demo');
if (seed === undefined) throw new Error('there is no seed demo');
const actions = new Map(operationsOf(registry).map((operation) => [operationId(operation), operation.action]));
let full: SeedScan;

beforeAll(async () => {
  full = await scanSeed(seed);
});

test.for([...actions.keys()])('without %s nothing improves, and what is lost names it', async (operation) => {
  const { report } = await scanSeed(seed, {
    deny: (call) => (`${call.service}:${call.operation}` === operation ? {} : undefined),
  });
  const { wrong, changed } = compare(full.report.findings, report.findings, { operation });
  expect(wrong).toEqual([]);
  // A call that serves no check should not be made.
  const counts = full.log.count(operation) === 0 || replaceable.has(operation) || changed > 0;
  expect(counts).toBe(true);
});

test('without one operation in one Region the same holds', { timeout: 600_000 }, async () => {
  const places = new Set(full.log.entries.map(({ service, operation, region }) => `${service}:${operation} ${region}`));
  for (const place of [...places].toSorted()) {
    const [operation = '', region = ''] = place.split(' ');
    if (!actions.has(operation)) continue;
    const { report } = await scanSeed(seed, {
      deny: (call) => (`${call.service}:${call.operation} ${call.region}` === place ? {} : undefined),
    });
    expect(compare(full.report.findings, report.findings, { operation, region }).wrong).toEqual([]);
  }
});

interface Denied {
  readonly operation: string;
  readonly region?: string;
}

interface Comparison {
  /** What must not be, in words. */
  readonly wrong: readonly string[];
  /** How many findings differ. */
  readonly changed: number;
}

/** Holds the findings of a scan with less rights against those of the full one. */
function compare(
  before: readonly ReportFinding[],
  after: readonly ReportFinding[],
  { operation, region = '*' }: Denied,
): Comparison {
  const action = actions.get(operation);
  const old = new Map(before.map((finding) => [findingKey(finding), finding]));
  const now = new Map(after.map((finding) => [findingKey(finding), finding]));
  // Where several calls are missing, the message names them all.
  const namesAction = (finding: ReportFinding) =>
    finding.status === 'UNKNOWN' && (finding.gap.action === action || finding.message.includes(`for ${action}`));
  const wrong: string[] = [];
  let changed = 0;
  for (const [key, finding] of now) {
    const was = old.get(key);
    if (JSON.stringify(was) === JSON.stringify(finding)) continue;
    if (replaceable.has(operation) && was?.status === finding.status) continue;
    changed += 1;
    if (enriching.has(`${operation} ${finding.checkId}`) && was?.status === finding.status) continue;
    if (!namesAction(finding))
      wrong.push(`without ${operation} in ${region}: ${key} was ${was?.status ?? 'not there'}, is ${finding.status}`);
  }
  for (const [key, finding] of old) {
    if (now.has(key)) continue;
    changed += 1;
    const told = after.some((one) => one.checkId === finding.checkId && namesAction(one));
    if (!told) wrong.push(`without ${operation} in ${region}: ${key} is gone without a word`);
  }
  return { wrong, changed };
}
