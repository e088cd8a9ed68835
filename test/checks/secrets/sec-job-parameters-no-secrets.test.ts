import { expect, test } from 'vitest';
import check from '../../../checks/secrets/sec-job-parameters-no-secrets.ts';
import type { Fact, Gap } from '../../../src/core/fact.ts';
import { processingJobs, type Job, type NetworkedJob, type TransformJob } from '../../../src/inventory/jobs.ts';
import type {
  MonitoringDefinition,
  MonitoringJob,
  MonitoringSchedule,
  MonitoringScheduleDetails,
} from '../../../src/inventory/monitoring.ts';
import { pipelines, type Pipeline, type PipelineDetails } from '../../../src/inventory/pipelines.ts';
import { parameterHolders } from '../../../src/lineage/parameter-holders.ts';
import { daysAgo, denied, gapOf, home, listOf, originOf, region, run, told } from '../../support/inventory.ts';
import { aJob, aLeak, aNetworkedJob, aScan } from '../../support/jobs.ts';

interface Given {
  readonly training?: readonly NetworkedJob[];
  readonly processing?: readonly Job[];
  readonly pipelines?: readonly Pipeline[];
  readonly schedules?: readonly MonitoringSchedule[];
  readonly definitions?: readonly MonitoringDefinition[];
  readonly processingGaps?: readonly Gap[];
}

function derive(given: Given) {
  return parameterHolders.derive(
    {
      training: listOf(given.training ?? []),
      tuning: listOf<NetworkedJob>([]),
      processing: listOf(given.processing ?? [], ...(given.processingGaps ?? [])),
      transform: listOf<TransformJob>([]),
      pipelines: listOf(given.pipelines ?? []),
      schedules: listOf(given.schedules ?? []),
      definitions: listOf(given.definitions ?? []),
    },
    run,
  );
}

const judge = (given: Given) => [...derive(given).items].map((item) => check.evaluate(item, {}, run));

const arnOf = (kind: string, name: string) => `arn:aws:sagemaker:${region}:${home.account}:${kind}/${name}`;

function aPipeline(details: Fact<PipelineDetails | null>): Pipeline {
  return {
    arn: arnOf('pipeline', 'fraud'),
    type: pipelines.type,
    name: 'fraud',
    account: home.account,
    region,
    details,
  };
}

const noReferences = { roles: [], keys: [], subnets: [], locations: [] };
const definitionArn = arnOf('data-quality-job-definition', 'fraud-quality');

function aSchedule(details: Partial<MonitoringScheduleDetails>): MonitoringSchedule {
  return {
    arn: arnOf('monitoring-schedule', 'fraud-quality'),
    type: 'AWS::SageMaker::MonitoringSchedule',
    name: 'fraud-quality',
    account: home.account,
    region,
    from: originOf('sagemaker:ListMonitoringSchedules'),
    status: 'Scheduled',
    createdAt: daysAgo(90),
    lastModifiedAt: daysAgo(90),
    monitoringType: 'DataQuality',
    endpointName: 'fraud',
    details: told({
      endpointName: 'fraud',
      expression: 'cron(0 * ? * * *)',
      failureReason: null,
      definition: { kind: 'DataQuality', arn: definitionArn },
      inline: null,
      ...details,
    }),
  };
}

function aDefinition(job: Fact<MonitoringJob | null>): MonitoringDefinition {
  const type = 'AWS::SageMaker::DataQualityJobDefinition';
  return { arn: definitionArn, type, name: 'fraud-quality', account: home.account, region, kind: 'DataQuality', job };
}

const monitoring = (parameters = aScan()): MonitoringJob => ({ endpointName: 'fraud', ...noReferences, parameters });

