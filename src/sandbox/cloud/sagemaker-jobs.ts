import type { DescribeTrainingJobResponse, TrainingJob } from '@aws-sdk/client-sagemaker';
import type { AccountOf, SageMakerData } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';
import { isLong, named, sorted } from './history.ts';
import { given, pageOf } from './pages.ts';
import { notFound, sagemakerPages } from './sagemaker.ts';

/** SageMaker: jobs of all kinds, their search, and pipelines. */
export function sagemakerJobs(accountOf: AccountOf): Handlers {
  const here = (call: SandboxCall): SageMakerData => accountOf(call).in[call.region]?.sagemaker ?? {};
  return defineHandlers('sagemaker', {
    Search({ Resource, NextToken, MaxResults, SortBy = 'LastModifiedTime', SortOrder = 'Descending' }, call) {
      const { trainingJobs = [], notYetSearchable = [] } = here(call);
      const indexed = isLong(trainingJobs)
        ? trainingJobs
        : trainingJobs.filter(({ TrainingJobName: name = '' }) => !notYetSearchable.includes(name));
      const hits = Resource === 'TrainingJob' ? sorted(indexed, { by: SortBy, order: SortOrder }) : [];
      const { page, next } = pageOf(hits, { token: NextToken, size: MaxResults, ...sagemakerPages });
      return given({ Results: page.map((job) => ({ TrainingJob: recordOf(job) })), NextToken: next });
    },
    ListTrainingJobs({ NextToken, MaxResults, SortBy = 'CreationTime', SortOrder = 'Ascending' }, call) {
      const jobs = sorted(here(call).trainingJobs ?? [], { by: SortBy, order: SortOrder });
      const { page, next } = pageOf(jobs, { token: NextToken, size: MaxResults, ...sagemakerPages });
      const summaries = page.map((one) =>
        given({
          TrainingJobName: one.TrainingJobName,
          TrainingJobArn: one.TrainingJobArn,
          CreationTime: one.CreationTime,
          TrainingEndTime: one.TrainingEndTime,
          LastModifiedTime: one.LastModifiedTime,
          TrainingJobStatus: one.TrainingJobStatus,
          SecondaryStatus: one.SecondaryStatus,
        }),
      );
      return given({ TrainingJobSummaries: summaries, NextToken: next });
    },
    DescribeTrainingJob({ TrainingJobName: name }, call) {
      return named(here(call).trainingJobs, 'TrainingJobName', name) ?? notFound();
    },
    ListHyperParameterTuningJobs({ NextToken, MaxResults, SortBy = 'Name', SortOrder = 'Ascending' }, call) {
      const jobs = sorted(here(call).tuningJobs ?? [], { by: SortBy, order: SortOrder });
      const { page, next } = pageOf(jobs, { token: NextToken, size: MaxResults, ...sagemakerPages });
      const summaries = page.map((one) =>
        given({
          HyperParameterTuningJobName: one.HyperParameterTuningJobName,
          HyperParameterTuningJobArn: one.HyperParameterTuningJobArn,
          HyperParameterTuningJobStatus: one.HyperParameterTuningJobStatus,
          Strategy: one.HyperParameterTuningJobConfig?.Strategy,
          CreationTime: one.CreationTime,
          HyperParameterTuningEndTime: one.HyperParameterTuningEndTime,
          LastModifiedTime: one.LastModifiedTime,
          TrainingJobStatusCounters: one.TrainingJobStatusCounters,
          ObjectiveStatusCounters: one.ObjectiveStatusCounters,
          ResourceLimits: one.HyperParameterTuningJobConfig?.ResourceLimits,
        }),
      );
      return given({ HyperParameterTuningJobSummaries: summaries, NextToken: next });
    },
    DescribeHyperParameterTuningJob({ HyperParameterTuningJobName: name }, call) {
      return named(here(call).tuningJobs, 'HyperParameterTuningJobName', name) ?? notFound();
    },
    ListAutoMLJobs({ NextToken, MaxResults, SortBy = 'Name', SortOrder = 'Descending' }, call) {
      const jobs = sorted(here(call).autoMlJobs ?? [], { by: SortBy, order: SortOrder });
      const { page, next } = pageOf(jobs, { token: NextToken, size: MaxResults, ...sagemakerPages });
      const summaries = page.map((one) =>
        given({
          AutoMLJobName: one.AutoMLJobName,
          AutoMLJobArn: one.AutoMLJobArn,
          AutoMLJobStatus: one.AutoMLJobStatus,
          AutoMLJobSecondaryStatus: one.AutoMLJobSecondaryStatus,
          CreationTime: one.CreationTime,
          EndTime: one.EndTime,
          LastModifiedTime: one.LastModifiedTime,
          FailureReason: one.FailureReason,
          PartialFailureReasons: one.PartialFailureReasons,
        }),
      );
      return given({ AutoMLJobSummaries: summaries, NextToken: next });
    },
    DescribeAutoMLJobV2({ AutoMLJobName: name }, call) {
      return named(here(call).autoMlJobs, 'AutoMLJobName', name) ?? notFound();
    },
    ListProcessingJobs({ NextToken, MaxResults, SortBy = 'CreationTime', SortOrder = 'Ascending' }, call) {
      const jobs = sorted(here(call).processingJobs ?? [], { by: SortBy, order: SortOrder });
      const { page, next } = pageOf(jobs, { token: NextToken, size: MaxResults, ...sagemakerPages });
      const summaries = page.map((one) =>
        given({
          ProcessingJobName: one.ProcessingJobName,
          ProcessingJobArn: one.ProcessingJobArn,
          CreationTime: one.CreationTime,
          ProcessingEndTime: one.ProcessingEndTime,
          LastModifiedTime: one.LastModifiedTime,
          ProcessingJobStatus: one.ProcessingJobStatus,
          FailureReason: one.FailureReason,
          ExitMessage: one.ExitMessage,
        }),
      );
      return given({ ProcessingJobSummaries: summaries, NextToken: next });
    },
    DescribeProcessingJob({ ProcessingJobName: name }, call) {
      return named(here(call).processingJobs, 'ProcessingJobName', name) ?? notFound();
    },
    ListTransformJobs({ NextToken, MaxResults, SortBy = 'CreationTime', SortOrder = 'Ascending' }, call) {
      const jobs = sorted(here(call).transformJobs ?? [], { by: SortBy, order: SortOrder });
      const { page, next } = pageOf(jobs, { token: NextToken, size: MaxResults, ...sagemakerPages });
      const summaries = page.map((one) =>
        given({
          TransformJobName: one.TransformJobName,
          TransformJobArn: one.TransformJobArn,
          CreationTime: one.CreationTime,
          TransformEndTime: one.TransformEndTime,
          TransformJobStatus: one.TransformJobStatus,
          FailureReason: one.FailureReason,
        }),
      );
      return given({ TransformJobSummaries: summaries, NextToken: next });
    },
    DescribeTransformJob({ TransformJobName: name }, call) {
      return named(here(call).transformJobs, 'TransformJobName', name) ?? notFound();
    },
    ListPipelines({ NextToken, MaxResults, SortBy = 'CreationTime', SortOrder = 'Ascending' }, call) {
      const pipelines = sorted(here(call).pipelines ?? [], { by: SortBy, order: SortOrder });
      const { page, next } = pageOf(pipelines, { token: NextToken, size: MaxResults, ...sagemakerPages });
      const summaries = page.map((one) =>
        given({
          PipelineArn: one.PipelineArn,
          PipelineName: one.PipelineName,
          PipelineDisplayName: one.PipelineDisplayName,
          PipelineDescription: one.PipelineDescription,
          RoleArn: one.RoleArn,
          CreationTime: one.CreationTime,
          LastModifiedTime: one.LastModifiedTime,
          LastExecutionTime: one.LastRunTime,
        }),
      );
      return given({ PipelineSummaries: summaries, NextToken: next });
    },
    DescribePipeline({ PipelineName: name }, call) {
      const pipelines = here(call).pipelines ?? [];
      const found = pipelines.find((one) => one.PipelineName === name || one.PipelineArn === name);
      if (found === undefined) throw new SandboxError('ResourceNotFound', `Pipeline '${name}' does not exist.`);
      return found;
    },
  });
}

