import type { EdgeRule } from '../../core/edge.ts';
import { known } from '../../core/fact.ts';
import { distributions, type Distribution } from '../../inventory/distributions.ts';
import { wafArn } from '../api-edges.ts';
import { edgesOf } from '../references.ts';

export default {
  from: distributions,
  to: ['web-acl'],
  edges: (distribution, home) =>
    known(
      edgesOf(distribution, home, 'DistributionSummary', (to) => [
        to.other('web-acl', 'WebACLId', wafArn(distribution.webAclId)),
      ]),
      distribution.from,
    ),
} satisfies EdgeRule<Distribution>;
