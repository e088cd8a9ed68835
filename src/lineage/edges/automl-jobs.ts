import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { autoMlJobs, type NetworkedJob } from '../../inventory/jobs.ts';
import { jobEdges } from '../job-edges.ts';

export default {
  from: autoMlJobs,
  to: ['role', 'key', 'subnet', 'bucket'],
  edges: (job, home) => mapFact(job.details, (details) => jobEdges(job, home, { path: 'DescribeAutoMLJobV2Response', details })),
} satisfies EdgeRule<NetworkedJob>;
