import type * as SageMaker from '@aws-sdk/client-sagemaker';
import type { ItemOf, SageMakerData } from '../../account.ts';
import { daysAgo, hoursAgo, ownImage, roleArn, sageMakerArn, type Place } from './place.ts';

export type TrainingJob = ItemOf<NonNullable<SageMakerData['trainingJobs']>>;
export type TuningJob = ItemOf<NonNullable<SageMakerData['tuningJobs']>>;
export type AutoMlJob = ItemOf<NonNullable<SageMakerData['autoMlJobs']>>;
export type ProcessingJob = ItemOf<NonNullable<SageMakerData['processingJobs']>>;
export type TransformJob = ItemOf<NonNullable<SageMakerData['transformJobs']>>;
export type Pipeline = NonNullable<SageMakerData['pipelines']>[number];

/** What the seed says of a job; the rest is what AWS always sends. */
export interface JobOptions {
  readonly role: string;
  /** Repository of the image. */
  readonly image: string;
  /** Started this many days before the scan. */
  readonly daysAgo: number;
  /** S3 locations. */
  readonly input: string;
  readonly output: string;
}

function channel(ChannelName: string, S3Uri: string): SageMaker.Channel {
  return {
    ChannelName,
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri, S3DataDistributionType: 'FullyReplicated' } },
    CompressionType: 'None',
    RecordWrapperType: 'None',
  };
}

/** A completed training job. */
export function trainingJob(at: Place, name: string, options: JobOptions, more: Partial<TrainingJob> = {}): TrainingJob {
  const { role, image, input, output } = options;
  return {
    TrainingJobName: name,
    TrainingJobArn: sageMakerArn(at, 'training-job', name),
    ModelArtifacts: { S3ModelArtifacts: artifactOf(name, output) },
    TrainingJobStatus: 'Completed',
    SecondaryStatus: 'Completed',
    AlgorithmSpecification: {
      TrainingImage: ownImage(at, image),
      TrainingInputMode: 'File',
      EnableSageMakerMetricsTimeSeries: false,
    },
    RoleArn: roleArn(at, role),
    InputDataConfig: [channel('train', input)],
    OutputDataConfig: { KmsKeyId: '', S3OutputPath: output },
    ResourceConfig: { InstanceType: 'ml.m5.2xlarge', InstanceCount: 1, VolumeSizeInGB: 50 },
    StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
    ...times(at, options.daysAgo, 'Training'),
    EnableNetworkIsolation: false,
    EnableInterContainerTrafficEncryption: false,
    EnableManagedSpotTraining: false,
    TrainingTimeInSeconds: 2940,
    BillableTimeInSeconds: 2940,
    ...more,
  };
}

/** Where a training job leaves its model. */
export function artifactOf(job: string, output: string): string {
  return `${output.replace(/\/$/, '')}/${job}/output/model.tar.gz`;
}

/** One definition of a tuning job. */
export function tuningDefinition(
  at: Place,
  options: JobOptions,
  more: Partial<SageMaker.HyperParameterTrainingJobDefinition> = {},
): SageMaker.HyperParameterTrainingJobDefinition {
  const { role, image, input, output } = options;
  return {
    StaticHyperParameters: { _tuning_objective_metric: 'validation:auc', num_round: '400' },
    AlgorithmSpecification: { TrainingImage: ownImage(at, image), TrainingInputMode: 'File' },
    RoleArn: roleArn(at, role),
    InputDataConfig: [channel('train', input)],
    OutputDataConfig: { KmsKeyId: '', S3OutputPath: output },
    ResourceConfig: { InstanceType: 'ml.m5.2xlarge', InstanceCount: 1, VolumeSizeInGB: 50 },
    StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
    EnableNetworkIsolation: false,
    EnableInterContainerTrafficEncryption: false,
    EnableManagedSpotTraining: false,
    ...more,
  };
}

export function tuningJob(at: Place, name: string, started: number, definitions: Partial<TuningJob>): TuningJob {
  return {
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobArn: sageMakerArn(at, 'hyper-parameter-tuning-job', name),
    HyperParameterTuningJobConfig: {
      Strategy: 'Bayesian',
      ResourceLimits: { MaxNumberOfTrainingJobs: 2, MaxParallelTrainingJobs: 2 },
    },
    HyperParameterTuningJobStatus: 'Completed',
    CreationTime: daysAgo(at, started),
    HyperParameterTuningEndTime: hoursAgo(at, started * 24 - 3),
    LastModifiedTime: hoursAgo(at, started * 24 - 3),
    TrainingJobStatusCounters: { Completed: 2, InProgress: 0, RetryableError: 0, NonRetryableError: 0, Stopped: 0 },
    ObjectiveStatusCounters: { Succeeded: 2, Pending: 0, Failed: 0 },
    ...definitions,
  };
}

