import type { EdgeRule } from '../../core/edge.ts';
import { restApis, type Api } from '../../inventory/apis.ts';
import { integrationEdges } from '../api-edges.ts';

export default {
  from: restApis,
  to: ['role'],
  uses: ['integration'],
  edges: (api, home) => integrationEdges(api, home, 'Integration.credentials'),
} satisfies EdgeRule<Api>;
