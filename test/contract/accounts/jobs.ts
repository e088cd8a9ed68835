import {
  CreateAutoMLJobV2Command,
  CreateHyperParameterTuningJobCommand,
  CreatePipelineCommand,
  CreateProcessingJobCommand,
  CreateTrainingJobCommand,
  CreateTransformJobCommand,
  type HyperParameterTrainingJobDefinition,
  type VpcConfig,
} from '@aws-sdk/client-sagemaker';
import type { Account } from '../support/account.ts';

const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/trainer:1';
const resources = { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 } as const;

export interface JobSettings {
  readonly bucket: string;
  readonly vpc?: VpcConfig;
  /** Hyperparameters, or environment. */
  readonly parameters?: Record<string, string>;
}

const roleOf = ({ id }: Account) => `arn:aws:iam::${id}:role/training`;

export async function createTrainingJob(account: Account, name: string, { bucket, vpc, parameters }: JobSettings): Promise<void> {
  await account.sagemaker.send(
    new CreateTrainingJobCommand({
      TrainingJobName: name,
      RoleArn: roleOf(account),
      HyperParameters: parameters,
      AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
      InputDataConfig: [
        { ChannelName: 'train', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/data` } } },
      ],
      OutputDataConfig: { S3OutputPath: `s3://${bucket}/models` },
      ResourceConfig: resources,
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
      VpcConfig: vpc,
    }),
  );
}

export async function createTuningJob(account: Account, name: string, { bucket, vpc, parameters }: JobSettings): Promise<void> {
  const definition: HyperParameterTrainingJobDefinition = {
    RoleArn: roleOf(account),
    AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
    StaticHyperParameters: parameters,
    OutputDataConfig: { S3OutputPath: `s3://${bucket}/tuned` },
    ResourceConfig: resources,
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
    VpcConfig: vpc,
  };
  await account.sagemaker.send(
    new CreateHyperParameterTuningJobCommand({
      HyperParameterTuningJobName: name,
      HyperParameterTuningJobConfig: { Strategy: 'Random', ResourceLimits: { MaxParallelTrainingJobs: 1 } },
      TrainingJobDefinition: definition,
    }),
  );
}

export async function createAutoMlJob(account: Account, name: string, { bucket, vpc }: JobSettings): Promise<void> {
  await account.sagemaker.send(
    new CreateAutoMLJobV2Command({
      AutoMLJobName: name,
      RoleArn: roleOf(account),
      AutoMLJobInputDataConfig: [
        { ChannelType: 'training', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/table` } } },
      ],
      OutputDataConfig: { S3OutputPath: `s3://${bucket}/automl` },
      // The optional parts are for moto, which reads them.
      AutoMLProblemTypeConfig: {
        TabularJobConfig: {
          TargetAttributeName: 'label',
          ProblemType: 'BinaryClassification',
          CompletionCriteria: { MaxCandidates: 1 },
        },
      },
      SecurityConfig: { VpcConfig: vpc },
      ModelDeployConfig: { EndpointName: name },
    }),
  );
}

export async function createProcessingJob(account: Account, name: string, { bucket, parameters }: JobSettings): Promise<void> {
  await account.sagemaker.send(
    new CreateProcessingJobCommand({
      ProcessingJobName: name,
      RoleArn: roleOf(account),
      AppSpecification: { ImageUri: image },
      Environment: parameters,
      ProcessingInputs: [
        {
          InputName: 'raw',
          S3Input: { S3Uri: `s3://${bucket}/raw`, S3DataType: 'S3Prefix', S3InputMode: 'File', LocalPath: '/opt/ml/processing' },
        },
      ],
      ProcessingResources: { ClusterConfig: resources },
    }),
  );
}

export async function createTransformJob(account: Account, name: string, { bucket, parameters }: JobSettings): Promise<void> {
  await account.sagemaker.send(
    new CreateTransformJobCommand({
      TransformJobName: name,
      ModelName: 'scorer',
      Environment: parameters,
      TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/batch` } } },
      TransformOutput: { S3OutputPath: `s3://${bucket}/scores` },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    }),
  );
}

export async function createPipeline(account: Account, name: string, parameters: Record<string, string>): Promise<void> {
  const definition = {
    Version: '2020-12-01',
    Steps: [
      {
        Name: 'prepare',
        Type: 'Processing',
        Arguments: { AppSpecification: { ImageUri: image }, Environment: parameters, RoleArn: roleOf(account) },
      },
    ],
  };
  await account.sagemaker.send(
    new CreatePipelineCommand({
      PipelineName: name,
      ClientRequestToken: name.padEnd(32, '-'),
      RoleArn: roleOf(account),
      PipelineDefinition: JSON.stringify(definition),
    }),
  );
}
