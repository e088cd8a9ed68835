import { expect, test } from 'vitest';
import type { AccountData, SageMakerData, Seed } from '../../src/sandbox/account.ts';
import { cloudOf } from '../../src/sandbox/cloud.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { hardened } from '../../src/sandbox/seeds/hardened.ts';
import { now } from '../support/inventory.ts';
import { findingKey } from '../support/seeds.ts';
import { truths } from './support/oracle.ts';
import { faultyScan, type FaultyScan } from './support/scans.ts';

/** Lists still name what is deleted; what asks for one thing does not find it. */
const isList = /:(List|Search|GetRestApis|GetApis|GetAccountAuthorizationDetails|DescribeAlarms|DescribeFlowLogs|DescribeTrails)/;

const sections = [
  'notebookInstances',
  'notebookLifecycleConfigs',
  'studioLifecycleConfigs',
  'domains',
  'userProfiles',
  'spaces',
  'trainingJobs',
  'tuningJobs',
  'autoMlJobs',
  'processingJobs',
  'transformJobs',
  'pipelines',
  'endpoints',
  'monitoringSchedules',
] as const satisfies readonly (keyof SageMakerData)[];

type Change = (account: AccountData) => AccountData;

/** Without all resources of a kind, in every Region. */
const withoutSageMaker =
  (section: (typeof sections)[number]): Change =>
  (account) => ({
    ...account,
    in: Object.fromEntries(
      Object.entries(account.in).map(([region, data]) => [region, { ...data, sagemaker: { ...data.sagemaker, [section]: [] } }]),
    ),
  });

const withoutRegional =
  (service: 'secretsmanager' | 'apigateway' | 'apigatewayv2' | 'wafv2' | 'guardduty'): Change =>
  (account) => ({
    ...account,
    in: Object.fromEntries(Object.entries(account.in).map(([region, { [service]: _gone, ...data }]) => [region, data])),
  });

const changes: readonly (readonly [string, Change])[] = [
  ...sections.map((section) => [section, withoutSageMaker(section)] as const),
  ['secrets', withoutRegional('secretsmanager')],
  ['REST APIs', withoutRegional('apigateway')],
  ['HTTP APIs', withoutRegional('apigatewayv2')],
  ['web ACLs', withoutRegional('wafv2')],
  ['detectors', withoutRegional('guardduty')],
];

interface Rescan extends FaultyScan {
  /** Status of each finding in the account that never had the resources. */
  readonly without: ReadonlyMap<string, string>;
}

/** A scan during which resources are deleted, between the list and the look. */
async function scanWhileDeleting(seed: Seed, change: Change): Promise<Rescan> {
  const less: Seed = { ...seed, account: (at) => change(seed.account(at)) };
  const [whole, reduced] = [cloudOf(seed.account(now)), cloudOf(less.account(now))];
  const handlers = Object.fromEntries(
    Object.entries(reduced.handlers).map(([id, handler]) => [id, isList.test(id) ? (whole.handlers[id] ?? handler) : handler]),
  );
  const scan = await faultyScan(seed, { http: false, endpoint: { handlers } });
  const never = await faultyScan(less, { http: false });
  return { ...scan, without: new Map(never.report.findings.map((finding) => [findingKey(finding), finding.status])) };
}

test.for([
  ['hardened', hardened],
  ['demo', demo],
] as const)('R21: in %s, what is deleted since it was listed is gone, neither UNKNOWN nor FAIL', async ([name, seed]) => {
  let gone = 0;
  for (const [what, change] of changes) {
    const { report, events, without } = await scanWhileDeleting(seed, change);
    gone += events.filter(({ status }) => status === 'absent').length;
    // Each verdict is that of the account with the resources, or of the one that never had them.
    const wrong = report.findings
      .filter((finding) => ![truths[name].get(findingKey(finding)), without.get(findingKey(finding))].includes(finding.status))
      .map((finding) => `without ${what}: ${findingKey(finding)} ${finding.status}: ${finding.message}`);
    expect.soft(wrong).toEqual([]);
  }
  expect(gone).toBeGreaterThan(20);
});

test.for([
  ['hardened', hardened],
  ['demo', demo],
] as const)('R21: in %s, buckets that are deleted meanwhile neither pass nor fail', async ([, seed]) => {
  const { report } = await scanWhileDeleting(seed, (account) => ({ ...account, s3: { ...account.s3, buckets: [] } }));
  const judged = report.findings.filter(({ resource }) => resource.arn.startsWith('arn:aws:s3:::'));
  expect(judged.length).toBeGreaterThan(3);
  expect(judged.filter(({ status }) => status === 'PASS' || status === 'FAIL')).toEqual([]);
});
