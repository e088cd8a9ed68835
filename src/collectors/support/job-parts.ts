import type {
  AlgorithmSpecification,
  Channel,
  CheckpointConfig,
  DebugHookConfig,
  ModelArtifacts,
  OutputDataConfig,
  ProfilerConfig,
  ResourceConfig,
  TensorBoardOutputConfig,
  VpcConfig,
} from '@aws-sdk/client-sagemaker';
import type { BucketUse } from '../../core/edge.ts';
import type { FieldValue, S3Use } from '../../inventory/values.ts';
import { decodeHyperparameter } from '../../secrets/hyperparameter.ts';

/** The members that hold references in a training job, its record in Search, and a training definition of a tuning job. */
export interface TrainingParts {
  readonly RoleArn?: string | undefined;
  readonly AlgorithmSpecification?: Pick<AlgorithmSpecification, 'TrainingImage' | 'AlgorithmName'> | undefined;
  readonly InputDataConfig?: readonly Channel[] | undefined;
  readonly OutputDataConfig?: OutputDataConfig | undefined;
  readonly ResourceConfig?: Pick<ResourceConfig, 'VolumeKmsKeyId'> | undefined;
  readonly HyperParameterTuningResourceConfig?: { readonly VolumeKmsKeyId?: string | undefined } | undefined;
  readonly VpcConfig?: VpcConfig | undefined;
  readonly ModelArtifacts?: ModelArtifacts | undefined;
  readonly CheckpointConfig?: CheckpointConfig | undefined;
  readonly DebugHookConfig?: DebugHookConfig | undefined;
  readonly TensorBoardOutputConfig?: TensorBoardOutputConfig | undefined;
  readonly ProfilerConfig?: ProfilerConfig | undefined;
  readonly HyperParameters?: Readonly<Record<string, string>> | undefined;
  readonly StaticHyperParameters?: Readonly<Record<string, string>> | undefined;
}

/** What a training job or definition refers to, by the fields of catalogue 3.2. */
export function trainingReferences(parts: TrainingParts) {
  const image = parts.AlgorithmSpecification?.TrainingImage ?? parts.AlgorithmSpecification?.AlgorithmName;
  return {
    roles: field('RoleArn', parts.RoleArn),
    images: image === undefined ? [] : [image],
    keys: [
      ...field('OutputDataConfig.KmsKeyId', parts.OutputDataConfig?.KmsKeyId),
      ...field('ResourceConfig.VolumeKmsKeyId', parts.ResourceConfig?.VolumeKmsKeyId),
      ...field('HyperParameterTuningResourceConfig.VolumeKmsKeyId', parts.HyperParameterTuningResourceConfig?.VolumeKmsKeyId),
    ],
    subnets: subnetsOf('VpcConfig', parts.VpcConfig),
    locations: [
      ...(parts.InputDataConfig ?? []).flatMap(({ ChannelName: name, DataSource: source }, index) =>
        location(`InputDataConfig[${index}].DataSource.S3DataSource.S3Uri`, source?.S3DataSource?.S3Uri, useOfInput(name)),
      ),
      ...location('OutputDataConfig.S3OutputPath', parts.OutputDataConfig?.S3OutputPath, 'model'),
      ...location('ModelArtifacts.S3ModelArtifacts', parts.ModelArtifacts?.S3ModelArtifacts, 'model'),
      ...location('CheckpointConfig.S3Uri', parts.CheckpointConfig?.S3Uri, 'checkpoint'),
      ...location('DebugHookConfig.S3OutputPath', parts.DebugHookConfig?.S3OutputPath, 'logs'),
      ...location('TensorBoardOutputConfig.S3OutputPath', parts.TensorBoardOutputConfig?.S3OutputPath, 'logs'),
      ...location('ProfilerConfig.S3OutputPath', parts.ProfilerConfig?.S3OutputPath, 'logs'),
      ...submitDirectory('HyperParameters', parts.HyperParameters),
      ...submitDirectory('StaticHyperParameters', parts.StaticHyperParameters),
    ],
  };
}

/** Inputs under which the SageMaker SDK uploads scripts: `code` of all its versions, `entrypoint` of FrameworkProcessor, `sm_drivers` of ModelTrainer. */
const codeInputs = new Set(['code', 'entrypoint', 'sm_drivers']);

/** What an input channel holds, by its name. */
export function useOfInput(name: string | undefined): BucketUse {
  return codeInputs.has(name ?? '') ? 'code' : 'data';
}

/** A field's value, unless AWS gave none; it answers an empty KmsKeyId where no key is set. */
export function field(name: string, value: string | undefined): readonly FieldValue[] {
  return value === undefined || value === '' ? [] : [{ field: name, value }];
}

export function location(name: string, value: string | undefined, use: BucketUse): readonly S3Use[] {
  return field(name, value).map((one) => ({ ...one, use }));
}

export function subnetsOf(name: string, vpc: VpcConfig | undefined): readonly FieldValue[] {
  return (vpc?.Subnets ?? []).map((value) => ({ field: `${name}.Subnets`, value }));
}

/** The source archive of the SageMaker SDK: a JSON-quoted S3 location; a path inside the container is none. */
function submitDirectory(name: string, parameters: TrainingParts['HyperParameters']): readonly S3Use[] {
  const value = decodeHyperparameter(parameters?.['sagemaker_submit_directory'] ?? '');
  return value.startsWith('s3://') ? location(`${name}.sagemaker_submit_directory`, value, 'code') : [];
}
