import type {
  BatchTransformInput,
  EndpointInput,
  MonitoringBaselineConfig,
  MonitoringGroundTruthS3Input,
  MonitoringNetworkConfig,
  MonitoringOutputConfig,
  MonitoringResources,
} from '@aws-sdk/client-sagemaker';
import type { BucketUse } from '../../core/edge.ts';
import type { SecretScanner } from '../../core/secret.ts';
import type { MonitoringJob } from '../../inventory/monitoring.ts';
import type { FieldValue, S3Use } from '../../inventory/values.ts';
import { commandLine, environment, scanParameters } from './parameters.ts';

/** One part of a definition, under the name that it has there. */
interface Part<T> {
  readonly field: string;
  readonly value: T | undefined;
}

/** A container's specification, whatever the kind of monitoring. */
interface Application {
  readonly ContainerEntrypoint?: string[] | undefined;
  readonly ContainerArguments?: string[] | undefined;
  readonly RecordPreprocessorSourceUri?: string | undefined;
  readonly PostAnalyticsProcessorSourceUri?: string | undefined;
  readonly ConfigUri?: string | undefined;
  readonly Environment?: Record<string, string> | undefined;
}

/** What is looked at; ground truth where a kind compares with it. */
interface Input {
  readonly EndpointInput?: EndpointInput | undefined;
  readonly BatchTransformInput?: BatchTransformInput | undefined;
  readonly GroundTruthS3Input?: MonitoringGroundTruthS3Input | undefined;
}

/** The parts that the four kinds of definitions and inline ones have in common; only their names differ. */
export interface MonitoringParts {
  /** The answer that the fields belong to, such as `DescribeDataQualityJobDefinitionResponse`. */
  readonly answer: string;
  readonly role: Part<string>;
  readonly baseline: Part<MonitoringBaselineConfig>;
  readonly application: Part<Application>;
  /** Beside that of the application. */
  readonly environment?: Part<Record<string, string>>;
  readonly inputs: Part<readonly Input[]>;
  readonly outputs: Part<MonitoringOutputConfig>;
  readonly resources: Part<MonitoringResources>;
  readonly network: Part<Pick<MonitoringNetworkConfig, 'VpcConfig'>>;
}

/** A monitoring job in our words; environment and arguments are classified and dropped. */
export async function toMonitoringJob(parts: MonitoringParts, secrets: SecretScanner): Promise<MonitoringJob> {
  const { application, inputs, outputs, resources, network } = parts;
  const endpoint = (inputs.value ?? []).find((input) => input.EndpointInput !== undefined)?.EndpointInput;
  return {
    endpointName: endpoint?.EndpointName ?? null,
    roles: named(parts.role.field, parts.role.value),
    keys: [
      ...named(`${resources.field}.ClusterConfig.VolumeKmsKeyId`, resources.value?.ClusterConfig?.VolumeKmsKeyId),
      ...named(`${outputs.field}.KmsKeyId`, outputs.value?.KmsKeyId),
    ],
    subnets: (network.value?.VpcConfig?.Subnets ?? []).flatMap((id) => named(`${network.field}.VpcConfig.Subnets`, id)),
    locations: locations(parts),
    parameters: await scanParameters(secrets, parts.answer, [
      ...environment(`${application.field}.Environment`, application.value?.Environment),
      ...environment(parts.environment?.field ?? '', parts.environment?.value),
      ...commandLine(`${application.field}.ContainerEntrypoint`, application.value?.ContainerEntrypoint),
      ...commandLine(`${application.field}.ContainerArguments`, application.value?.ContainerArguments),
    ]),
  };
}

function locations({ baseline, application, inputs, outputs }: MonitoringParts): readonly S3Use[] {
  const app = application.value;
  return [
    ...place('baseline', `${baseline.field}.ConstraintsResource.S3Uri`, baseline.value?.ConstraintsResource?.S3Uri),
    ...place('baseline', `${baseline.field}.StatisticsResource.S3Uri`, baseline.value?.StatisticsResource?.S3Uri),
    ...place('code', `${application.field}.ConfigUri`, app?.ConfigUri),
    ...place('code', `${application.field}.RecordPreprocessorSourceUri`, app?.RecordPreprocessorSourceUri),
    ...place('code', `${application.field}.PostAnalyticsProcessorSourceUri`, app?.PostAnalyticsProcessorSourceUri),
    ...(inputs.value ?? []).flatMap(({ BatchTransformInput: batch, GroundTruthS3Input: truth }) => [
      ...place('data', `${inputs.field}.BatchTransformInput.DataCapturedDestinationS3Uri`, batch?.DataCapturedDestinationS3Uri),
      ...place('data', `${inputs.field}.GroundTruthS3Input.S3Uri`, truth?.S3Uri),
    ]),
    ...(outputs.value?.MonitoringOutputs ?? []).flatMap((output) =>
      place('results', `${outputs.field}.MonitoringOutputs[].S3Output.S3Uri`, output.S3Output?.S3Uri),
    ),
  ];
}

function named(field: string, value: string | undefined): readonly FieldValue[] {
  return value === undefined || value === '' ? [] : [{ field, value }];
}

function place(use: BucketUse, field: string, value: string | undefined): readonly S3Use[] {
  return named(field, value).map((one) => ({ ...one, use }));
}
