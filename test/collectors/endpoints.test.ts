import { DescribeEndpointCommand, ListEndpointsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/endpoints.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const sagemaker = mockClient(SageMakerClient);
const createdAt = new Date('2026-11-01T00:00:00Z');
const arnOf = (name: string) => `arn:aws:sagemaker:${region}:${home.account}:endpoint/${name}`;
const listed = (name: string) => ({
  EndpointName: name,
  EndpointArn: arnOf(name),
  CreationTime: createdAt,
  LastModifiedTime: createdAt,
  EndpointStatus: 'InService' as const,
});

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every endpoint of two pages, with what it does now', async () => {
  sagemaker
    .on(ListEndpointsCommand)
    .resolves({ Endpoints: [listed('a')], NextToken: 'more' })
    .on(ListEndpointsCommand, { NextToken: 'more' })
    .resolves({ Endpoints: [listed('b')] })
    .on(DescribeEndpointCommand, { EndpointName: 'a' })
    .resolves({
      ...listed('a'),
      EndpointConfigName: 'a-v1',
      ProductionVariants: [{ VariantName: 'AllTraffic', CurrentServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 1 } }],
      DataCaptureConfig: {
        EnableCapture: undefined,
        CaptureStatus: 'Started',
        CurrentSamplingPercentage: 100,
        DestinationS3Uri: 's3://captures/live',
        KmsKeyId: 'alias/ml',
      },
    })
    .on(DescribeEndpointCommand, { EndpointName: 'b' })
    .resolves({ ...listed('b'), AsyncInferenceConfig: { OutputConfig: {} } });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    {
      name: 'a',
      status: 'InService',
      createdAt: '2026-11-01T00:00:00.000Z',
      from: { operation: 'sagemaker:ListEndpoints' },
      details: {
        value: {
          configName: 'a-v1',
          variants: [{ name: 'AllTraffic', serverless: true }],
          asynchronous: false,
          capture: {
            enabled: false,
            status: 'Started',
            samplingPercentage: 100,
            destination: 's3://captures/live',
            kmsKeyId: 'alias/ml',
          },
        },
      },
    },
    { name: 'b', details: { value: { configName: null, capture: null, variants: [], asynchronous: true } } },
  ]);
});

test('a denied detail is a gap of that endpoint alone; one deleted since is not there', async () => {
  sagemaker
    .on(ListEndpointsCommand)
    .resolves({ Endpoints: [listed('a'), listed('b'), listed('c')] })
    .on(DescribeEndpointCommand, { EndpointName: 'a' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeEndpointCommand, { EndpointName: 'b' })
    .rejects(awsError('ValidationException', 'Could not find endpoint "b".'))
    .on(DescribeEndpointCommand, { EndpointName: 'c' })
    .resolves(listed('c'));
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ name, details }) => [name, details.known ? 'known' : details.gap.reason])).toEqual([
    ['a', 'denied'],
    ['c', 'known'],
  ]);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  sagemaker
    .on(ListEndpointsCommand)
    .resolves({ Endpoints: [listed('a')], NextToken: 'more' })
    .on(ListEndpointsCommand, { NextToken: 'more' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeEndpointCommand)
    .resolves(listed('a'));
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['a']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'sagemaker:ListEndpoints', region }]);
});