/** A completed AutoML job on tables. */
export function autoMlJob(at: Place, name: string, options: Omit<JobOptions, 'image'>, more: Partial<AutoMlJob> = {}): AutoMlJob {
  const { role, input, output } = options;
  return {
    AutoMLJobName: name,
    AutoMLJobArn: sageMakerArn(at, 'automl-job', name),
    AutoMLJobInputDataConfig: [
      {
        ChannelType: 'training',
        ContentType: 'text/csv;header=present',
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: input } },
      },
    ],
    OutputDataConfig: { S3OutputPath: output },
    RoleArn: roleArn(at, role),
    AutoMLProblemTypeConfig: { TabularJobConfig: { TargetAttributeName: 'cancelled', ProblemType: 'BinaryClassification' } },
    AutoMLProblemTypeConfigName: 'Tabular',
    CreationTime: daysAgo(at, options.daysAgo),
    EndTime: hoursAgo(at, options.daysAgo * 24 - 2),
    LastModifiedTime: hoursAgo(at, options.daysAgo * 24 - 2),
    AutoMLJobStatus: 'Completed',
    AutoMLJobSecondaryStatus: 'Completed',
    ...more,
  };
}

export function processingInput(InputName: string, S3Uri: string): SageMaker.ProcessingInput {
  return {
    InputName,
    AppManaged: false,
    S3Input: {
      S3Uri,
      LocalPath: `/opt/ml/processing/input/${InputName}`,
      S3DataType: 'S3Prefix',
      S3InputMode: 'File',
      S3DataDistributionType: 'FullyReplicated',
      S3CompressionType: 'None',
    },
  };
}

/** A completed processing job. */
export function processingJob(at: Place, name: string, options: JobOptions, more: Partial<ProcessingJob> = {}): ProcessingJob {
  const { role, image, input, output } = options;
  return {
    ProcessingJobName: name,
    ProcessingJobArn: sageMakerArn(at, 'processing-job', name),
    ProcessingInputs: [processingInput('raw', input)],
    ProcessingOutputConfig: {
      Outputs: [
        {
          OutputName: 'out',
          S3Output: { S3Uri: output, LocalPath: '/opt/ml/processing/output', S3UploadMode: 'EndOfJob' },
          AppManaged: false,
        },
      ],
    },
    ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.xlarge', VolumeSizeInGB: 30 } },
    StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
    AppSpecification: { ImageUri: ownImage(at, image) },
    RoleArn: roleArn(at, role),
    ProcessingJobStatus: 'Completed',
    ...times(at, options.daysAgo, 'Processing'),
    ...more,
  };
}

/** A completed batch inference. */
export function transformJob(
  at: Place,
  name: string,
  options: { readonly model: string; readonly daysAgo: number; readonly input: string; readonly output: string },
  more: Partial<TransformJob> = {},
): TransformJob {
  const { model, input, output } = options;
  return {
    TransformJobName: name,
    TransformJobArn: sageMakerArn(at, 'transform-job', name),
    TransformJobStatus: 'Completed',
    ModelName: model,
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: input } },
      ContentType: 'text/csv',
      CompressionType: 'None',
      SplitType: 'Line',
    },
    TransformOutput: { S3OutputPath: output, AssembleWith: 'Line', KmsKeyId: '' },
    TransformResources: { InstanceType: 'ml.m5.xlarge', InstanceCount: 2 },
    CreationTime: daysAgo(at, options.daysAgo),
    TransformStartTime: hoursAgo(at, options.daysAgo * 24 - 0.1),
    TransformEndTime: hoursAgo(at, options.daysAgo * 24 - 1),
    ...more,
  };
}

/** A pipeline with one training step. */
export function pipeline(
  at: Place,
  name: string,
  options: Omit<JobOptions, 'daysAgo'> & { readonly parameters?: readonly object[] },
): Pipeline {
  const { role, image, input, output, parameters = [] } = options;
  const step = {
    Name: 'Train',
    Type: 'Training',
    Arguments: {
      AlgorithmSpecification: { TrainingImage: ownImage(at, image), TrainingInputMode: 'File' },
      RoleArn: roleArn(at, role),
      InputDataConfig: [channel('train', input)],
      OutputDataConfig: { S3OutputPath: output },
      ResourceConfig: { InstanceCount: 1, InstanceType: 'ml.m5.2xlarge', VolumeSizeInGB: 50 },
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
    },
  };
  return {
    PipelineArn: sageMakerArn(at, 'pipeline', name),
    PipelineName: name,
    PipelineDisplayName: name,
    PipelineDefinition: JSON.stringify({ Version: '2020-12-01', Metadata: {}, Parameters: parameters, Steps: [step] }),
    RoleArn: roleArn(at, role),
    PipelineStatus: 'Active',
    CreationTime: daysAgo(at, 150),
    LastModifiedTime: daysAgo(at, 20),
    LastRunTime: daysAgo(at, 2),
  };
}

type Times<K extends string> = Record<'CreationTime' | 'LastModifiedTime' | `${K}StartTime` | `${K}EndTime`, Date>;

function times<K extends 'Training' | 'Processing'>(at: Place, started: number, kind: K): Times<K> {
  const hours = started * 24;
  return {
    CreationTime: hoursAgo(at, hours),
    [`${kind}StartTime`]: hoursAgo(at, hours - 0.1),
    [`${kind}EndTime`]: hoursAgo(at, hours - 0.9),
    LastModifiedTime: hoursAgo(at, hours - 0.9),
  } as Times<K>;
}
