import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { endpointConfigs, type EndpointConfig } from '../../inventory/endpoints.ts';
import { edgesOf } from '../references.ts';

export default {
  from: endpointConfigs,
  to: ['model', 'role', 'bucket', 'key'],
  edges: (endpointConfig, home) =>
    mapFact(endpointConfig.config, (config) =>
      edgesOf(endpointConfig, home, 'DescribeEndpointConfigOutput', (to) => {
        if (config === null) return [];
        const { variants, executionRoleArn, kmsKeyId, capture, asynchronous } = config;
        return [
          ...variants.map(({ kind, modelName }) => to.other('model', `${kind}[].ModelName`, modelName)),
          to.role('ExecutionRoleArn', executionRoleArn, 'execution'),
          to.key('KmsKeyId', kmsKeyId),
          to.bucket('DataCaptureConfig.DestinationS3Uri', capture?.destination ?? null, 'capture'),
          to.key('DataCaptureConfig.KmsKeyId', capture?.kmsKeyId ?? null),
          to.bucket('AsyncInferenceConfig.OutputConfig.S3OutputPath', asynchronous?.output ?? null, 'results'),
          to.bucket('AsyncInferenceConfig.OutputConfig.S3FailurePath', asynchronous?.failure ?? null, 'results'),
          to.key('AsyncInferenceConfig.OutputConfig.KmsKeyId', asynchronous?.kmsKeyId ?? null),
        ];
      }),
    ),
} satisfies EdgeRule<EndpointConfig>;
