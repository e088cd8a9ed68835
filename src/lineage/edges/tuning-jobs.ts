import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { tuningJobs, type NetworkedJob } from '../../inventory/jobs.ts';
import { jobEdges } from '../job-edges.ts';

export default {
  from: tuningJobs,
  to: ['role', 'key', 'subnet', 'bucket', 'secret'],
  edges: (job, home) =>
    mapFact(job.details, (details) => jobEdges(job, home, { path: 'DescribeHyperParameterTuningJobResponse', details })),
} satisfies EdgeRule<NetworkedJob>;
