import type { EdgeRule } from '../../core/edge.ts';
import { restApis, type Api } from '../../inventory/apis.ts';
import { stageEdges } from '../api-edges.ts';

/** Apart from the integrations: stages that cannot be read hide no roles. */
export default { from: restApis, to: ['web-acl'], edges: stageEdges } satisfies EdgeRule<Api>;
