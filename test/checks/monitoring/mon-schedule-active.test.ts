import { expect, test } from 'vitest';
import check from '../../../checks/monitoring/mon-schedule-active.ts';
import type { Gap } from '../../../src/core/fact.ts';
import type { MonitoringSchedule } from '../../../src/inventory/monitoring.ts';
import type { Endpoint } from '../../../src/inventory/endpoints.ts';
import { daysAgo, denied, gapOf, listOf, run } from '../../support/inventory.ts';
import { anEndpoint, aSchedule } from '../../support/serving.ts';

interface Around {
  readonly endpoints?: readonly Endpoint[];
  readonly others?: readonly MonitoringSchedule[];
  readonly gaps?: readonly Gap[];
}

function verdictOf(schedule: MonitoringSchedule, { endpoints = [anEndpoint()], others = [], gaps = [] }: Around = {}) {
  const schedules = listOf([schedule, ...others], ...gaps);
  return check.evaluate(schedule, { endpoints: listOf(endpoints), definitions: listOf([]), schedules }, run);
}

const every = (expression: string | null) => aSchedule({ expression });
const stopped = aSchedule({}, { status: 'Stopped' });
const other = (overrides: Partial<MonitoringSchedule> = {}, expression = 'cron(0 * ? * * *)') =>
  aSchedule({ expression }, { name: 'other', ...overrides });
const batch = { endpointName: null, definition: null };

const rows: readonly (readonly [string, MonitoringSchedule, Around, string])[] = [
  ['daily', aSchedule(), {}, 'PASS'],
  ['daily at a time that SageMaker picks', every(null), {}, 'PASS'],
  ['on one day a week', every('cron(0 3 ? * MON *)'), {}, 'FAIL'],
  ['stopped', stopped, {}, 'FAIL'],
  ['failed', aSchedule({ failureReason: 'no baseline' }, { status: 'Failed' }), {}, 'FAIL'],
  ['an expression that nobody documents', every('sometimes'), {}, 'UNKNOWN'],
  ['active, but not to be described', aSchedule(denied('sagemaker:DescribeMonitoringSchedule')), {}, 'UNKNOWN'],
  [
    'stopped, whatever cannot be described',
    aSchedule(denied('sagemaker:DescribeMonitoringSchedule'), { status: 'Stopped' }),
    {},
    'FAIL',
  ],
  ['left over from an endpoint that is gone', stopped, { endpoints: [] }, 'NOT_APPLICABLE'],
  ['of an endpoint out of service', stopped, { endpoints: [anEndpoint({}, { status: 'OutOfService' })] }, 'NOT_APPLICABLE'],
  ['of batch jobs', aSchedule(batch, { endpointName: null, status: 'Stopped' }), {}, 'NOT_APPLICABLE'],
  ['stopped, beside an active one of the same type', stopped, { others: [other()] }, 'NOT_APPLICABLE'],
  ['stopped, beside one of another type', stopped, { others: [other({ monitoringType: 'ModelBias' })] }, 'FAIL'],
  ['stopped, beside one of another endpoint', stopped, { others: [other({ endpointName: 'churn' })] }, 'FAIL'],
  ['stopped, beside a single run', stopped, { others: [other({}, 'NOW')] }, 'FAIL'],
  [
    'stopped, beside one that we may not describe',
    stopped,
    { others: [other({ details: denied('sagemaker:DescribeMonitoringSchedule') })] },
    'UNKNOWN',
  ],
  ['stopped, where others may be hidden', stopped, { gaps: [gapOf('sagemaker:ListMonitoringSchedules')] }, 'UNKNOWN'],
  ['pending since this morning', aSchedule({}, { status: 'Pending', lastModifiedAt: daysAgo(0.5) }), {}, 'NOT_APPLICABLE'],
  ['edge 1: pending for two days', aSchedule({}, { status: 'Pending', lastModifiedAt: daysAgo(2) }), {}, 'FAIL'],
  ['edge 2: hourly', every('cron(0 * ? * * *)'), {}, 'PASS'],
  ['edge 2: every twelve hours from 17:00 on', every('cron(0 17/12 ? * * *)'), {}, 'PASS'],
  ['edge 2: a single run', every('NOW'), {}, 'FAIL'],
];

test.for(rows)('%s is %s', ([, schedule, around, status]) => {
  expect(verdictOf(schedule, around).status).toBe(status);
});

test('an endpoint that may be hidden makes it unknown', () => {
  const views = {
    endpoints: listOf<Endpoint>([], gapOf('sagemaker:ListEndpoints')),
    definitions: listOf([]),
    schedules: listOf([stopped]),
  };
  expect(check.evaluate(stopped, views, run).status).toBe('UNKNOWN');
});

test('the evidence is the status and the expression', () => {
  expect(verdictOf(aSchedule()).evidence).toMatchObject([
    { operation: 'sagemaker:ListMonitoringSchedules', value: 'Scheduled' },
    { operation: 'sagemaker:DescribeMonitoringSchedule', field: 'ScheduleConfig.ScheduleExpression' },
  ]);
  expect(verdictOf(aSchedule({ failureReason: 'no baseline' }, { status: 'Failed' })).message).toContain('no baseline');
});

test('the fix starts a stopped schedule, and gives an active one a shorter interval', () => {
  expect(check.fix(stopped).command).toBe(
    'aws sagemaker start-monitoring-schedule --region eu-west-1 --monitoring-schedule-name fraud-data-quality',
  );
  expect(check.fix(every('NOW')).command).toContain(
    `'{"ScheduleConfig":{"ScheduleExpression":"cron(0 0 ? * * *)"},"MonitoringJobDefinitionName":"fraud-data-quality","MonitoringType":"DataQuality"}'`,
  );
});
