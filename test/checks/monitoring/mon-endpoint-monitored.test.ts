import { expect, test } from 'vitest';
import check from '../../../checks/monitoring/mon-endpoint-monitored.ts';
import type { Around } from '../../support/monitored.ts';
import { monitored } from '../../support/monitored.ts';
import { daysAgo, denied, gapOf, run, told } from '../../support/inventory.ts';
import {
  aFunction,
  aModel,
  anAlarm,
  anEndpoint,
  anEndpointConfig,
  aProcessingJob,
  aQueryAlarm,
  aRule,
  aSchedule,
  aTimer,
} from '../../support/serving.ts';

const captures = 's3://acme-ml-capture/live/Fraud-Scoring/AllTraffic';
const alarm = anAlarm({ namespace: 'Acme/Drift', dimensions: [{ name: 'EndpointName', value: 'fraud-scoring' }] });
const job = aProcessingJob(captures);
const lambda = aFunction('Fraud-Scoring');
const multiModel = [aModel({ containers: [{ image: null, multiModel: true }] })];
const yesterday = anEndpoint({}, { createdAt: daysAgo(0.9) });

const rows: readonly (readonly [string, Around, string])[] = [
  ['a daily schedule', { schedules: [aSchedule()] }, 'PASS'],
  ['a schedule of another endpoint', { schedules: [aSchedule({}, { endpointName: 'churn' })] }, 'FAIL'],
  ['a stopped schedule', { schedules: [aSchedule({}, { status: 'Stopped' })] }, 'FAIL'],
  ['nothing', {}, 'FAIL'],
  ['a job on the captured data, and an alarm', { jobs: [job], alarms: [alarm] }, 'PASS'],
  ['a job on the whole destination', { jobs: [aProcessingJob('s3://acme-ml-capture/live/')], alarms: [alarm] }, 'PASS'],
  [
    'a job on what another endpoint captured',
    { jobs: [aProcessingJob('s3://acme-ml-capture/live/churn/AllTraffic')], alarms: [alarm] },
    'FAIL',
  ],
  ['a job without an alarm', { jobs: [job] }, 'FAIL'],
  ['an alarm without a job', { alarms: [alarm] }, 'FAIL'],
  ['a job of eight days ago', { jobs: [aProcessingJob(captures, { endedAt: daysAgo(8) })], alarms: [alarm] }, 'FAIL'],
  ['a job that failed', { jobs: [aProcessingJob(captures, { status: 'Failed' })], alarms: [alarm] }, 'FAIL'],
  ['a step of a pipeline', { jobs: [aProcessingJob(captures, { name: 'pipelines-abc-drift-1' })], alarms: [alarm] }, 'PASS'],
  [
    'a job of a monitoring schedule, which counts by its schedule alone',
    {
      jobs: [aProcessingJob(captures, {}, { parent: aSchedule().arn })],
      schedules: [aSchedule({}, { status: 'Stopped' })],
      alarms: [alarm],
    },
    'FAIL',
  ],
  ['a function that a rule calls', { functions: [lambda], rules: [aRule()], alarms: [alarm] }, 'PASS'],
  ['a function that Scheduler calls', { functions: [lambda], timers: [aTimer()], alarms: [alarm] }, 'PASS'],
  [
    'a function called by its alias',
    { functions: [lambda], rules: [aRule({ targets: told([`${lambda.arn}:live`]) })], alarms: [alarm] },
    'PASS',
  ],
  ['a function that names the capture prefix', { functions: [aFunction(captures)], rules: [aRule()], alarms: [alarm] }, 'PASS'],
  [
    'a function that names a place in S3 which ends like the endpoint',
    { functions: [aFunction('s3://elsewhere/Fraud-Scoring')], rules: [aRule()], alarms: [alarm] },
    'FAIL',
  ],
  ['an alarm on the load of the endpoint', { jobs: [job], alarms: [anAlarm({ namespace: '/aws/sagemaker/Endpoints' })] }, 'FAIL'],
  ['schedules that we may not list', { schedules: [gapOf('sagemaker:ListMonitoringSchedules')] }, 'UNKNOWN'],
  [
    'schedules that we may not list, beside an equivalent',
    { schedules: [gapOf('sagemaker:ListMonitoringSchedules')], jobs: [job], alarms: [alarm] },
    'PASS',
  ],
  ['a schedule that we may not describe', { schedules: [aSchedule(denied('sagemaker:DescribeMonitoringSchedule'))] }, 'UNKNOWN'],
  ['jobs that we may not list, beside an alarm', { jobs: [gapOf('sagemaker:ListProcessingJobs')], alarms: [alarm] }, 'UNKNOWN'],
  ['jobs that we may not list, without any alarm', { jobs: [gapOf('sagemaker:ListProcessingJobs')] }, 'FAIL'],
  ['alarms that we may not list, beside a job', { jobs: [job], alarms: [gapOf('cloudwatch:DescribeAlarms')] }, 'UNKNOWN'],
  ['alarms that we may not list, without a job', { alarms: [gapOf('cloudwatch:DescribeAlarms')] }, 'FAIL'],
  [
    'rules that we may not list, beside a function that names the endpoint',
    { functions: [lambda], rules: [gapOf('events:ListRules')], alarms: [alarm] },
    'UNKNOWN',
  ],
  [
    'targets that we may not list',
    { functions: [lambda], rules: [aRule({ targets: denied('events:ListTargetsByRule') })], alarms: [alarm] },
    'UNKNOWN',
  ],
  [
    'functions that we may not list, beside an alarm',
    { functions: [gapOf('lambda:ListFunctions')], rules: [aRule()], alarms: [alarm] },
    'UNKNOWN',
  ],
  [
    'an endpoint that we may not describe, beside an alarm',
    { endpoint: anEndpoint(denied('sagemaker:DescribeEndpoint')), alarms: [alarm] },
    'UNKNOWN',
  ],
  [
    'a job that may watch, and an alarm by a query that does not say',
    { jobs: [job], alarms: [aQueryAlarm('SELECT MAX(drift) FROM "Acme/Drift"')] },
    'UNKNOWN',
  ],
  [
    'an alarm by a query',
    { jobs: [job], alarms: [aQueryAlarm(`SELECT MAX(drift) FROM "Acme/Drift" WHERE Endpoint = 'Fraud-Scoring'`)] },
    'PASS',
  ],
  ['out of service', { endpoint: anEndpoint({}, { status: 'OutOfService' }) }, 'NOT_APPLICABLE'],
  ['younger than 24 hours', { endpoint: yesterday }, 'NOT_APPLICABLE'],
  [
    'a serverless endpoint is judged by its equivalent',
    { endpoint: anEndpoint({ variants: [{ name: 'AllTraffic', serverless: true }], capture: null }) },
    'FAIL',
  ],
  ['edge 2: a schedule whose summary names no endpoint', { schedules: [aSchedule({}, { endpointName: null })] }, 'PASS'],
  [
    'edge 2: a batch schedule',
    { schedules: [aSchedule({ endpointName: null, definition: null }, { endpointName: null })] },
    'FAIL',
  ],
  ['edge 3: a schedule of a multi-model endpoint', { models: multiModel, schedules: [aSchedule()] }, 'FAIL'],
  [
    'edge 3: an equivalent of a multi-model endpoint',
    { models: multiModel, schedules: [aSchedule()], jobs: [job], alarms: [alarm] },
    'PASS',
  ],
  [
    'edge 3: a model that we may not read',
    { models: [aModel(denied('sagemaker:DescribeModel'))], schedules: [aSchedule()] },
    'UNKNOWN',
  ],
  ['edge 3: a deleted configuration', { configs: [anEndpointConfig(null)], schedules: [aSchedule()] }, 'PASS'],
  ['edge 4: a single run', { schedules: [aSchedule({ expression: 'NOW' })] }, 'FAIL'],
  ['edge 5: an alarm in a namespace of Model Monitor is no custom metric', { jobs: [job], alarms: [anAlarm()] }, 'FAIL'],
  [
    'edge 5: a custom namespace is told from AWS/ with regard to case',
    { jobs: [job], alarms: [anAlarm({ namespace: 'aws-drift/quality' })] },
    'PASS',
  ],
  [
    'edge 6: a function named monitor that nothing calls',
    { functions: [aFunction('Fraud-Scoring', { name: 'monitor' })], rules: [aRule()], alarms: [alarm] },
    'FAIL',
  ],
];