/** Members of a job that its record in Search has: not those of serverless customization, remote debugging and MLflow, for one. */
function recordOf(job: Omit<DescribeTrainingJobResponse, '$metadata'>): TrainingJob {
  return given({
    TrainingJobName: job.TrainingJobName,
    TrainingJobArn: job.TrainingJobArn,
    TuningJobArn: job.TuningJobArn,
    LabelingJobArn: job.LabelingJobArn,
    AutoMLJobArn: job.AutoMLJobArn,
    ModelArtifacts: job.ModelArtifacts,
    TrainingJobStatus: job.TrainingJobStatus,
    SecondaryStatus: job.SecondaryStatus,
    FailureReason: job.FailureReason,
    HyperParameters: job.HyperParameters,
    AlgorithmSpecification: job.AlgorithmSpecification,
    RoleArn: job.RoleArn,
    InputDataConfig: job.InputDataConfig,
    OutputDataConfig: job.OutputDataConfig,
    ResourceConfig: job.ResourceConfig,
    WarmPoolStatus: job.WarmPoolStatus,
    VpcConfig: job.VpcConfig,
    StoppingCondition: job.StoppingCondition,
    CreationTime: job.CreationTime,
    TrainingStartTime: job.TrainingStartTime,
    TrainingEndTime: job.TrainingEndTime,
    LastModifiedTime: job.LastModifiedTime,
    SecondaryStatusTransitions: job.SecondaryStatusTransitions,
    FinalMetricDataList: job.FinalMetricDataList,
    EnableNetworkIsolation: job.EnableNetworkIsolation,
    EnableInterContainerTrafficEncryption: job.EnableInterContainerTrafficEncryption,
    EnableManagedSpotTraining: job.EnableManagedSpotTraining,
    CheckpointConfig: job.CheckpointConfig,
    TrainingTimeInSeconds: job.TrainingTimeInSeconds,
    BillableTimeInSeconds: job.BillableTimeInSeconds,
    DebugHookConfig: job.DebugHookConfig,
    ExperimentConfig: job.ExperimentConfig,
    DebugRuleConfigurations: job.DebugRuleConfigurations,
    TensorBoardOutputConfig: job.TensorBoardOutputConfig,
    DebugRuleEvaluationStatuses: job.DebugRuleEvaluationStatuses,
    OutputModelPackageArn: job.OutputModelPackageArn,
    ModelPackageConfig: job.ModelPackageConfig,
    ProfilerConfig: job.ProfilerConfig,
    Environment: job.Environment,
    RetryStrategy: job.RetryStrategy,
  });
}
