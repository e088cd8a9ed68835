import { DescribeMonitoringScheduleCommand, ListMonitoringSchedulesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/monitoring-schedules.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const sagemaker = mockClient(SageMakerClient);
const at = new Date('2026-11-01T00:00:00Z');
const token = `ghp_${'a1B2'.repeat(9)}`;
const listed = (name: string) => ({
  MonitoringScheduleName: name,
  MonitoringScheduleArn: `arn:aws:sagemaker:${region}:${home.account}:monitoring-schedule/${name}`,
  CreationTime: at,
  LastModifiedTime: at,
  MonitoringScheduleStatus: 'Scheduled' as const,
});

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every schedule of two pages, with a definition of its own or an inline one, and no value of its environment', async () => {
  sagemaker
    .on(ListMonitoringSchedulesCommand)
    .resolves({
      MonitoringScheduleSummaries: [{ ...listed('a'), EndpointName: 'Fraud', MonitoringType: 'ModelBias' }],
      NextToken: 'more',
    })
    .on(ListMonitoringSchedulesCommand, { NextToken: 'more' })
    .resolves({ MonitoringScheduleSummaries: [listed('b')] })
    .on(DescribeMonitoringScheduleCommand, { MonitoringScheduleName: 'a' })
    .resolves({
      ...listed('a'),
      EndpointName: 'Fraud',
      MonitoringScheduleConfig: {
        ScheduleConfig: { ScheduleExpression: 'NOW' },
        MonitoringJobDefinitionName: 'Bias',
        MonitoringType: 'ModelBias',
      },
    })
    .on(DescribeMonitoringScheduleCommand, { MonitoringScheduleName: 'b' })
    .resolves({
      ...listed('b'),
      MonitoringScheduleConfig: {
        MonitoringJobDefinition: {
          RoleArn: 'arn:aws:iam::111122223333:role/monitor',
          BaselineConfig: { ConstraintsResource: { S3Uri: 's3://baselines/constraints.json' } },
          MonitoringInputs: [{ EndpointInput: { EndpointName: 'Fraud', LocalPath: '/in' } }],
          MonitoringOutputConfig: {
            MonitoringOutputs: [{ S3Output: { S3Uri: 's3://reports/fraud', LocalPath: '/out' } }],
            KmsKeyId: 'alias/ml',
          },
          MonitoringResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 20 } },
          MonitoringAppSpecification: { ImageUri: 'image:1', ContainerArguments: ['--mode', 'full'] },
          Environment: { GITHUB_TOKEN: token },
        },
      },
    });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(JSON.stringify(items)).not.toContain(token);
  expect(items).toMatchObject([
    {
      endpointName: 'Fraud',
      monitoringType: 'ModelBias',
      details: {
        value: {
          expression: 'NOW',
          definition: {
            kind: 'ModelBias',
            arn: `arn:aws:sagemaker:${region}:${home.account}:model-bias-job-definition/Bias`,
          },
          inline: null,
        },
      },
    },
    {
      endpointName: null,
      monitoringType: null,
      details: {
        value: {
          expression: null,
          definition: null,
          inline: {
            endpointName: 'Fraud',
            roles: [{ value: 'arn:aws:iam::111122223333:role/monitor' }],
            keys: [{ field: 'MonitoringScheduleConfig.MonitoringJobDefinition.MonitoringOutputConfig.KmsKeyId' }],
            locations: [
              { value: 's3://baselines/constraints.json', use: 'baseline' },
              { value: 's3://reports/fraud', use: 'results' },
            ],
            parameters: {
              scanned: 3,
              found: [
                {
                  field: 'DescribeMonitoringScheduleResponse.MonitoringScheduleConfig.MonitoringJobDefinition.Environment',
                  key: 'GITHUB_TOKEN',
                },
              ],
            },
          },
        },
      },
    },
  ]);
});

test('a denied detail is a gap of that schedule alone; one deleted since is not there', async () => {
  sagemaker
    .on(ListMonitoringSchedulesCommand)
    .resolves({ MonitoringScheduleSummaries: [listed('a'), listed('b')] })
    .on(DescribeMonitoringScheduleCommand, { MonitoringScheduleName: 'a' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeMonitoringScheduleCommand, { MonitoringScheduleName: 'b' })
    .rejects(awsError('ResourceNotFound', 'Could not find requested resource'));
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([{ name: 'a', details: { known: false, gap: { reason: 'denied' } } }]);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  sagemaker
    .on(ListMonitoringSchedulesCommand)
    .resolves({ MonitoringScheduleSummaries: [listed('a')], NextToken: 'more' })
    .on(ListMonitoringSchedulesCommand, { NextToken: 'more' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeMonitoringScheduleCommand)
    .resolves({ ...listed('a'), MonitoringScheduleConfig: {} });
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['a']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'sagemaker:ListMonitoringSchedules' }]);
});
