import { expect, test } from 'vitest';
import check from '../../../checks/monitoring/mon-drift-alarm-exists.ts';
import monitoredCheck from '../../../checks/monitoring/mon-endpoint-monitored.ts';
import { denied, gapOf, run } from '../../support/inventory.ts';
import { monitored, viewsOf, type Around } from '../../support/monitored.ts';
import { anAlarm, anEndpoint, aProcessingJob, aQueryAlarm, aSchedule } from '../../support/serving.ts';

const schedules = [aSchedule()];
const custom = anAlarm({ namespace: 'Acme/Drift', dimensions: [{ name: 'Endpoint', value: 'Fraud-Scoring' }] });
const jobs = [aProcessingJob('s3://acme-ml-capture/live/Fraud-Scoring')];
const onDrift = (filter: string) =>
  `SEARCH('{aws/sagemaker/Endpoints/data-metrics,Endpoint,MonitoringSchedule} ${filter}', 'Maximum', 3600)`;
const composite = anAlarm({}, { name: 'all', kind: 'composite', metrics: [] });
const log = anAlarm({}, { name: 'lines', kind: 'log', metrics: [] });

const rows: readonly (readonly [string, Around, string])[] = [
  ['an alarm on drift', { schedules, alarms: [anAlarm()] }, 'PASS'],
  ['no alarm', { schedules }, 'FAIL'],
  [
    'an alarm on the drift of another endpoint',
    { schedules, alarms: [anAlarm({ dimensions: [{ name: 'Endpoint', value: 'churn' }] })] },
    'FAIL',
  ],
  ['an alarm on a custom metric that nothing proven publishes', { schedules, alarms: [custom] }, 'FAIL'],
  ['the alarm of the proven alternative', { jobs, alarms: [custom] }, 'PASS'],
  [
    'an alarm that names the schedule alone',
    { schedules, alarms: [anAlarm({ dimensions: [{ name: 'ScheduleName', value: 'Fraud-Data-Quality' }] })] },
    'PASS',
  ],
  [
    'the other spelling of the namespace',
    { schedules, alarms: [anAlarm({ namespace: '/aws/sagemaker/Endpoints/data-metric' })] },
    'PASS',
  ],
  ['alarms that we may not list', { schedules, alarms: [gapOf('cloudwatch:DescribeAlarms')] }, 'UNKNOWN'],
  [
    'a found alarm, beside others that are hidden',
    { schedules, alarms: [anAlarm(), gapOf('cloudwatch:DescribeAlarms')] },
    'PASS',
  ],
  ['a query that cannot be read', { schedules, alarms: [aQueryAlarm('drift > 0.1')] }, 'UNKNOWN'],
  ['a query that cannot be read, beside an alarm', { schedules, alarms: [aQueryAlarm('drift > 0.1'), anAlarm()] }, 'PASS'],
  ['a query that looks elsewhere', { schedules, alarms: [aQueryAlarm('SELECT MAX(CPU) FROM SCHEMA("Acme/Web", Host)')] }, 'FAIL'],
  [
    'a schedule that we may not describe',
    { schedules: [aSchedule(denied('sagemaker:DescribeMonitoringSchedule'))], alarms: [anAlarm()] },
    'UNKNOWN',
  ],
  ['an endpoint that nothing monitors', { alarms: [anAlarm()] }, 'NOT_APPLICABLE'],
  ['an endpoint that failed', { endpoint: anEndpoint({}, { status: 'Failed' }), schedules }, 'NOT_APPLICABLE'],
  ['edge 1: composite and log alarms are listed, and are no metric alarm', { schedules, alarms: [composite, log] }, 'FAIL'],
  [
    'edge 2: metric math',
    { schedules, alarms: [anAlarm({ field: 'MetricAlarm.Metrics[].MetricStat.Metric.Dimensions' })] },
    'PASS',
  ],
  ['edge 3: a search that names the endpoint', { schedules, alarms: [aQueryAlarm(onDrift('Endpoint="fraud-scoring"'))] }, 'PASS'],
  ['edge 3: a search that names another endpoint', { schedules, alarms: [aQueryAlarm(onDrift('Endpoint="fraud"'))] }, 'FAIL'],
  ['edge 3: a search over all endpoints', { schedules, alarms: [aQueryAlarm(onDrift('MetricName="drift"'))] }, 'UNKNOWN'],
  ['edge 4: a metric of another account', { schedules, alarms: [anAlarm({ account: '999900001111' })] }, 'FAIL'],
  [
    'edge 4: a search in another account',
    { schedules, alarms: [aQueryAlarm(onDrift('Endpoint="Fraud-Scoring"'), '999900001111')] },
    'FAIL',
  ],
];

test.for(rows)('%s is %s', ([, around, status]) => {
  expect(check.evaluate(monitored(around), viewsOf(around), run).status).toBe(status);
});

test.for(rows)('%s: never at odds with mon-endpoint-monitored', ([, around]) => {
  const { status } = check.evaluate(monitored(around), viewsOf(around), run);
  const { status: whole } = monitoredCheck.evaluate(monitored(around), {}, run);
  const judged = status === 'PASS' || status === 'FAIL';
  expect([judged && whole !== 'PASS', whole === 'FAIL' && status !== 'NOT_APPLICABLE']).toEqual([false, false]);
});

test('the evidence names the alarm and what it watches', () => {
  const around = { schedules, alarms: [anAlarm()] };
  expect(check.evaluate(monitored(around), viewsOf(around), run).evidence).toMatchObject([
    {
      operation: 'cloudwatch:DescribeAlarms',
      field: 'MetricAlarm.Dimensions',
      value: 'aws/sagemaker/Endpoints/data-metrics Fraud-Scoring',
      note: 'fraud-drift',
    },
  ]);
});

test('the fix alarms on the metrics of the schedule', () => {
  const bias = monitored({ schedules: [aSchedule({}, { monitoringType: 'ModelBias' })] });
  expect(check.fix(bias).command).toContain(
    '--namespace aws/sagemaker/Endpoints/bias-metrics --metric-name DRIFT_METRIC --dimensions Name=Endpoint,Value=Fraud-Scoring Name=MonitoringSchedule,Value=fraud-data-quality',
  );
});
