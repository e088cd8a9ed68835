import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/alarms.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const cloudwatch = mockClient(CloudWatchClient);
const named = (name: string) => ({
  AlarmName: name,
  AlarmArn: `arn:aws:cloudwatch:${region}:${home.account}:alarm:${name}`,
});
const stat = (Namespace: string, AccountId?: string) => ({
  Id: 'm1',
  AccountId,
  MetricStat: {
    Metric: { Namespace, MetricName: 'drift', Dimensions: [{ Name: 'Endpoint', Value: 'fraud' }] },
    Period: 60,
    Stat: 'Maximum',
  },
});

beforeEach(() => {
  cloudwatch.reset();
  cloudwatch.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('alarms of all kinds and of two pages, but those on metrics of AWS services', async () => {
  cloudwatch
    .on(DescribeAlarmsCommand, { AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] })
    .resolves({
      MetricAlarms: [
        {
          ...named('a-drift'),
          Namespace: 'aws/sagemaker/Endpoints/data-metrics',
          MetricName: 'feature_baseline_drift_x',
          Dimensions: [{ Name: 'Endpoint', Value: 'fraud' }],
        },
        { ...named('cpu'), Namespace: 'AWS/SageMaker', MetricName: 'Invocations', Dimensions: [] },
        { ...named('errors'), Metrics: [stat('AWS/Lambda'), { Id: 'e', Expression: 'm1 * 100' }] },
        {
          ...named('fleet'),
          Metrics: [{ Id: 'q', Expression: 'SELECT MAX(CPUUtilization) FROM SCHEMA("AWS/EC2", InstanceId)' }],
        },
      ],
      NextToken: 'more',
    })
    .on(DescribeAlarmsCommand, { NextToken: 'more' })
    .resolves({
      MetricAlarms: [
        { ...named('b-math'), Metrics: [stat('AWS/Lambda'), stat('Acme/Drift', '999900001111')] },
        { ...named('c-search'), Metrics: [{ Id: 'q', Expression: `SEARCH('{Acme/Drift,Endpoint} fraud', 'Maximum', 60)` }] },
        { ...named('d-prom'), EvaluationCriteria: { PromQLCriteria: { Query: 'drift > 0.1' } } },
      ],
      CompositeAlarms: [{ ...named('e-composite'), AlarmRule: 'ALARM("a-drift")' }],
      LogAlarms: [named('f-log')],
    });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    {
      name: 'a-drift',
      kind: 'metric',
      metrics: [{ field: 'MetricAlarm.Dimensions', dimensions: [{ name: 'Endpoint', value: 'fraud' }], account: null }],
    },
    { name: 'b-math', metrics: [{ namespace: 'AWS/Lambda' }, { namespace: 'Acme/Drift', account: '999900001111' }] },
    { name: 'c-search', metrics: [], queries: [{ field: 'MetricAlarm.Metrics[].Expression' }] },
    { name: 'd-prom', queries: [{ text: 'drift > 0.1' }] },
    { name: 'e-composite', kind: 'composite' },
    { name: 'f-log', kind: 'log' },
  ]);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  cloudwatch
    .on(DescribeAlarmsCommand)
    .resolves({ MetricAlarms: [{ ...named('a'), Namespace: 'Acme', MetricName: 'x' }], NextToken: 'more' })
    .on(DescribeAlarmsCommand, { NextToken: 'more' })
    .rejects(awsError('AccessDenied', 'not authorized', 403));
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['a']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'cloudwatch:DescribeAlarms' }]);
});
