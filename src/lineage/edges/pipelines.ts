import type { EdgeRule, EdgeSet } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { pipelines, type Pipeline } from '../../inventory/pipelines.ts';
import { jobEdges } from '../job-edges.ts';

const path = 'DescribePipelineResponse';

export default {
  from: pipelines,
  to: ['role', 'key', 'subnet', 'bucket', 'secret'],
  edges: (pipeline, home) =>
    mapFact(pipeline.details, (details) =>
      details === null ? unreadable(pipeline.arn) : jobEdges(pipeline, home, { path, details }),
    ),
} satisfies EdgeRule<Pipeline>;

function unreadable(from: string): EdgeSet {
  const field = `${path}.PipelineDefinition`;
  return { edges: [], unresolved: [{ from, field, raw: '', why: 'not the JSON of a pipeline' }] };
}
