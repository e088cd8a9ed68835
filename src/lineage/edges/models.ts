import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { models, type Model } from '../../inventory/endpoints.ts';
import { edgesOf } from '../references.ts';

export default {
  from: models,
  to: ['role', 'bucket', 'subnet'],
  edges: (model, home) =>
    mapFact(model.details, (details) =>
      edgesOf(model, home, 'DescribeModelOutput', (to) => {
        if (details === null) return [];
        return [
          to.role('ExecutionRoleArn', details.executionRoleArn, 'execution'),
          ...details.locations.map(({ field, value, use }) => to.bucket(field, value, use ?? 'model')),
          ...details.subnets.map((id) => to.subnet('VpcConfig.Subnets', id)),
        ];
      }),
    ),
} satisfies EdgeRule<Model>;
