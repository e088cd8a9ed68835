import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { subnets, type Subnet } from '../../inventory/network.ts';
import { edgesOf } from '../references.ts';

export default {
  from: subnets,
  to: ['vpc'],
  edges: (subnet, home) =>
    mapFact(subnet.details, (details) =>
      edgesOf(subnet, home, 'Subnet', (to) => [to.other('vpc', 'VpcId', details?.vpcId ?? null)]),
    ),
} satisfies EdgeRule<Subnet>;
