import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { domains, type Domain } from '../../inventory/studio.ts';
import { edgesOf } from '../references.ts';

export default {
  from: domains,
  to: ['role', 'subnet', 'vpc', 'key', 'bucket'],
  edges: (domain, home) =>
    mapFact(domain.settings, (settings) =>
      edgesOf(domain, home, 'DescribeDomainResponse', (to) => [
        ...settings.roles.map(({ field, value }) => to.role(field, value, 'execution')),
        ...settings.subnets.map((id) => to.subnet('SubnetIds', id)),
        to.other('vpc', 'VpcId', settings.vpcId),
        ...settings.keys.map(({ field, value }) => to.key(field, value)),
        ...settings.locations.map(({ field, value }) => to.bucket(field, value, 'results')),
      ]),
    ),
} satisfies EdgeRule<Domain>;
