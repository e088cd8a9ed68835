import {
  DescribeTrainingJobCommand,
  ListTrainingJobsCommand,
  SageMakerClient,
  SearchCommand,
  type TrainingJob,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/training-jobs.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { daysAgo, home, region } from '../support/inventory.ts';

const sagemaker = mockClient(SageMakerClient);
const secret = 'kV9x2mQp7LwZ4tRb';

function aRecord(name: string, more: Partial<TrainingJob> = {}): TrainingJob {
  return {
    TrainingJobName: name,
    TrainingJobArn: `arn:aws:sagemaker:${region}:${home.account}:training-job/${name}`,
    TrainingJobStatus: 'Completed',
    CreationTime: new Date(daysAgo(1)),
    AlgorithmSpecification: { TrainingInputMode: 'File', TrainingImage: 'img:1' },
    RoleArn: 'arn:aws:iam::111122223333:role/r',
    ...more,
  };
}

const found = (...jobs: readonly TrainingJob[]) => jobs.map((job) => ({ TrainingJob: job }));
const inVpc = { VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] } };

/** Describe answers what a record says, and what Search leaves out. */
function describes(
  ...jobs: readonly (TrainingJob & {
    readonly ServerlessJobConfig?: { readonly BaseModelArn: string; readonly JobType: 'FineTuning' };
  })[]
) {
  for (const job of jobs) sagemaker.on(DescribeTrainingJobCommand, { TrainingJobName: job.TrainingJobName }).resolves({ ...job });
}

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
  sagemaker.on(ListTrainingJobsCommand).resolves({ TrainingJobSummaries: [] });
});

test('records of two pages, up to the start of the window, without a Describe', async () => {
  sagemaker
    .on(SearchCommand, { Resource: 'TrainingJob', SortBy: 'CreationTime', SortOrder: 'Descending' })
    .resolves({ Results: found(aRecord('a', inVpc)), NextToken: '2' })
    .on(SearchCommand, { NextToken: '2' })
    .resolves({ Results: found(aRecord('b', inVpc), aRecord('old', { CreationTime: new Date(daysAgo(31)) })), NextToken: '3' });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(items[0]).toMatchObject({
    status: 'Completed',
    createdAt: daysAgo(1),
    endedAt: null,
    from: { operation: 'sagemaker:Search' },
    network: { known: true, value: [{ field: 'TrainingJob.VpcConfig.Subnets', subnets: ['subnet-1'], serverless: false }] },
  });
});

test('references and uses of S3 locations; no secret is kept', async () => {
  const record = aRecord('a', {
    ...inVpc,
    TuningJobArn: 'arn:aws:sagemaker:eu-west-1:111122223333:hyper-parameter-tuning-job/t',
    ExperimentConfig: { ExperimentName: 'fraud' },
    Environment: { DB_PASSWORD: secret },
    HyperParameters: { sagemaker_submit_directory: '"s3://code/source.tar.gz"', 'api-key': `"${secret}"` },
    InputDataConfig: [
      { ChannelName: 'train', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/train' } } },
      { ChannelName: 'code', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://code/channel' } } },
    ],
    OutputDataConfig: { S3OutputPath: 's3://models/', KmsKeyId: '' },
    ModelArtifacts: { S3ModelArtifacts: 's3://models/a/output/model.tar.gz' },
    ResourceConfig: { VolumeSizeInGB: 1, VolumeKmsKeyId: 'alias/ml' },
    CheckpointConfig: { S3Uri: 's3://checkpoints/' },
    DebugHookConfig: { S3OutputPath: 's3://logs/debug' },
    TensorBoardOutputConfig: { S3OutputPath: 's3://logs/tensorboard' },
    ProfilerConfig: { S3OutputPath: 's3://logs/profiler' },
  });
  sagemaker.on(SearchCommand).resolves({ Results: found(record) });
  const { items } = await collectWith(collector);
  const details = items[0]?.details;
  expect(details?.known && details.value).toMatchObject({
    parent: record.TuningJobArn,
    experiment: 'fraud',
    images: ['img:1'],
    keys: [{ field: 'ResourceConfig.VolumeKmsKeyId', value: 'alias/ml' }],
    subnets: [{ field: 'VpcConfig.Subnets', value: 'subnet-1' }],
    parameters: { scanned: 3, found: [{ field: 'TrainingJob.Environment', key: 'DB_PASSWORD' }, { key: 'api-key' }] },
  });
  expect(details?.known && details.value.locations.map(({ value, use }) => `${use} ${value}`)).toEqual([
    'data s3://data/train',
    'code s3://code/channel',
    'model s3://models/',
    'model s3://models/a/output/model.tar.gz',
    'checkpoint s3://checkpoints/',
    'logs s3://logs/debug',
    'logs s3://logs/tensorboard',
    'logs s3://logs/profiler',
    'code s3://code/source.tar.gz',
  ]);
  expect(JSON.stringify(items)).not.toContain(secret);
});

test('without a VPC in the record, Describe is asked for the jobs that are judged', async () => {
  const newest = aRecord('fraud-3');
  const running = aRecord('fraud-2', { CreationTime: new Date(daysAgo(2)), TrainingJobStatus: 'InProgress' });
  const older = aRecord('fraud-1', { CreationTime: new Date(daysAgo(3)) });
  const gone = aRecord('gone', { RoleArn: 'arn:aws:iam::111122223333:role/other' });
  sagemaker.on(SearchCommand).resolves({ Results: found(newest, running, older, gone) });
  describes(newest, { ...running, ServerlessJobConfig: { BaseModelArn: 'arn:m', JobType: 'FineTuning' } });
  sagemaker
    .on(DescribeTrainingJobCommand, { TrainingJobName: 'gone' })
    .rejects(awsError('ValidationException', 'Requested resource not found.'));
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(
    Object.fromEntries(items.map(({ name, network }) => [name, network.known ? network.value : network.gap.reason])),
  ).toEqual({
    'fraud-3': [{ field: 'DescribeTrainingJobResponse.VpcConfig.Subnets', subnets: [], serverless: false }],
    'fraud-2': [{ field: 'DescribeTrainingJobResponse.VpcConfig.Subnets', subnets: [], serverless: true }],
    'fraud-1': 'not-collected',
  });
});

test('a denied Describe leaves the network of that job unknown, and its details known', async () => {
  sagemaker
    .on(SearchCommand)
    .resolves({ Results: found(aRecord('a')) })
    .on(DescribeTrainingJobCommand)
    .rejects(awsError('AccessDeniedException'));
  const { items } = await collectWith(collector);
  expect(items).toMatchObject([{ details: { known: true }, network: { known: false, gap: { reason: 'denied' } } }]);
});

test('jobs that Search does not know yet come from one page of the list', async () => {
  const fresh = aRecord('fresh', { ...inVpc, Environment: { DB_PASSWORD: secret } });
  sagemaker
    .on(SearchCommand)
    .resolves({ Results: found(aRecord('a', inVpc)) })
    .on(ListTrainingJobsCommand)
    .resolves({
      TrainingJobSummaries: [fresh, aRecord('a'), aRecord('old', { CreationTime: new Date(daysAgo(31)) })].map(summaryOf),
      NextToken: 'more',
    });
  describes(fresh);
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ name, from }) => `${name} by ${from.operation}`)).toEqual([
    'a by sagemaker:Search',
    'fresh by sagemaker:ListTrainingJobs',
  ]);
  expect(items[1]?.details).toMatchObject({
    value: { parameters: { found: [{ field: 'DescribeTrainingJobResponse.Environment' }] } },
  });
  expect(sagemaker.commandCalls(ListTrainingJobsCommand)).toHaveLength(1);
});

