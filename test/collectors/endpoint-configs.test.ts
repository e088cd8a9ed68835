import { DescribeEndpointConfigCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/endpoint-configs.ts';
import { collectWith, target } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const sagemaker = mockClient(SageMakerClient);
const arnOf = (name: string) => `arn:aws:sagemaker:${region}:${home.account}:endpoint-config/${name}`;
const targets = [target('endpoint-config', 'Fraud-v3'), target('endpoint-config', 'gone'), target('endpoint-config', 'locked')];

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('each configuration that an endpoint names; a deleted one is known to be, a denied one is a gap', async () => {
  sagemaker
    .on(DescribeEndpointConfigCommand, { EndpointConfigName: 'Fraud-v3' })
    .resolves({
      EndpointConfigName: 'Fraud-v3',
      EndpointConfigArn: arnOf('fraud-v3'),
      CreationTime: new Date(),
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'fraud' }],
      ShadowProductionVariants: [{ VariantName: 'Shadow', ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 1 } }],
      DataCaptureConfig: {
        InitialSamplingPercentage: 100,
        DestinationS3Uri: 's3://captures/live',
        CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
      },
      AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://results/ok', S3FailurePath: 's3://results/bad' } },
    })
    .on(DescribeEndpointConfigCommand, { EndpointConfigName: 'gone' })
    .rejects(awsError('ValidationException', 'Could not find endpoint configuration "gone".'))
    .on(DescribeEndpointConfigCommand, { EndpointConfigName: 'locked' })
    .rejects(awsError('AccessDeniedException'));
  const { items, gaps } = await collectWith(collector, { targets });
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    {
      arn: arnOf('fraud-v3'),
      name: 'Fraud-v3',
      config: {
        value: {
          variants: [
            { kind: 'ProductionVariants', name: 'AllTraffic', modelName: 'fraud', serverless: false },
            { kind: 'ShadowProductionVariants', name: 'Shadow', modelName: null, serverless: true },
          ],
          executionRoleArn: null,
          kmsKeyId: null,
          capture: { enabled: null, destination: 's3://captures/live', kmsKeyId: null, modes: ['Input', 'Output'] },
          asynchronous: { output: 's3://results/ok', failure: 's3://results/bad', kmsKeyId: null },
        },
      },
    },
    { name: 'gone', config: { known: true, value: null } },
    { name: 'locked', config: { known: false, gap: { reason: 'denied', action: 'sagemaker:DescribeEndpointConfig' } } },
  ]);
});
