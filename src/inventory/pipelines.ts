import type { Fact } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';
import type { FieldValue, ParameterScan, S3Use } from './values.ts';

/** What a pipeline's definition refers to. The definition itself is not kept. */
export interface PipelineDetails {
  readonly roles: readonly FieldValue[];
  readonly keys: readonly FieldValue[];
  readonly subnets: readonly FieldValue[];
  readonly locations: readonly S3Use[];
  readonly parameters: ParameterScan;
}

export interface Pipeline extends Resource {
  /** Known to be `null` when the definition is no JSON that we understand: then nothing was scanned. */
  readonly details: Fact<PipelineDetails | null>;
}

export const pipelines = section<Pipeline>({
  name: 'sagemaker.pipelines',
  type: 'AWS::SageMaker::Pipeline',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:pipeline/*',
});
