import type { EdgeRule } from '../../core/edge.ts';
import { httpApis, type Api } from '../../inventory/apis.ts';
import { integrationEdges } from '../api-edges.ts';

export default {
  from: httpApis,
  to: ['role'],
  uses: ['integration'],
  edges: (api, home) => integrationEdges(api, home, 'Integration.CredentialsArn'),
} satisfies EdgeRule<Api>;
