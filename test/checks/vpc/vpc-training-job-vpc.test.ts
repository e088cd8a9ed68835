import { expect, test } from 'vitest';
import check from '../../../checks/vpc/vpc-training-job-vpc.ts';
import { missing } from '../../../src/core/fact.ts';
import { autoMlJobs, tuningJobs, type NetworkedJob } from '../../../src/inventory/jobs.ts';
import { judgedJobs } from '../../../src/lineage/job-families.ts';
import { daysAgo, denied, gapOf, listOf, originOf, region, run } from '../../support/inventory.ts';
import { aJob, aNetworkedJob } from '../../support/jobs.ts';

const inVpc = { subnets: ['subnet-0a1b2c3d4e5f60001'] };
const tuning = { type: tuningJobs.type, name: 'fraud-tuning' };
const autoMl = { type: autoMlJobs.type, name: 'churn-automl' };
const tuningArn = aNetworkedJob([inVpc], tuning).arn;
const autoMlArn = aNetworkedJob([inVpc], autoMl).arn;

/** What the derived collection makes of jobs, and the check of these. */
function verdicts(...jobs: readonly NetworkedJob[]): readonly [string, string][] {
  const { items } = judgedJobs.derive(
    {
      training: listOf(jobs.filter(({ type }) => type !== tuningJobs.type && type !== autoMlJobs.type)),
      tuning: listOf(jobs.filter(({ type }) => type === tuningJobs.type)),
      autoMl: listOf(jobs.filter(({ type }) => type === autoMlJobs.type)),
    },
    run,
  );
  return [...items].map((item) => [item.name, check.evaluate(item, {}, run).status]);
}

test.for([
  ['a training job in a VPC', aNetworkedJob([inVpc]), 'PASS'],
  ['a training job without a VPC', aNetworkedJob([{}]), 'FAIL'],
  ['a serverless job', aNetworkedJob([{ serverless: true }]), 'NOT_APPLICABLE'],
  ['a job that we may not describe', aNetworkedJob(denied('sagemaker:DescribeTrainingJob')), 'UNKNOWN'],
  ['a tuning job with every definition in a VPC', aNetworkedJob([inVpc, inVpc], tuning), 'PASS'],
  ['a tuning job with one definition outside', aNetworkedJob([inVpc, {}], tuning), 'FAIL'],
  ['a tuning job that was described without any definition', aNetworkedJob([], tuning), 'UNKNOWN'],
  ['edge 3: an AutoML job with a VPC in SecurityConfig', aNetworkedJob([inVpc], autoMl), 'PASS'],
  ['an AutoML job without a VPC', aNetworkedJob([{}], autoMl), 'FAIL'],
] as const)('%s is %s', ([, job, status]) => {
  expect(verdicts(job)).toEqual([[job.name, status]]);
});

test('edge 1: only the newest run of a family is judged, and whatever runs', () => {
  const run1 = { name: 'fraud-2026-11-01-10-00-00-000', createdAt: daysAgo(23) };
  const run2 = { name: 'fraud-2026-11-10-10-00-00-000', createdAt: daysAgo(14), status: 'InProgress' };
  const run3 = { name: 'fraud-2026-11-20-10-00-00-000', createdAt: daysAgo(4) };
  expect(verdicts(aNetworkedJob([{}], run1), aNetworkedJob([{}], run2), aNetworkedJob([inVpc], run3))).toEqual([
    [run2.name, 'FAIL'],
    [run3.name, 'PASS'],
  ]);
});

test('edge 2: children of tuning and AutoML jobs are judged at their parent', () => {
  expect(
    verdicts(
      aNetworkedJob([inVpc], tuning),
      aNetworkedJob([inVpc], autoMl),
      aNetworkedJob([{}], { name: 'fraud-tuning-001-0a1b2c3d', details: { parent: tuningArn } }),
      aNetworkedJob([{}], { name: 'churn-automl-dpp0-1', details: { parent: autoMlArn } }),
    ),
  ).toEqual([
    ['fraud-tuning', 'PASS'],
    ['churn-automl', 'PASS'],
  ]);
});

test('a child of a labeling job has no other judge', () => {
  const parent = `arn:aws:sagemaker:${region}:111122223333:labeling-job/boxes`;
  expect(verdicts(aNetworkedJob([{}], { name: 'boxes-1', details: { parent } }))).toEqual([['boxes-1', 'FAIL']]);
});

test('edge 4: the subnets of a record of Search are evidence', () => {
  const [job] = judgedJobs.derive(
    {
      training: listOf([
        {
          ...aNetworkedJob([]),
          network: {
            known: true,
            from: originOf('sagemaker:Search'),
            value: [{ field: 'TrainingJob.VpcConfig.Subnets', serverless: false, ...inVpc }],
          },
        },
      ]),
      tuning: listOf<NetworkedJob>([]),
      autoMl: listOf<NetworkedJob>([]),
    },
    run,
  ).items;
  expect(job && check.evaluate(job, {}, run)).toMatchObject({
    status: 'PASS',
    evidence: [{ operation: 'sagemaker:Search', field: 'TrainingJob.VpcConfig.Subnets', value: inVpc.subnets }],
  });
});

test('edge 5: a job without subnets in Search fails only by what Describe says', () => {
  const [, status] = verdicts(aNetworkedJob([{ field: 'DescribeTrainingJobResponse.VpcConfig.Subnets' }]))[0] ?? [];
  expect(status).toBe('FAIL');
  expect(verdicts(aNetworkedJob(denied('sagemaker:DescribeTrainingJob')))).toMatchObject([[expect.any(String), 'UNKNOWN']]);
});

test('jobs beyond the bound are one UNKNOWN a kind, with counts, and other gaps are the list’s', () => {
  const detail = 'looked at the newest 500 of more than 500 in the last 30 days';
  const cut = gapOf('sagemaker:ListHyperParameterTuningJobs', { reason: 'truncated', detail });
  const broken = gapOf('sagemaker:ListAutoMLJobs');
  const { items: made, gaps } = judgedJobs.derive(
    { training: listOf<NetworkedJob>([]), tuning: listOf<NetworkedJob>([], cut), autoMl: listOf<NetworkedJob>([], broken) },
    run,
  );
  const items = [...made];
  expect(gaps).toEqual([broken]);
  expect(items).toEqual([
    {
      arn: `arn:aws:sagemaker:${region}:111122223333:hyper-parameter-tuning-job/*`,
      type: tuningJobs.type,
      name: '*',
      account: '111122223333',
      region,
      network: missing(cut),
      running: false,
    },
  ]);
  expect(items.map((item) => check.evaluate(item, {}, run))).toMatchObject([{ status: 'UNKNOWN', message: detail, gap: cut }]);
});

test.for([
  [{}, 'create-training-job', '--vpc-config SecurityGroupIds=SECURITY_GROUP_ID,Subnets=SUBNET_ID'],
  [tuning, 'create-hyper-parameter-tuning-job', '--cli-input-json file://fraud-tuning.json'],
  [autoMl, 'create-auto-ml-job-v2', '--security-config'],
] as const)('the fix starts the job again in a VPC: %s', ([kind, ...parts]) => {
  const { arn, type, name, account, region: place } = aJob({}, kind);
  const { text, command } = check.fix({ arn, type, name, account, region: place, network: denied('x:Y'), running: false });
  expect(text).toContain('cannot be changed');
  for (const part of [...parts, '--region eu-west-1', name]) expect(command).toContain(part);
});
