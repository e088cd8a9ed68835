import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type * as SageMaker from '@aws-sdk/client-sagemaker';
import type { SageMakerData } from '../../account.ts';
import { arnOf, daysAgo, roleArn, sageMakerArn, type Place } from './place.ts';

type Schedule = NonNullable<SageMakerData['monitoringSchedules']>[number];

export interface MonitorOptions {
  readonly endpoint: string;
  readonly role: string;
  /** Where reports go, and where baseline and ground truth lie. */
  readonly reports: string;
  readonly baseline: string;
}

const kinds = {
  DataQuality: 'data-quality-job-definition',
  ModelQuality: 'model-quality-job-definition',
  ModelBias: 'model-bias-job-definition',
  ModelExplainability: 'model-explainability-job-definition',
} as const satisfies Record<SageMaker.MonitoringType, string>;

/** A schedule that names a job definition of the same name. */
export function schedule(
  at: Place,
  name: string,
  type: SageMaker.MonitoringType,
  endpoint: string,
  more: Partial<Schedule> & { readonly expression?: string } = {},
): Schedule {
  const { expression = 'cron(0 * ? * * *)', ...rest } = more;
  return {
    MonitoringScheduleArn: sageMakerArn(at, 'monitoring-schedule', name),
    MonitoringScheduleName: name,
    MonitoringScheduleStatus: 'Scheduled',
    MonitoringType: type,
    CreationTime: daysAgo(at, 23),
    LastModifiedTime: daysAgo(at, 23),
    MonitoringScheduleConfig: {
      ScheduleConfig: { ScheduleExpression: expression },
      MonitoringJobDefinitionName: name,
      MonitoringType: type,
    },
    EndpointName: endpoint,
    ...rest,
  };
}

/** The job definition of a schedule, in the list of its kind. */
export function definition(at: Place, name: string, type: SageMaker.MonitoringType, options: MonitorOptions): SageMakerData {
  const EndpointInput = {
    EndpointName: options.endpoint,
    LocalPath: '/opt/ml/processing/input',
    S3InputMode: 'File',
    S3DataDistributionType: 'FullyReplicated',
  } as const;
  const GroundTruthS3Input = { S3Uri: `${options.baseline}/ground-truth` };
  const outputs: SageMaker.MonitoringOutputConfig = {
    MonitoringOutputs: [
      { S3Output: { S3Uri: options.reports, LocalPath: '/opt/ml/processing/output', S3UploadMode: 'EndOfJob' } },
    ],
  };
  const common = {
    JobDefinitionArn: sageMakerArn(at, kinds[type], name),
    JobDefinitionName: name,
    CreationTime: daysAgo(at, 23),
    JobResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large' as const, VolumeSizeInGB: 20 } },
    RoleArn: roleArn(at, options.role),
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  };
  const analyzer = `468650794304.dkr.ecr.${at.region}.amazonaws.com/sagemaker-model-monitor-analyzer`;
  const clarify = {
    ImageUri: `131013547314.dkr.ecr.${at.region}.amazonaws.com/sagemaker-clarify-processing:1.0`,
    ConfigUri: `${options.baseline}/analysis_config.json`,
  };
  switch (type) {
    case 'DataQuality':
      return {
        dataQualityJobDefinitions: [
          {
            ...common,
            DataQualityBaselineConfig: { ConstraintsResource: { S3Uri: `${options.baseline}/constraints.json` } },
            DataQualityAppSpecification: { ImageUri: analyzer, Environment: { publish_cloudwatch_metrics: 'Enabled' } },
            DataQualityJobInput: { EndpointInput },
            DataQualityJobOutputConfig: outputs,
          },
        ],
      };
    case 'ModelQuality':
      return {
        modelQualityJobDefinitions: [
          {
            ...common,
            ModelQualityAppSpecification: { ImageUri: analyzer, ProblemType: 'BinaryClassification' },
            ModelQualityJobInput: { EndpointInput, GroundTruthS3Input },
            ModelQualityJobOutputConfig: outputs,
          },
        ],
      };
    case 'ModelBias':
      return {
        modelBiasJobDefinitions: [
          {
            ...common,
            ModelBiasAppSpecification: clarify,
            ModelBiasJobInput: { EndpointInput, GroundTruthS3Input },
            ModelBiasJobOutputConfig: outputs,
          },
        ],
      };
    case 'ModelExplainability':
      return {
        modelExplainabilityJobDefinitions: [
          {
            ...common,
            ModelExplainabilityAppSpecification: clarify,
            ModelExplainabilityJobInput: { EndpointInput },
            ModelExplainabilityJobOutputConfig: outputs,
          },
        ],
      };
  }
}

/** An alarm on one metric of an endpoint. */
export function alarm(
  at: Place,
  AlarmName: string,
  metric: { readonly namespace: string; readonly name: string; readonly dimensions: Readonly<Record<string, string>> },
): MetricAlarm {
  return {
    AlarmName,
    AlarmArn: arnOf(at, 'cloudwatch', `alarm:${AlarmName}`),
    AlarmConfigurationUpdatedTimestamp: daysAgo(at, 22),
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [arnOf(at, 'sns', 'ml-on-call')],
    InsufficientDataActions: [],
    StateValue: 'OK',
    StateReason: 'Threshold Crossed: no datapoints were greater than the threshold',
    StateUpdatedTimestamp: daysAgo(at, 4),
    MetricName: metric.name,
    Namespace: metric.namespace,
    Statistic: 'Maximum',
    Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Period: 3600,
    EvaluationPeriods: 1,
    Threshold: 0.1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'breaching',
  };
}
