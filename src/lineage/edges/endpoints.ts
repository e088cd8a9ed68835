import type { EdgeRule, EdgeSet } from '../../core/edge.ts';
import { known, mapFact, type Fact } from '../../core/fact.ts';
import type { Home } from '../../core/resource.ts';
import { endpoints, type Endpoint } from '../../inventory/endpoints.ts';
import { hasSettings } from '../endpoint-status.ts';
import { edgesOf } from '../references.ts';

export default {
  from: endpoints,
  to: ['endpoint-config', 'bucket', 'key'],
  edges(endpoint: Endpoint, home: Home): Fact<EdgeSet> {
    if (!hasSettings(endpoint.status)) return known({ edges: [], unresolved: [] }, endpoint.from);
    return mapFact(endpoint.details, ({ configName, capture }) =>
      edgesOf(endpoint, home, 'DescribeEndpointOutput', (to) => [
        to.other('endpoint-config', 'EndpointConfigName', configName),
        to.bucket('DataCaptureConfig.DestinationS3Uri', capture?.destination ?? null, 'capture'),
        to.key('DataCaptureConfig.KmsKeyId', capture?.kmsKeyId ?? null),
      ]),
    );
  },
} satisfies EdgeRule<Endpoint>;
