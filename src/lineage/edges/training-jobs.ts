import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { trainingJobs, type NetworkedJob } from '../../inventory/jobs.ts';
import { jobEdges } from '../job-edges.ts';

export default {
  from: trainingJobs,
  to: ['role', 'key', 'subnet', 'bucket', 'secret'],
  edges: (job, home) => mapFact(job.details, (details) => jobEdges(job, home, { path: 'DescribeTrainingJobResponse', details })),
} satisfies EdgeRule<NetworkedJob>;
