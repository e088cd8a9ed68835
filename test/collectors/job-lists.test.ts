import {
  DescribeAutoMLJobV2Command,
  DescribeHyperParameterTuningJobCommand,
  DescribeProcessingJobCommand,
  DescribeTransformJobCommand,
  ListAutoMLJobsCommand,
  ListHyperParameterTuningJobsCommand,
  ListProcessingJobsCommand,
  ListTransformJobsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import autoMl from '../../src/collectors/automl-jobs.ts';
import processing from '../../src/collectors/processing-jobs.ts';
import transform from '../../src/collectors/transform-jobs.ts';
import tuning from '../../src/collectors/tuning-jobs.ts';
import { collectWith, type CollectOptions, type Collected } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { daysAgo, home, region } from '../support/inventory.ts';
import type { NoUses } from '../../src/core/resource.ts';
import type { Job } from '../../src/inventory/jobs.ts';

const sagemaker = mockClient(SageMakerClient);
const secret = 'kV9x2mQp7LwZ4tRb';
const arnOf = (kind: string, name: string) => `arn:aws:sagemaker:${region}:${home.account}:${kind}/${name}`;
const role = 'arn:aws:iam::111122223333:role/r';

/** One kind of job, as its list and its Describe answer it. */
interface Kind {
  readonly operation: string;
  readonly collect: (options?: CollectOptions<NoUses>) => Promise<Collected<Job>>;
  /** Answers a page of the list: the one without a token, or the one with it. */
  readonly page: (jobs: readonly (readonly [name: string, days: number])[], tokens?: { own?: string; next?: string }) => void;
  readonly brokenPage: (token: string) => void;
  readonly described: () => void;
  readonly failing: (error: Error) => void;
}

const kinds: Readonly<Record<string, Kind>> = {
  tuning: {
    operation: 'sagemaker:ListHyperParameterTuningJobs',
    collect: (options) => collectWith(tuning, options),
    page: (jobs, { own, next } = {}) =>
      void sagemaker.on(ListHyperParameterTuningJobsCommand, inputOf(own)).resolves({
        HyperParameterTuningJobSummaries: jobs.map(([name, days]) => ({
          HyperParameterTuningJobName: name,
          HyperParameterTuningJobArn: arnOf('hyper-parameter-tuning-job', name),
          HyperParameterTuningJobStatus: 'Completed',
          Strategy: 'Bayesian',
          CreationTime: new Date(daysAgo(days)),
          TrainingJobStatusCounters: {},
          ObjectiveStatusCounters: {},
        })),
        ...tokenOf(next),
      }),
    brokenPage: (token) =>
      void sagemaker.on(ListHyperParameterTuningJobsCommand, { NextToken: token }).rejects(awsError('AccessDeniedException')),
    described: () =>
      void sagemaker.on(DescribeHyperParameterTuningJobCommand).resolves({
        HyperParameterTuningJobArn: arnOf('hyper-parameter-tuning-job', 'a'),
        HyperParameterTuningJobConfig: { Strategy: 'Bayesian', ResourceLimits: { MaxParallelTrainingJobs: 1 } },
        TrainingJobDefinitions: [
          {
            AlgorithmSpecification: { TrainingInputMode: 'File', TrainingImage: 'img:1' },
            RoleArn: role,
            OutputDataConfig: { S3OutputPath: 's3://models/', KmsKeyId: 'alias/ml' },
            StoppingCondition: {},
            VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
            StaticHyperParameters: { 'db-password': `"${secret}"`, sagemaker_submit_directory: '"s3://code/s.tar.gz"' },
          },
        ],
      }),
    failing: (error) => void sagemaker.on(DescribeHyperParameterTuningJobCommand).rejects(error),
  },
  autoMl: {
    operation: 'sagemaker:ListAutoMLJobs',
    collect: (options) => collectWith(autoMl, options),
    page: (jobs, { own, next } = {}) =>
      void sagemaker.on(ListAutoMLJobsCommand, inputOf(own)).resolves({
        AutoMLJobSummaries: jobs.map(([name, days]) => ({
          AutoMLJobName: name,
          AutoMLJobArn: arnOf('automl-job', name),
          AutoMLJobStatus: 'Completed',
          AutoMLJobSecondaryStatus: 'Completed',
          CreationTime: new Date(daysAgo(days)),
          LastModifiedTime: new Date(daysAgo(days)),
        })),
        ...tokenOf(next),
      }),
    brokenPage: (token) =>
      void sagemaker.on(ListAutoMLJobsCommand, { NextToken: token }).rejects(awsError('AccessDeniedException')),
    described: () =>
      void sagemaker.on(DescribeAutoMLJobV2Command).resolves({
        AutoMLJobArn: arnOf('automl-job', 'a'),
        RoleArn: role,
        OutputDataConfig: { S3OutputPath: 's3://models/', KmsKeyId: 'alias/ml' },
        AutoMLJobInputDataConfig: [{ DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/' } } }],
        SecurityConfig: { VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] } },
      }),
    failing: (error) => void sagemaker.on(DescribeAutoMLJobV2Command).rejects(error),
  },
  processing: {
    operation: 'sagemaker:ListProcessingJobs',
    collect: (options) => collectWith(processing, options),
    page: (jobs, { own, next } = {}) =>
      void sagemaker.on(ListProcessingJobsCommand, inputOf(own)).resolves({
        ProcessingJobSummaries: jobs.map(([name, days]) => ({
          ProcessingJobName: name,
          ProcessingJobArn: arnOf('processing-job', name),
          ProcessingJobStatus: 'Completed',
          CreationTime: new Date(daysAgo(days)),
        })),
        ...tokenOf(next),
      }),
    brokenPage: (token) =>
      void sagemaker.on(ListProcessingJobsCommand, { NextToken: token }).rejects(awsError('AccessDeniedException')),
    described: () =>
      void sagemaker.on(DescribeProcessingJobCommand).resolves({
        ProcessingJobArn: arnOf('processing-job', 'a'),
        RoleArn: role,
        AppSpecification: { ImageUri: 'img:1', ContainerArguments: ['--db-password', secret] },
        Environment: { API_KEY: secret },
        ProcessingResources: { ClusterConfig: { VolumeSizeInGB: 1, VolumeKmsKeyId: 'alias/ml' } },
        NetworkConfig: { VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] } },
        ProcessingInputs: [
          { InputName: 'code', S3Input: { S3Uri: 's3://code/', S3DataType: 'S3Prefix' } },
          { InputName: 'input-1', S3Input: { S3Uri: 's3://data/', S3DataType: 'S3Prefix' } },
          {
            InputName: 'query',
            DatasetDefinition: {
              RedshiftDatasetDefinition: {
                ClusterId: 'c',
                Database: 'd',
                DbUser: 'u',
                QueryString: `select f(password => '${secret}')`,
                ClusterRoleArn: 'arn:aws:iam::111122223333:role/redshift',
                OutputS3Uri: 's3://data/redshift',
                OutputFormat: 'CSV',
              },
            },
          },
        ],
        ProcessingOutputConfig: {
          Outputs: [{ OutputName: 'o', S3Output: { S3Uri: 's3://data/out', S3UploadMode: 'EndOfJob' } }],
        },
      }),
    failing: (error) => void sagemaker.on(DescribeProcessingJobCommand).rejects(error),
  },
  transform: {
    operation: 'sagemaker:ListTransformJobs',
    collect: (options) => collectWith(transform, options),
    page: (jobs, { own, next } = {}) =>
      void sagemaker.on(ListTransformJobsCommand, inputOf(own)).resolves({
        TransformJobSummaries: jobs.map(([name, days]) => ({
          TransformJobName: name,
          TransformJobArn: arnOf('transform-job', name),
          TransformJobStatus: 'Completed',
          CreationTime: new Date(daysAgo(days)),
        })),
        ...tokenOf(next),
      }),
    brokenPage: (token) =>
      void sagemaker.on(ListTransformJobsCommand, { NextToken: token }).rejects(awsError('AccessDeniedException')),
    described: () =>
      void sagemaker.on(DescribeTransformJobCommand).resolves({
        TransformJobArn: arnOf('transform-job', 'a'),
        ModelName: 'fraud-model',
        Environment: { API_KEY: secret },
        TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/' } } },
        TransformOutput: { S3OutputPath: 's3://results/', KmsKeyId: 'alias/ml' },
        TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
        DataCaptureConfig: { DestinationS3Uri: 's3://capture/' },
      }),
    failing: (error) => void sagemaker.on(DescribeTransformJobCommand).rejects(error),
  },
};

