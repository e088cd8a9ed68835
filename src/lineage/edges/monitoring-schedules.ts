import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { monitoringSchedules, type MonitoringSchedule } from '../../inventory/monitoring.ts';
import { monitoringJobReferences, monitoringJobTargets } from '../monitoring-job.ts';
import { edgesOf } from '../references.ts';

export default {
  from: monitoringSchedules,
  to: ['job-definition', ...monitoringJobTargets],
  edges: (schedule, home) =>
    mapFact(schedule.details, ({ definition, inline }) =>
      edgesOf(schedule, home, 'DescribeMonitoringScheduleResponse', (to) => [
        to.other('job-definition', 'MonitoringScheduleConfig.MonitoringJobDefinitionName', definition?.arn ?? null),
        ...(inline === null ? [] : monitoringJobReferences(inline, to)),
      ]),
    ),
} satisfies EdgeRule<MonitoringSchedule>;
