import type { Fact, Origin } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';
import type { FieldValue, ParameterScan, S3Use } from './values.ts';

/** What all kinds of jobs have. Fields are relative to the describing call's answer. */
export interface JobDetails {
  readonly roles: readonly FieldValue[];
  /** Container images or algorithm names; several for tuning jobs. */
  readonly images: readonly string[];
  /** ARN of the tuning, AutoML, labeling job or monitoring schedule that started it; `null` for a job of its own. */
  readonly parent: string | null;
  readonly experiment: string | null;
  /** Key ids, key ARNs, alias names or alias ARNs. */
  readonly keys: readonly FieldValue[];
  readonly subnets: readonly FieldValue[];
  readonly locations: readonly S3Use[];
  readonly parameters: ParameterScan;
}

/** A job of the look-back window. */
export interface Job extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  /** `InProgress`, `Completed`, `Failed`, `Stopping`, `Stopped`, ... */
  readonly status: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC; `null` while it runs. */
  readonly endedAt: string | null;
  readonly details: Fact<JobDetails>;
}

/** The network of one part of a job. */
export interface JobNetwork {
  /** Field that says it, such as `DescribeTrainingJobResponse.VpcConfig.Subnets`. */
  readonly field: string;
  /** Empty where no VPC is configured. */
  readonly subnets: readonly string[];
  /** Runs without instances of its own (ServerlessJobConfig): nothing to place in a VPC. */
  readonly serverless: boolean;
}

/** A job that can run in a VPC: one network for training and AutoML, one for each definition of a tuning job. */
export interface NetworkedJob extends Job {
  readonly network: Fact<readonly JobNetwork[]>;
}

export const trainingJobs = section<NetworkedJob>({
  name: 'sagemaker.training-jobs',
  type: 'AWS::SageMaker::TrainingJob',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:training-job/*',
});

export const tuningJobs = section<NetworkedJob>({
  name: 'sagemaker.tuning-jobs',
  type: 'AWS::SageMaker::HyperParameterTuningJob',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:hyper-parameter-tuning-job/*',
});

export const autoMlJobs = section<NetworkedJob>({
  name: 'sagemaker.automl-jobs',
  type: 'AWS::SageMaker::AutoMLJob',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:automl-job/*',
});

export const processingJobs = section<Job>({
  name: 'sagemaker.processing-jobs',
  type: 'AWS::SageMaker::ProcessingJob',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:processing-job/*',
});

/** A batch inference job. */
export interface TransformJob extends Job {
  readonly modelName: Fact<string | null>;
}

export const transformJobs = section<TransformJob>({
  name: 'sagemaker.transform-jobs',
  type: 'AWS::SageMaker::TransformJob',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:transform-job/*',
});
