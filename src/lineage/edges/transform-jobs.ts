import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { transformJobs, type TransformJob } from '../../inventory/jobs.ts';
import { jobEdges } from '../job-edges.ts';

export default {
  from: transformJobs,
  to: ['key', 'bucket', 'secret', 'model'],
  edges(job, home) {
    const { modelName } = job;
    if (!modelName.known) return modelName;
    return mapFact(job.details, (details) =>
      jobEdges(job, home, {
        path: 'DescribeTransformJobResponse',
        details,
        more: (to) => [to.other('model', 'ModelName', modelName.value)],
      }),
    );
  },
} satisfies EdgeRule<TransformJob>;
