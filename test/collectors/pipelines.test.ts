import { DescribePipelineCommand, ListPipelinesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/pipelines.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const sagemaker = mockClient(SageMakerClient);
const secret = 'kV9x2mQp7LwZ4tRb';
const role = 'arn:aws:iam::111122223333:role/pipeline';
const arnOf = (name: string) => `arn:aws:sagemaker:${region}:${home.account}:pipeline/${name}`;
const listed = (...names: readonly string[]) => names.map((name) => ({ PipelineName: name, PipelineArn: arnOf(name) }));

function describes(definition: string) {
  sagemaker.on(DescribePipelineCommand).callsFake(({ PipelineName: name }: { readonly PipelineName: string }) => ({
    PipelineArn: arnOf(name),
    RoleArn: role,
    PipelineDefinition: definition,
  }));
}

/** The details of one pipeline with this definition. */
async function read(definition: object) {
  sagemaker.on(ListPipelinesCommand).resolves({ PipelineSummaries: listed('fraud') });
  describes(JSON.stringify({ Version: '2020-12-01', ...definition }));
  const { items } = await collectWith(collector);
  expect(JSON.stringify(items)).not.toContain(secret);
  const details = items[0]?.details;
  if (details?.known !== true || details.value === null) throw new Error('no details');
  return details.value;
}

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every pipeline of two pages', async () => {
  sagemaker
    .on(ListPipelinesCommand)
    .resolves({ PipelineSummaries: listed('a'), NextToken: '2' })
    .on(ListPipelinesCommand, { NextToken: '2' })
    .resolves({ PipelineSummaries: listed('b') });
  describes('{"Steps":[]}');
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    { name: 'a', details: { known: true, value: { roles: [{ field: 'RoleArn', value: role }] } } },
    { name: 'b' },
  ]);
});

test('references by field and use; parameters count as their defaults, an execution’s values are left out', async () => {
  const { locations, roles, keys, subnets } = await read({
    Parameters: [
      { Name: 'Input', Type: 'String', DefaultValue: 's3://data/in' },
      { Name: 'Role', Type: 'String', DefaultValue: 'arn:aws:iam::111122223333:role/step' },
      { Name: 'Key', Type: 'String' },
    ],
    Steps: [
      {
        Name: 'Prepare',
        Type: 'Processing',
        Arguments: {
          RoleArn: { Get: 'Parameters.Role' },
          AppSpecification: { ImageUri: 'img:1', ContainerArguments: ['--out', 's3://not-a-field/'] },
          ProcessingInputs: [
            { InputName: 'in', S3Input: { S3Uri: { Get: 'Parameters.Input' } } },
            { InputName: 'code', S3Input: { S3Uri: 's3://code/prepare.py' } },
          ],
          ProcessingOutputConfig: {
            KmsKeyId: { Get: 'Parameters.Key' },
            Outputs: [
              {
                S3Output: {
                  S3Uri: {
                    'Std:Join': { On: '/', Values: ['s3:/', 'data', 'out', { Get: 'Execution.PipelineExecutionId' }, 'x'] },
                  },
                },
              },
            ],
          },
          NetworkConfig: { VpcConfig: { Subnets: ['subnet-1', 'subnet-2'] } },
        },
      },
      {
        Name: 'Check',
        Type: 'Condition',
        Arguments: {
          IfSteps: [
            {
              Name: 'Train',
              Type: 'Training',
              Arguments: {
                RoleArn: role,
                HyperParameters: { sagemaker_submit_directory: '"s3://code/source.tar.gz"' },
                InputDataConfig: [
                  {
                    ChannelName: 'train',
                    DataSource: {
                      S3DataSource: { S3Uri: { Get: "Steps.Prepare.ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri" } },
                    },
                  },
                  { ChannelName: 'extra', DataSource: { S3DataSource: { S3Uri: 's3://data/extra' } } },
                ],
                OutputDataConfig: { S3OutputPath: 's3://models/', KmsKeyId: 'alias/ml' },
                CheckpointConfig: { S3Uri: 's3://checkpoints/' },
                ProfilerConfig: { S3OutputPath: 's3://logs/' },
              },
            },
          ],
          ElseSteps: [
            {
              Name: 'Register',
              Type: 'RegisterModel',
              Arguments: {
                DriftCheckBaselines: { ModelDataQuality: { Statistics: { S3Uri: 's3://baselines/s.json' } } },
                ModelMetrics: { ModelQuality: { Statistics: { S3Uri: 's3://metrics/q.json' } } },
                InferenceSpecification: { Containers: [{ Image: 'img:1', ModelDataUrl: 's3://models/m.tar.gz' }] },
              },
            },
          ],
        },
      },
    ],
  });
  const [prepare, train] = ['Steps[0].Arguments', 'Steps[1].Arguments.IfSteps[0].Arguments'];
  expect(locations.map(({ value, use }) => `${use} ${value}`)).toEqual([
    'data s3://data/in',
    'code s3://code/prepare.py',
    'data s3://data/out/',
    'code s3://code/source.tar.gz',
    'data s3://data/extra',
    'model s3://models/',
    'checkpoint s3://checkpoints/',
    'logs s3://logs/',
    'baseline s3://baselines/s.json',
    'null s3://metrics/q.json',
    'model s3://models/m.tar.gz',
  ]);
  expect(roles).toEqual([
    { field: 'RoleArn', value: role },
    { field: `PipelineDefinition.${prepare}.RoleArn`, value: 'arn:aws:iam::111122223333:role/step' },
    { field: `PipelineDefinition.${train}.RoleArn`, value: role },
  ]);
  expect(keys).toEqual([{ field: `PipelineDefinition.${train}.OutputDataConfig.KmsKeyId`, value: 'alias/ml' }]);
  expect(subnets.map(({ value }) => value)).toEqual(['subnet-1', 'subnet-2']);
});