test.for(rows)('%s is %s', ([, around, status]) => {
  expect(check.evaluate(monitored(around), {}, run).status).toBe(status);
});

test('an endpoint of another account that alarms here is not ours', () => {
  const foreign = anAlarm({ ...alarm.metrics[0], account: '999900001111' });
  expect(check.evaluate(monitored({ jobs: [job], alarms: [foreign] }), {}, run).status).toBe('FAIL');
});

test('the evidence says which schedule, or which equivalent', () => {
  const bySchedule = check.evaluate(monitored({ schedules: [aSchedule()] }), {}, run);
  expect(bySchedule.message).toContain('fraud-data-quality');
  expect(bySchedule.evidence).toMatchObject([
    { field: 'MonitoringScheduleSummary.MonitoringScheduleStatus', value: 'Scheduled' },
    { operation: 'sagemaker:DescribeMonitoringSchedule', field: 'ScheduleConfig.ScheduleExpression', value: 'cron(0 3 ? * * *)' },
  ]);
  const byFunction = check.evaluate(monitored({ functions: [lambda], rules: [aRule()], alarms: [alarm] }), {}, run);
  expect(byFunction.evidence.map(({ operation }) => operation)).toEqual([
    'cloudwatch:DescribeAlarms',
    'lambda:ListFunctions',
    'events:ListRules',
  ]);
});

test('edge 1: the fix does not prescribe Model Monitor alone, and names what was captured', () => {
  const { text, command } = check.fix(monitored({}));
  expect(text).toContain('s3://acme-ml-capture/live');
  expect(text).toContain('before 30 July 2026');
  expect(command).toContain(`--region eu-west-1 --alarm-name drift-Fraud-Scoring`);
  expect(command).toContain('Name=Endpoint,Value=Fraud-Scoring');
});
