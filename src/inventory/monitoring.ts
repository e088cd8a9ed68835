import type { Fact, Origin } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';
import type { FieldValue, ParameterScan, S3Use } from './values.ts';

/** What a monitoring job does, by an inline definition of a schedule or by a job definition of its own. */
export interface MonitoringJob {
  /** Endpoint that is looked at; `null` for batch monitoring. */
  readonly endpointName: string | null;
  readonly roles: readonly FieldValue[];
  readonly keys: readonly FieldValue[];
  readonly subnets: readonly FieldValue[];
  readonly locations: readonly S3Use[];
  readonly parameters: ParameterScan;
}

export interface MonitoringScheduleDetails {
  readonly endpointName: string | null;
  /** `cron(...)` or `NOW`; `null` where AWS left it out. */
  readonly expression: string | null;
  readonly failureReason: string | null;
  /** Type and ARN of its job definition, which has the schedule's account and Region; `null` for an inline one. */
  readonly definition: { readonly kind: MonitoringKind; readonly arn: string } | null;
  readonly inline: MonitoringJob | null;
}

export type MonitoringKind = 'DataQuality' | 'ModelQuality' | 'ModelBias' | 'ModelExplainability';

export interface MonitoringSchedule extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  /** `Pending`, `Failed`, `Scheduled`, `Stopped`. */
  readonly status: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly lastModifiedAt: string;
  readonly monitoringType: string | null;
  /** As the list gives it; may be missing for batch schedules. */
  readonly endpointName: string | null;
  readonly details: Fact<MonitoringScheduleDetails>;
}

export const monitoringSchedules = section<MonitoringSchedule>({
  name: 'sagemaker.monitoring-schedules',
  type: 'AWS::SageMaker::MonitoringSchedule',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:monitoring-schedule/*',
});

/** A job definition that a schedule names. */
export interface MonitoringDefinition extends Resource {
  readonly kind: MonitoringKind;
  /** Known to be `null` when it has been deleted. */
  readonly job: Fact<MonitoringJob | null>;
}

export const monitoringDefinitions = section<MonitoringDefinition>({
  name: 'sagemaker.monitoring-definitions',
  type: 'AWS::SageMaker::DataQualityJobDefinition',
  scope: 'regional',
  arn: 'arn:P:sagemaker:R:A:data-quality-job-definition/*',
});