test('literals are scanned wherever they stand; what gets a parameter is fine', async () => {
  const { parameters } = await read({
    Parameters: [
      { Name: 'DbPassword', Type: 'String', DefaultValue: secret },
      { Name: 'Clean', Type: 'String', DefaultValue: 'ml.m5.large' },
    ],
    Steps: [
      {
        Name: 'Train',
        Type: 'Training',
        Arguments: {
          Environment: { DB_PASSWORD: secret, OTHER_PASSWORD: { Get: 'Parameters.DbPassword' } },
          HyperParameters: { 'api-key': JSON.stringify(secret) },
          AlgorithmSpecification: {
            ContainerArguments: ['--db-password', secret, '--token', { Get: 'Parameters.Token' }, `--secret=${secret}`],
          },
        },
      },
    ],
  });
  expect(parameters.found.map(({ field, key }) => `${field}: ${key}`)).toEqual([
    'DescribePipelineResponse.PipelineDefinition: Parameters[0].DefaultValue',
    'DescribePipelineResponse.PipelineDefinition: Steps[0].Arguments.Environment.DB_PASSWORD',
    'DescribePipelineResponse.PipelineDefinition: Steps[0].Arguments.HyperParameters.api-key',
    'DescribePipelineResponse.PipelineDefinition: Steps[0].Arguments.AlgorithmSpecification.ContainerArguments[1]',
    'DescribePipelineResponse.PipelineDefinition: Steps[0].Arguments.AlgorithmSpecification.ContainerArguments[4]',
  ]);
});

test.for(['', 'not JSON', '[]', '"text"', '{}', '{"Steps":{}}'])(
  'the definition %j is known not to be understood',
  async (text) => {
    sagemaker.on(ListPipelinesCommand).resolves({ PipelineSummaries: listed('a') });
    describes(text);
    expect(await collectWith(collector)).toMatchObject({ items: [{ details: { known: true, value: null } }], gaps: [] });
  },
);

test('a denied detail is a gap of that pipeline alone; one that was deleted is not there', async () => {
  sagemaker
    .on(ListPipelinesCommand)
    .resolves({ PipelineSummaries: listed('a', 'gone') })
    .on(DescribePipelineCommand, { PipelineName: 'a' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribePipelineCommand, { PipelineName: 'gone' })
    .rejects(awsError('ResourceNotFound'));
  expect(await collectWith(collector)).toMatchObject({
    items: [{ name: 'a', details: { known: false, gap: { reason: 'denied' } } }],
    gaps: [],
  });
});

test('a list that breaks is a gap', async () => {
  sagemaker.on(ListPipelinesCommand).rejects(awsError('AccessDeniedException'));
  expect(await collectWith(collector)).toMatchObject({ items: [], gaps: [{ operation: 'sagemaker:ListPipelines' }] });
});
