import type { Fact } from '../../src/core/fact.ts';
import type { Resource } from '../../src/core/resource.ts';
import { alarms, type Alarm, type AlarmMetric } from '../../src/inventory/alarms.ts';
import {
  endpointConfigs,
  endpoints,
  models,
  type CaptureSummary,
  type Endpoint,
  type EndpointConfig,
  type EndpointConfigDetails,
  type EndpointDetails,
  type Model,
  type ModelDetails,
} from '../../src/inventory/endpoints.ts';
import { functions, type LambdaFunction } from '../../src/inventory/functions.ts';
import { processingJobs, type Job, type JobDetails } from '../../src/inventory/jobs.ts';
import { monitoringSchedules, type MonitoringSchedule, type MonitoringScheduleDetails } from '../../src/inventory/monitoring.ts';
import { eventRules, schedules, type Timer } from '../../src/inventory/timers.ts';
import { daysAgo, home, originOf, region, told } from './inventory.ts';

const { account } = home;
const sagemaker = (kind: string, name: string) => `arn:aws:sagemaker:${region}:${account}:${kind}/${name.toLowerCase()}`;

/** Details with single values of one's own, or a gap. */
type Given<T> = Partial<T> | Fact<T>;

function factOf<T extends object>(given: Given<T>, defaults: T, operation: string): Fact<T> {
  return 'known' in given ? given : told({ ...defaults, ...given }, operation);
}

function at(arn: string, type: string, name: string): Resource {
  return { arn, type, name, account, region };
}

export const capture: CaptureSummary = {
  enabled: true,
  status: 'Started',
  samplingPercentage: 100,
  destination: 's3://acme-ml-capture/live',
  kmsKeyId: null,
};

/** An endpoint of 30 days in service, which captures everything. */
export function anEndpoint(details: Given<EndpointDetails> = {}, overrides: Partial<Endpoint> = {}): Endpoint {
  const name = overrides.name ?? 'Fraud-Scoring';
  const defaults = {
    configName: 'fraud-scoring-v3',
    capture,
    variants: [{ name: 'AllTraffic', serverless: false }],
    asynchronous: false,
  };
  return {
    ...at(sagemaker('endpoint', name), endpoints.type, name),
    from: originOf('sagemaker:ListEndpoints'),
    status: 'InService',
    createdAt: daysAgo(30),
    details: factOf(details, defaults, 'sagemaker:DescribeEndpoint'),
    ...overrides,
  };
}

/** Its configuration; `null` for a deleted one. */
export function anEndpointConfig(config: Given<EndpointConfigDetails> | null = {}): EndpointConfig {
  const name = 'fraud-scoring-v3';
  const defaults: EndpointConfigDetails = {
    variants: [{ kind: 'ProductionVariants', name: 'AllTraffic', modelName: 'fraud-model', serverless: false }],
    executionRoleArn: null,
    kmsKeyId: null,
    capture: { enabled: true, destination: capture.destination, kmsKeyId: null, modes: ['Input', 'Output'] },
    asynchronous: null,
  };
  const operation = 'sagemaker:DescribeEndpointConfig';
  return {
    ...at(sagemaker('endpoint-config', name), endpointConfigs.type, name),
    config: config === null ? told(null, operation) : factOf(config, defaults, operation),
  };
}

export function aModel(details: Given<ModelDetails> = {}): Model {
  const defaults: ModelDetails = {
    executionRoleArn: null,
    containers: [{ image: null, multiModel: false }],
    locations: [],
    subnets: [],
  };
  return {
    ...at(sagemaker('model', 'fraud-model'), models.type, 'fraud-model'),
    details: factOf(details, defaults, 'sagemaker:DescribeModel'),
  };
}

