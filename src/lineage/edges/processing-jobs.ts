import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { processingJobs, type Job } from '../../inventory/jobs.ts';
import { jobEdges } from '../job-edges.ts';

export default {
  from: processingJobs,
  to: ['role', 'key', 'subnet', 'bucket', 'secret'],
  edges: (job, home) =>
    mapFact(job.details, (details) => jobEdges(job, home, { path: 'DescribeProcessingJobResponse', details })),
} satisfies EdgeRule<Job>;
