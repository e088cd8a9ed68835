import { defineCollector } from '../core/collector.ts';
import { mapFact } from '../core/fact.ts';
import { op, type OutputOf } from '../core/operation.ts';
import { endpointConfigs, type EndpointConfigDetails } from '../inventory/endpoints.ts';
import { sagemakerArn } from '../lineage/arn.ts';
import { gone } from './support/absence.ts';

export default defineCollector({
  section: endpointConfigs,
  runs: 'target-regions',
  follows: 'endpoint-config',
  operations: {
    describe: op('sagemaker', 'DescribeEndpointConfig', {
      required: ['EndpointConfigArn', 'ProductionVariants'],
      absent: gone,
    }),
  },
  async collect(aws, scope, emit) {
    const { account, region } = scope;
    await scope.eachTarget(async ({ id: name }) => {
      const detail = await aws.describe({ EndpointConfigName: name });
      emit({
        arn: sagemakerArn(scope, region, 'endpoint-config', name),
        name,
        account,
        region,
        type: endpointConfigs.type,
        config: mapFact(detail, (answer) => (answer === null ? null : toDetails(answer))),
      });
    });
  },
});

type Description = OutputOf<'sagemaker', 'DescribeEndpointConfig'>;
type Variant = EndpointConfigDetails['variants'][number];

function toDetails(answer: Description): EndpointConfigDetails {
  const { DataCaptureConfig: capture, AsyncInferenceConfig: asynchronous } = answer;
  return {
    variants: [
      ...toVariants('ProductionVariants', answer.ProductionVariants),
      ...toVariants('ShadowProductionVariants', answer.ShadowProductionVariants),
    ],
    executionRoleArn: answer.ExecutionRoleArn ?? null,
    kmsKeyId: answer.KmsKeyId ?? null,
    capture: capture === undefined ? null : toCapture(capture),
    asynchronous: asynchronous === undefined ? null : toOutput(asynchronous),
  };
}

function toVariants(kind: Variant['kind'], variants: Description['ProductionVariants']): readonly Variant[] {
  return (variants ?? []).map((variant) => ({
    kind,
    name: variant.VariantName ?? '',
    modelName: variant.ModelName ?? null,
    serverless: variant.ServerlessConfig !== undefined,
  }));
}

function toCapture(capture: NonNullable<Description['DataCaptureConfig']>): EndpointConfigDetails['capture'] {
  return {
    enabled: capture.EnableCapture ?? null,
    destination: capture.DestinationS3Uri ?? null,
    kmsKeyId: capture.KmsKeyId ?? null,
    modes: (capture.CaptureOptions ?? []).flatMap((option) => option.CaptureMode ?? []),
  };
}

function toOutput({
  OutputConfig: output,
}: NonNullable<Description['AsyncInferenceConfig']>): EndpointConfigDetails['asynchronous'] {
  return {
    output: output?.S3OutputPath ?? null,
    failure: output?.S3FailurePath ?? null,
    kmsKeyId: output?.KmsKeyId ?? null,
  };
}