/** A daily data quality schedule of the endpoint. */
export function aSchedule(
  details: Given<MonitoringScheduleDetails> = {},
  overrides: Partial<MonitoringSchedule> = {},
): MonitoringSchedule {
  const name = overrides.name ?? 'fraud-data-quality';
  const defaults: MonitoringScheduleDetails = {
    endpointName: 'Fraud-Scoring',
    expression: 'cron(0 3 ? * * *)',
    failureReason: null,
    definition: {
      kind: 'DataQuality',
      arn: `arn:aws:sagemaker:${region}:${account}:data-quality-job-definition/fraud-data-quality`,
    },
    inline: null,
  };
  return {
    ...at(sagemaker('monitoring-schedule', name), monitoringSchedules.type, name),
    from: originOf('sagemaker:ListMonitoringSchedules'),
    status: 'Scheduled',
    createdAt: daysAgo(20),
    lastModifiedAt: daysAgo(20),
    monitoringType: 'DataQuality',
    endpointName: 'Fraud-Scoring',
    details: factOf(details, defaults, 'sagemaker:DescribeMonitoringSchedule'),
    ...overrides,
  };
}

/** A processing job that read one place yesterday. */
export function aProcessingJob(input: string, overrides: Partial<Job> = {}, details: Partial<JobDetails> = {}): Job {
  const name = overrides.name ?? 'drift-report-2026-11-23';
  return {
    ...at(sagemaker('processing-job', name), processingJobs.type, name),
    from: originOf('sagemaker:ListProcessingJobs'),
    status: 'Completed',
    createdAt: daysAgo(1),
    endedAt: daysAgo(1),
    details: told({
      roles: [],
      images: [],
      parent: null,
      experiment: null,
      keys: [],
      subnets: [],
      locations: [{ field: 'ProcessingInputs[].S3Input.S3Uri', value: input, use: 'data' }],
      parameters: { scanned: 0, found: [], secretArns: [] },
      ...details,
    }),
    ...overrides,
  };
}

export function aFunction(value: string, overrides: Partial<LambdaFunction> = {}): LambdaFunction {
  const name = overrides.name ?? 'drift-check';
  return {
    ...at(`arn:aws:lambda:${region}:${account}:function:${name}`, functions.type, name),
    from: originOf('lambda:ListFunctions'),
    roleArn: null,
    references: [{ field: 'TARGET', value }],
    link: told('direct', 'lambda:ListFunctions'),
    ...overrides,
  };
}

/** An enabled rule that calls the function every day. */
export function aRule(overrides: Partial<Timer> = {}): Timer {
  return {
    ...at(`arn:aws:events:${region}:${account}:rule/daily`, eventRules.type, 'daily'),
    from: originOf('events:ListRules'),
    expression: 'rate(1 day)',
    targets: told([`arn:aws:lambda:${region}:${account}:function:drift-check`]),
    ...overrides,
  };
}

export function aTimer(overrides: Partial<Timer> = {}): Timer {
  return aRule({
    ...at(`arn:aws:scheduler:${region}:${account}:schedule/default/nightly`, schedules.type, 'nightly'),
    from: originOf('scheduler:ListSchedules'),
    expression: null,
    ...overrides,
  });
}

/** A metric alarm; by default on data quality drift of the endpoint. */
export function anAlarm(metric: Partial<AlarmMetric> = {}, overrides: Partial<Alarm> = {}): Alarm {
  const name = overrides.name ?? 'fraud-drift';
  return {
    ...at(`arn:aws:cloudwatch:${region}:${account}:alarm:${name}`, alarms.type, name),
    from: originOf('cloudwatch:DescribeAlarms'),
    kind: 'metric',
    metrics: [
      {
        field: 'MetricAlarm.Dimensions',
        namespace: 'aws/sagemaker/Endpoints/data-metrics',
        name: 'feature_baseline_drift_amount',
        dimensions: [
          { name: 'Endpoint', value: 'Fraud-Scoring' },
          { name: 'MonitoringSchedule', value: 'fraud-data-quality' },
        ],
        account: null,
        ...metric,
      },
    ],
    queries: [],
    ...overrides,
  };
}

/** An alarm that finds its metrics by a query. */
export function aQueryAlarm(text: string, owner: string | null = null): Alarm {
  return anAlarm(
    {},
    { name: 'by-query', metrics: [], queries: [{ field: 'MetricAlarm.Metrics[].Expression', text, account: owner }] },
  );
}