const inputOf = (token: string | undefined) =>
  token === undefined ? { SortBy: 'CreationTime' as const, SortOrder: 'Descending' as const } : { NextToken: token };
const tokenOf = (next: string | undefined) => (next === undefined ? {} : { NextToken: next });

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

describe.each(Object.entries(kinds))('%s jobs', (_, kind) => {
  test('of two pages, newest first, end where the window starts, and not at an empty page', async () => {
    kind.page([['a', 1]], { next: '2' });
    kind.page([], { own: '2', next: '3' });
    kind.page(
      [
        ['b', 29],
        ['old', 31],
      ],
      { own: '3', next: 'not asked for' },
    );
    kind.described();
    const { items, gaps } = await kind.collect();
    expect(gaps).toEqual([]);
    expect(items).toMatchObject([
      { name: 'a', createdAt: daysAgo(1), status: 'Completed', from: { operation: kind.operation }, details: { known: true } },
      { name: 'b' },
    ]);
    expect(JSON.stringify(items)).not.toContain(secret);
  });

  test('beyond the bound end the section as cut short, with counts', async () => {
    kind.page([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
    kind.described();
    const { items, gaps } = await kind.collect({ jobsMax: 2 });
    expect(items.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(gaps).toMatchObject([
      {
        reason: 'truncated',
        operation: kind.operation,
        detail: `looked at the newest 2 of more than 2 in the last 30 days, back to ${daysAgo(2)}`,
      },
    ]);
    expect(await kind.collect({ jobsMax: 3 })).toMatchObject({ gaps: [] });
    expect(await kind.collect({ jobsMax: null })).toMatchObject({ gaps: [] });
  });

  test('that we may not describe keep their place', async () => {
    kind.page([['a', 1]]);
    kind.failing(awsError('AccessDeniedException'));
    const { items, gaps } = await kind.collect();
    expect(gaps).toEqual([]);
    expect(items).toMatchObject([{ name: 'a', details: { known: false, gap: { reason: 'denied' } } }]);
  });

  test('that were deleted since they were listed are not there', async () => {
    kind.page([['a', 1]]);
    kind.failing(awsError('ResourceNotFound'));
    expect(await kind.collect()).toEqual({ items: [], gaps: [] });
  });

  test('of a list that breaks stay, and the rest is a gap', async () => {
    kind.page([['a', 1]], { next: '2' });
    kind.brokenPage('2');
    kind.described();
    const { items, gaps } = await kind.collect();
    expect(items.map(({ name }) => name)).toEqual(['a']);
    expect(gaps).toMatchObject([{ reason: 'denied', operation: kind.operation, region }]);
  });
});

async function read({ page, described, collect }: Kind) {
  page([['a', 1]]);
  described();
  const [job] = (await collect()).items;
  if (job?.details.known !== true) throw new Error('no details');
  const { locations, roles, keys, subnets, parameters } = job.details.value;
  return {
    places: locations.map(({ field, value, use }) => `${field}: ${use} ${value}`),
    others: [...roles, ...keys, ...subnets].map(({ field, value }) => `${field}: ${value}`),
    leaks: parameters.found.map(({ field, key }) => `${field} ${key}`),
  };
}

test('what each kind refers to', async () => {
  const all = Object.fromEntries(
    await Promise.all(Object.entries(kinds).map(async ([name, kind]) => [name, await read(kind)] as const)),
  );
  expect(all).toEqual({
    tuning: {
      places: [
        'TrainingJobDefinitions[0].OutputDataConfig.S3OutputPath: model s3://models/',
        'TrainingJobDefinitions[0].StaticHyperParameters.sagemaker_submit_directory: code s3://code/s.tar.gz',
      ],
      others: [
        `TrainingJobDefinitions[0].RoleArn: ${role}`,
        'TrainingJobDefinitions[0].OutputDataConfig.KmsKeyId: alias/ml',
        'TrainingJobDefinitions[0].VpcConfig.Subnets: subnet-1',
      ],
      leaks: ['DescribeHyperParameterTuningJobResponse.TrainingJobDefinitions[0].StaticHyperParameters db-password'],
    },
    autoMl: {
      places: [
        'AutoMLJobInputDataConfig[0].DataSource.S3DataSource.S3Uri: data s3://data/',
        'OutputDataConfig.S3OutputPath: model s3://models/',
      ],
      others: [`RoleArn: ${role}`, 'OutputDataConfig.KmsKeyId: alias/ml', 'SecurityConfig.VpcConfig.Subnets: subnet-1'],
      leaks: [],
    },
    processing: {
      places: [
        'ProcessingInputs[0].S3Input.S3Uri: code s3://code/',
        'ProcessingInputs[1].S3Input.S3Uri: data s3://data/',
        'ProcessingInputs[2].DatasetDefinition.RedshiftDatasetDefinition.OutputS3Uri: data s3://data/redshift',
        'ProcessingOutputConfig.Outputs[0].S3Output.S3Uri: data s3://data/out',
      ],
      others: [
        `RoleArn: ${role}`,
        'ProcessingInputs[2].DatasetDefinition.RedshiftDatasetDefinition.ClusterRoleArn: arn:aws:iam::111122223333:role/redshift',
        'ProcessingResources.ClusterConfig.VolumeKmsKeyId: alias/ml',
        'NetworkConfig.VpcConfig.Subnets: subnet-1',
      ],
      leaks: [
        'DescribeProcessingJobResponse.Environment API_KEY',
        'DescribeProcessingJobResponse.AppSpecification.ContainerArguments [1]',
        'DescribeProcessingJobResponse.ProcessingInputs[2].DatasetDefinition.RedshiftDatasetDefinition.QueryString QueryString',
      ],
    },
    transform: {
      places: [
        'TransformInput.DataSource.S3DataSource.S3Uri: data s3://data/',
        'TransformOutput.S3OutputPath: results s3://results/',
        'DataCaptureConfig.DestinationS3Uri: capture s3://capture/',
      ],
      others: ['TransformOutput.KmsKeyId: alias/ml'],
      leaks: ['DescribeTransformJobResponse.Environment API_KEY'],
    },
  });
});
