import type { Fact, Origin } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';
import type { S3Use } from './values.ts';

/** DataCaptureConfigSummary of a live endpoint: what it does now. */
export interface CaptureSummary {
  readonly enabled: boolean;
  readonly status: string | null;
  /** Percent, 0 to 100. */
  readonly samplingPercentage: number | null;
  readonly destination: string | null;
  readonly kmsKeyId: string | null;
}

export interface EndpointDetails {
  /** `null` where AWS left it out. */
  readonly configName: string | null;
  /** `null` where AWS left it out: nothing is captured. */
  readonly capture: CaptureSummary | null;
  readonly variants: readonly { readonly name: string; readonly serverless: boolean }[];
  /** Has an AsyncInferenceConfig: requests and responses are S3 objects already. */
  readonly asynchronous: boolean;
}

export interface Endpoint extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  /** `InService`, `Creating`, `Updating`, `SystemUpdating`, `RollingBack`, `UpdateRollbackFailed`, `OutOfService`, `Failed`, ... */
  readonly status: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly details: Fact<EndpointDetails>;
}

export const endpoints = section<Endpoint>({
  name: 'sagemaker.endpoints',
  type: 'AWS::SageMaker::Endpoint',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:endpoint/*',
});

export interface EndpointConfigDetails {
  readonly variants: readonly {
    readonly kind: 'ProductionVariants' | 'ShadowProductionVariants';
    readonly name: string;
    /** `null` for variants that hold inference components. */
    readonly modelName: string | null;
    readonly serverless: boolean;
  }[];
  readonly executionRoleArn: string | null;
  readonly kmsKeyId: string | null;
  /** DataCaptureConfig; `null` where there is none. */
  readonly capture: {
    /** `null` where AWS left it out. */
    readonly enabled: boolean | null;
    readonly destination: string | null;
    readonly kmsKeyId: string | null;
    /** `Input`, `Output`, `InputAndOutput`. */
    readonly modes: readonly string[];
  } | null;
  /** AsyncInferenceConfig.OutputConfig; `null` where there is none. */
  readonly asynchronous: {
    readonly output: string | null;
    readonly failure: string | null;
    readonly kmsKeyId: string | null;
  } | null;
}

/** An endpoint configuration that a live endpoint names. */
export interface EndpointConfig extends Resource {
  /** Known to be `null` when it has been deleted: the endpoint runs on. */
  readonly config: Fact<EndpointConfigDetails | null>;
}

export const endpointConfigs = section<EndpointConfig>({
  name: 'sagemaker.endpoint-configs',
  type: 'AWS::SageMaker::EndpointConfig',
  scope: 'regional',
  arn: 'arn:P:sagemaker:R:A:endpoint-config/*',
});

export interface ModelDetails {
  readonly executionRoleArn: string | null;
  readonly containers: readonly { readonly image: string | null; readonly multiModel: boolean }[];
  readonly locations: readonly S3Use[];
  readonly subnets: readonly string[];
}

/** A model that a live endpoint or a transform job of the window uses. */
export interface Model extends Resource {
  /** Known to be `null` when it has been deleted. */
  readonly details: Fact<ModelDetails | null>;
}

export const models = section<Model>({
  name: 'sagemaker.models',
  type: 'AWS::SageMaker::Model',
  scope: 'regional',
  arn: 'arn:P:sagemaker:R:A:model/*',
});
