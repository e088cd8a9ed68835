import { defineCollector } from '../core/collector.ts';
import { mapFact, present } from '../core/fact.ts';
import { op, paged, type OutputOf } from '../core/operation.ts';
import { isoOf } from '../core/time.ts';
import { endpoints, type CaptureSummary, type EndpointDetails } from '../inventory/endpoints.ts';
import { gone } from './support/absence.ts';

export default defineCollector({
  section: endpoints,
  runs: 'every-region',
  operations: {
    list: paged('sagemaker', 'ListEndpoints', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.Endpoints,
      size: { MaxResults: 100 },
    }),
    describe: op('sagemaker', 'DescribeEndpoint', { required: ['EndpointArn', 'EndpointStatus'], absent: gone }),
  },
  async collect(aws, { account, region }, emit) {
    await aws.list.each({}, async (summary, { origin: from }) => {
      const { EndpointArn: arn, EndpointName: name, EndpointStatus: status } = summary;
      const createdAt = isoOf(summary.CreationTime);
      if (arn === undefined || name === undefined || status === undefined || createdAt === null) return;
      const detail = present(await aws.describe({ EndpointName: name }));
      if (detail === null) return;
      const details = mapFact(detail, toDetails);
      emit({ arn, name, account, region, type: endpoints.type, from, status, createdAt, details });
    });
  },
});

type Description = OutputOf<'sagemaker', 'DescribeEndpoint'>;

function toDetails(answer: Description): EndpointDetails {
  return {
    configName: answer.EndpointConfigName ?? null,
    capture: answer.DataCaptureConfig === undefined ? null : toCapture(answer.DataCaptureConfig),
    variants: (answer.ProductionVariants ?? []).map((variant) => ({
      name: variant.VariantName ?? '',
      serverless: (variant.CurrentServerlessConfig ?? variant.DesiredServerlessConfig) !== undefined,
    })),
    asynchronous: answer.AsyncInferenceConfig !== undefined,
  };
}

function toCapture(capture: NonNullable<Description['DataCaptureConfig']>): CaptureSummary {
  return {
    enabled: capture.EnableCapture === true,
    status: capture.CaptureStatus ?? null,
    samplingPercentage: capture.CurrentSamplingPercentage ?? null,
    destination: capture.DestinationS3Uri ?? null,
    // AWS answers an empty text where no key is set.
    kmsKeyId: capture.KmsKeyId || null,
  };
}