test.for<[string, Given, string]>([
  ['a job without secrets', { training: [aNetworkedJob([])] }, 'PASS'],
  ['a job without parameters', { training: [aNetworkedJob([], { details: { parameters: aScan({ scanned: 0 }) } })] }, 'PASS'],
  ['a job with a secret', { training: [aNetworkedJob([], { details: { parameters: aLeak() } })] }, 'FAIL'],
  [
    'a job that we may not describe',
    { processing: [aJob({}, { type: processingJobs.type, details: denied('sagemaker:DescribeProcessingJob') })] },
    'UNKNOWN',
  ],
  ['a clean pipeline', { pipelines: [aPipeline(told({ ...noReferences, parameters: aScan() }))] }, 'PASS'],
  ['a pipeline with a secret', { pipelines: [aPipeline(told({ ...noReferences, parameters: aLeak() }))] }, 'FAIL'],
  ['a pipeline whose definition is no JSON', { pipelines: [aPipeline(told(null))] }, 'UNKNOWN'],
  ['a pipeline that we may not describe', { pipelines: [aPipeline(denied('sagemaker:DescribePipeline'))] }, 'UNKNOWN'],
  ['a schedule with a clean inline definition', { schedules: [aSchedule({ inline: monitoring(), definition: null })] }, 'PASS'],
  ['a schedule with a secret inline', { schedules: [aSchedule({ inline: monitoring(aLeak()), definition: null })] }, 'FAIL'],
  ['a schedule with a clean definition', { schedules: [aSchedule({})], definitions: [aDefinition(told(monitoring()))] }, 'PASS'],
  [
    'a schedule whose definition has a secret',
    { schedules: [aSchedule({})], definitions: [aDefinition(told(monitoring(aLeak())))] },
    'FAIL',
  ],
  [
    'a schedule whose definition we may not read',
    { schedules: [aSchedule({})], definitions: [aDefinition(denied('sagemaker:DescribeDataQualityJobDefinition'))] },
    'UNKNOWN',
  ],
  [
    'a schedule whose definition was deleted',
    { schedules: [aSchedule({})], definitions: [aDefinition(told(null))] },
    'NOT_APPLICABLE',
  ],
  ['a schedule whose definition was not looked at', { schedules: [aSchedule({})] }, 'UNKNOWN'],
  ['a schedule without any definition', { schedules: [aSchedule({ definition: null })] }, 'UNKNOWN'],
  [
    'edge 1: a leak in a hyperparameter that was decoded by the collector',
    { training: [aNetworkedJob([], { details: { parameters: aLeak('token', 'DescribeTrainingJobResponse.HyperParameters') } })] },
    'FAIL',
  ],
  ['edge 2: internals of the SDK, which the scanner passes', { training: [aNetworkedJob([])] }, 'PASS'],
  [
    'edge 3: the ARN of a secret',
    {
      training: [
        aNetworkedJob([], {
          details: {
            parameters: aScan({
              secretArns: [{ field: 'Environment.DB', value: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf' }],
            }),
          },
        }),
      ],
    },
    'PASS',
  ],
  [
    'edge 5: a literal in a query',
    {
      processing: [
        aJob(
          { parameters: aLeak('QueryString', 'DescribeProcessingJobResponse.ProcessingInputs[0].QueryString') },
          { type: processingJobs.type },
        ),
      ],
    },
    'FAIL',
  ],
])('%s is %s', ([, given, status]) => {
  expect(judge(given).map((verdict) => verdict.status)).toEqual([status]);
});

test('edge 4: every job of the window is judged, children too, and not one a family', () => {
  const names = ['fraud-2026-11-01-10-00-00-000', 'fraud-2026-11-20-10-00-00-000'];
  const parent = arnOf('hyper-parameter-tuning-job', 'fraud-tuning');
  const verdicts = judge({
    training: [
      ...names.map((name) => aNetworkedJob([], { name, details: { parameters: aLeak() } })),
      aNetworkedJob([], { name: 'fraud-tuning-001-0a1b2c3d', details: { parent, parameters: aLeak() } }),
    ],
  });
  expect(verdicts.map(({ status }) => status)).toEqual(['FAIL', 'FAIL', 'FAIL']);
});

test('the evidence names key, rule and fingerprint', () => {
  const [verdict] = judge({ training: [aNetworkedJob([], { details: { parameters: aLeak() } })] });
  expect(verdict).toMatchObject({
    message: 'DB_PASSWORD holds a secret in clear text',
    evidence: [
      {
        operation: 'sagemaker:DescribeTrainingJob',
        field: 'DescribeTrainingJobResponse.Environment',
        value: { key: 'DB_PASSWORD', rule: 'password-literal', fingerprint: '0123456789abcdef' },
      },
    ],
  });
});

test('jobs beyond the bound are one UNKNOWN a kind, with counts', () => {
  const detail = 'looked at the newest 500 of more than 500 in the last 30 days';
  const cut = gapOf('sagemaker:ListProcessingJobs', { reason: 'truncated', detail });
  const broken = gapOf('sagemaker:ListProcessingJobs');
  const { items: made, gaps } = derive({ processingGaps: [cut, broken] });
  const items = [...made];
  expect(gaps).toEqual([broken]);
  expect(items).toMatchObject([{ arn: arnOf('processing-job', '*'), type: processingJobs.type, name: '*' }]);
  expect(items.map((item) => check.evaluate(item, {}, run))).toMatchObject([{ status: 'UNKNOWN', message: detail, gap: cut }]);
});

test('the fix rotates the secret in the Region of the job', () => {
  const [holder] = derive({ training: [aNetworkedJob([])] }).items;
  const { text, command } = holder === undefined ? { text: '' } : check.fix(holder);
  expect(text).toContain('cannot be edited');
  expect(command).toBe('aws secretsmanager rotate-secret --region eu-west-1 --secret-id SECRET_ID');
});