test('where Search is denied, the list and Describe stand in, up to the bound', async () => {
  const jobs = [aRecord('a', inVpc), aRecord('b'), aRecord('c')];
  sagemaker
    .on(SearchCommand)
    .rejects(awsError('AccessDeniedException'))
    .on(ListTrainingJobsCommand)
    .resolves({ TrainingJobSummaries: jobs.map(summaryOf), NextToken: 'more' });
  describes(...jobs);
  const { items, gaps } = await collectWith(collector, { jobsMax: 2 });
  expect(items.map(({ name, network }) => [name, network.known])).toEqual([
    ['a', true],
    ['b', true],
  ]);
  expect(gaps).toMatchObject([{ reason: 'truncated', operation: 'sagemaker:ListTrainingJobs' }]);
  expect(gaps[0]?.detail).toBe(
    `looked at the newest 2 of more than 2 in the last 30 days, back to ${daysAgo(1)}; sagemaker:Search would tell more: could not look: access denied for sagemaker:Search in eu-west-1`,
  );
});

test('a search that breaks keeps what it told, and the list tells the rest', async () => {
  const jobs = [aRecord('a', inVpc), aRecord('b', inVpc)];
  sagemaker
    .on(SearchCommand)
    .resolves({ Results: found(aRecord('a', inVpc)), NextToken: '2' })
    .on(SearchCommand, { NextToken: '2' })
    .rejects(awsError('AccessDeniedException'))
    .on(ListTrainingJobsCommand)
    .resolves({ TrainingJobSummaries: jobs.map(summaryOf) });
  describes(...jobs);
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ name }) => name)).toEqual(['a', 'b']);
});

test('without Search and list there is a gap; without the list alone too, since Search may lag', async () => {
  sagemaker.on(ListTrainingJobsCommand).rejects(awsError('AccessDeniedException'));
  sagemaker.on(SearchCommand).rejects(awsError('AccessDeniedException'));
  expect(await collectWith(collector)).toMatchObject({
    items: [],
    gaps: [{ reason: 'denied', operation: 'sagemaker:ListTrainingJobs', region }],
  });
  sagemaker.on(SearchCommand).resolves({ Results: found(aRecord('a', inVpc)) });
  expect(await collectWith(collector)).toMatchObject({
    items: [{ name: 'a' }],
    gaps: [{ reason: 'denied', operation: 'sagemaker:ListTrainingJobs' }],
  });
});

function summaryOf(job: TrainingJob) {
  const { TrainingJobName, TrainingJobArn, TrainingJobStatus, CreationTime } = job;
  return { TrainingJobName, TrainingJobArn, TrainingJobStatus, CreationTime };
}
