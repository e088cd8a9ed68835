import { DescribeModelCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/models.ts';
import { collectWith, target } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const sagemaker = mockClient(SageMakerClient);
const arn = `arn:aws:sagemaker:${region}:${home.account}:model/fraud`;
const targets = [target('model', 'Fraud'), target('model', 'gone'), target('model', 'locked')];

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('each model with its artifacts and without its environment; deleted is known, denied is a gap', async () => {
  sagemaker
    .on(DescribeModelCommand, { ModelName: 'Fraud' })
    .resolves({
      ModelName: 'Fraud',
      ModelArn: arn,
      CreationTime: new Date(),
      ExecutionRoleArn: 'arn:aws:iam::111122223333:role/serve',
      PrimaryContainer: {
        Image: 'image:1',
        Mode: 'MultiModel',
        ModelDataUrl: 's3://models/fraud/',
        Environment: { PASSWORD: 'correct-horse-battery' },
      },
      Containers: [
        {
          ModelDataSource: { S3DataSource: { S3Uri: 's3://models/base/', S3DataType: 'S3Prefix', CompressionType: 'None' } },
          AdditionalModelDataSources: [
            {
              ChannelName: 'adapter',
              S3DataSource: { S3Uri: 's3://models/adapter/', S3DataType: 'S3Prefix', CompressionType: 'None' },
            },
          ],
        },
      ],
      VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] },
    })
    .on(DescribeModelCommand, { ModelName: 'gone' })
    .rejects(awsError('ValidationException', 'Could not find model "gone".'))
    .on(DescribeModelCommand, { ModelName: 'locked' })
    .rejects(awsError('AccessDeniedException'));
  const { items, gaps } = await collectWith(collector, { targets });
  expect(gaps).toEqual([]);
  expect(JSON.stringify(items)).not.toContain('correct-horse');
  expect(items).toMatchObject([
    {
      arn,
      name: 'Fraud',
      details: {
        value: {
          executionRoleArn: 'arn:aws:iam::111122223333:role/serve',
          containers: [
            { image: 'image:1', multiModel: true },
            { image: null, multiModel: false },
          ],
          locations: [
            { field: 'PrimaryContainer.ModelDataUrl', value: 's3://models/fraud/', use: 'model' },
            { value: 's3://models/base/' },
            { value: 's3://models/adapter/' },
          ],
          subnets: ['subnet-1'],
        },
      },
    },
    { name: 'gone', details: { value: null } },
    { name: 'locked', details: { gap: { reason: 'denied' } } },
  ]);
});
