import {
  DescribeDataQualityJobDefinitionCommand,
  DescribeModelBiasJobDefinitionCommand,
  DescribeModelExplainabilityJobDefinitionCommand,
  DescribeModelQualityJobDefinitionCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/monitoring-definitions.ts';
import { collectWith, target } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const sagemaker = mockClient(SageMakerClient);
const arnOf = (kind: string, name: string) => `arn:aws:sagemaker:${region}:${home.account}:${kind}-job-definition/${name}`;
const token = `ghp_${'a1B2'.repeat(9)}`;
const outputs = { MonitoringOutputs: [{ S3Output: { S3Uri: 's3://reports/fraud', LocalPath: '/out' } }] };
const shared = {
  CreationTime: new Date(),
  JobResources: {
    ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large' as const, VolumeSizeInGB: 20, VolumeKmsKeyId: 'alias/ml' },
  },
  NetworkConfig: { VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] } },
  RoleArn: 'arn:aws:iam::111122223333:role/monitor',
};
const input = { EndpointInput: { EndpointName: 'Fraud', LocalPath: '/in' } };

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('each of the four kinds by its own call, and no value of an environment', async () => {
  sagemaker
    .on(DescribeDataQualityJobDefinitionCommand, { JobDefinitionName: 'Quality' })
    .resolves({
      ...shared,
      JobDefinitionArn: arnOf('data-quality', 'quality'),
      JobDefinitionName: 'Quality',
      DataQualityBaselineConfig: {
        ConstraintsResource: { S3Uri: 's3://baselines/constraints.json' },
        StatisticsResource: { S3Uri: 's3://baselines/statistics.json' },
      },
      DataQualityAppSpecification: {
        ImageUri: 'image:1',
        RecordPreprocessorSourceUri: 's3://code/pre.py',
        Environment: { GITHUB_TOKEN: token },
      },
      DataQualityJobInput: input,
      DataQualityJobOutputConfig: outputs,
    })
    .on(DescribeModelQualityJobDefinitionCommand, { JobDefinitionName: 'm' })
    .resolves({
      ...shared,
      JobDefinitionArn: arnOf('model-quality', 'm'),
      JobDefinitionName: 'm',
      ModelQualityAppSpecification: { ImageUri: 'image:1' },
      ModelQualityJobInput: { ...input, GroundTruthS3Input: { S3Uri: 's3://truth/fraud' } },
      ModelQualityJobOutputConfig: outputs,
    })
    .on(DescribeModelBiasJobDefinitionCommand, { JobDefinitionName: 'b' })
    .rejects(awsError('ResourceNotFound', 'Could not find requested resource'))
    .on(DescribeModelExplainabilityJobDefinitionCommand, { JobDefinitionName: 'e' })
    .rejects(awsError('AccessDeniedException'));
  const { items, gaps } = await collectWith(collector, {
    targets: [
      target('job-definition', arnOf('data-quality', 'Quality')),
      target('job-definition', arnOf('model-quality', 'm')),
      target('job-definition', arnOf('model-bias', 'b')),
      target('job-definition', arnOf('model-explainability', 'e')),
    ],
  });
  expect(gaps).toEqual([]);
  expect(JSON.stringify(items)).not.toContain(token);
  expect(items).toMatchObject([
    {
      arn: arnOf('data-quality', 'Quality'),
      type: 'AWS::SageMaker::DataQualityJobDefinition',
      kind: 'DataQuality',
      job: {
        value: {
          endpointName: 'Fraud',
          keys: [{ field: 'JobResources.ClusterConfig.VolumeKmsKeyId', value: 'alias/ml' }],
          subnets: [{ field: 'NetworkConfig.VpcConfig.Subnets', value: 'subnet-1' }],
          locations: [
            { field: 'DataQualityBaselineConfig.ConstraintsResource.S3Uri', use: 'baseline' },
            { use: 'baseline' },
            { value: 's3://code/pre.py', use: 'code' },
            { value: 's3://reports/fraud', use: 'results' },
          ],
          parameters: { found: [{ field: 'DescribeDataQualityJobDefinitionResponse.DataQualityAppSpecification.Environment' }] },
        },
      },
    },
    { kind: 'ModelBias', job: { known: true, value: null } },
    { kind: 'ModelExplainability', job: { known: false, gap: { action: 'sagemaker:DescribeModelExplainabilityJobDefinition' } } },
    { kind: 'ModelQuality', job: { value: { locations: [{ value: 's3://truth/fraud', use: 'data' }, { use: 'results' }] } } },
  ]);
});
