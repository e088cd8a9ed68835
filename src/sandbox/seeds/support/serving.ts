import type * as SageMaker from '@aws-sdk/client-sagemaker';
import type { SageMakerData } from '../../account.ts';
import { daysAgo, ownImage, roleArn, sageMakerArn, type Place } from './place.ts';

type Model = NonNullable<SageMakerData['models']>[number];
type EndpointConfig = NonNullable<SageMakerData['endpointConfigs']>[number];
type Endpoint = NonNullable<SageMakerData['endpoints']>[number];

/** A model with one container. */
export function model(
  at: Place,
  name: string,
  role: string,
  container: SageMaker.ContainerDefinition,
  more: Partial<Model> = {},
): Model {
  return {
    ModelName: name,
    ModelArn: sageMakerArn(at, 'model', name),
    PrimaryContainer: { Image: ownImage(at, 'serving'), Mode: 'SingleModel', Environment: {}, ...container },
    ExecutionRoleArn: roleArn(at, role),
    CreationTime: daysAgo(at, 25),
    EnableNetworkIsolation: false,
    ...more,
  };
}

/** Capture of every request and response; `modes` narrows it. */
export function capture(
  DestinationS3Uri: string,
  modes: readonly SageMaker.CaptureMode[] = ['Input', 'Output'],
): SageMaker.DataCaptureConfig {
  return {
    EnableCapture: true,
    InitialSamplingPercentage: 100,
    DestinationS3Uri,
    CaptureOptions: modes.map((CaptureMode) => ({ CaptureMode })),
    CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'], JsonContentTypes: ['application/json'] },
  };
}

/** An endpoint and its configuration as they are created together. */
export interface Serving {
  readonly endpointConfigs: readonly [EndpointConfig];
  readonly endpoints: readonly [Endpoint];
}

export interface EndpointOptions {
  readonly model: string;
  readonly capture?: SageMaker.DataCaptureConfig;
  readonly serverless?: boolean;
  /** Output of asynchronous inference. */
  readonly asynchronous?: string;
  /** Of the endpoint. */
  readonly more?: Partial<Endpoint>;
}

/** A live endpoint of 24 days with one variant. */
export function endpoint(at: Place, name: string, options: EndpointOptions): Serving {
  const configName = `${name}-config`;
  const { capture: captured, serverless = false, asynchronous } = options;
  const serverlessConfig = { MemorySizeInMB: 4096, MaxConcurrency: 10 };
  const AsyncInferenceConfig =
    asynchronous === undefined ? {} : { AsyncInferenceConfig: { OutputConfig: { S3OutputPath: asynchronous } } };
  const config: EndpointConfig = {
    EndpointConfigName: configName,
    EndpointConfigArn: sageMakerArn(at, 'endpoint-config', configName),
    ProductionVariants: [
      {
        VariantName: 'AllTraffic',
        ModelName: options.model,
        InitialVariantWeight: 1,
        ...(serverless ? { ServerlessConfig: serverlessConfig } : { InitialInstanceCount: 2, InstanceType: 'ml.m5.xlarge' }),
      },
    ],
    CreationTime: daysAgo(at, 24),
    EnableNetworkIsolation: false,
    ...(captured === undefined ? {} : { DataCaptureConfig: captured }),
    ...AsyncInferenceConfig,
  };
  const live: Endpoint = {
    EndpointName: name,
    EndpointArn: sageMakerArn(at, 'endpoint', name),
    EndpointConfigName: configName,
    ProductionVariants: [
      {
        VariantName: 'AllTraffic',
        CurrentWeight: 1,
        DesiredWeight: 1,
        ...(serverless ? { CurrentServerlessConfig: serverlessConfig } : { CurrentInstanceCount: 2, DesiredInstanceCount: 2 }),
      },
    ],
    EndpointStatus: 'InService',
    CreationTime: daysAgo(at, 24),
    LastModifiedTime: daysAgo(at, 24),
    ...(captured === undefined ? {} : { DataCaptureConfig: captureSummary(captured) }),
    ...AsyncInferenceConfig,
    ...options.more,
  };
  return { endpointConfigs: [config], endpoints: [live] };
}

/** What DescribeEndpoint says of a capture; AWS sends the key's id as an empty text where there is none. */
export function captureSummary(
  config: SageMaker.DataCaptureConfig,
  CaptureStatus: SageMaker.CaptureStatus = 'Started',
): SageMaker.DataCaptureConfigSummary {
  return {
    EnableCapture: config.EnableCapture ?? false,
    CaptureStatus,
    CurrentSamplingPercentage: config.InitialSamplingPercentage,
    DestinationS3Uri: config.DestinationS3Uri,
    KmsKeyId: config.KmsKeyId ?? '',
  };
}
