import type { TargetKind } from '../core/edge.ts';
import type { MonitoringJob } from '../inventory/monitoring.ts';
import type { edgesOf, References } from './references.ts';

/** Where the references of a monitoring job can lead. */
export const monitoringJobTargets = ['role', 'bucket', 'key', 'subnet', 'secret'] as const satisfies readonly TargetKind[];

/** The references of a monitoring job, whether a schedule or a definition of its own describes it. */
export function monitoringJobReferences(job: MonitoringJob, to: References): ReturnType<Parameters<typeof edgesOf>[3]> {
  return [
    ...job.roles.map(({ field, value }) => to.role(field, value, 'execution')),
    ...job.keys.map(({ field, value }) => to.key(field, value)),
    ...job.subnets.map(({ field, value }) => to.subnet(field, value)),
    ...job.locations.map(({ field, value, use }) => to.bucket(field, value, use ?? 'data')),
    ...job.parameters.secretArns.map(({ field, value }) => to.secret(field, value)),
  ];
}
