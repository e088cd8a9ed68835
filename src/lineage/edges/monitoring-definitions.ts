import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { monitoringDefinitions, type MonitoringDefinition } from '../../inventory/monitoring.ts';
import { monitoringJobReferences, monitoringJobTargets } from '../monitoring-job.ts';
import { edgesOf } from '../references.ts';

export default {
  from: monitoringDefinitions,
  to: monitoringJobTargets,
  edges: (definition, home) =>
    mapFact(definition.job, (job) =>
      edgesOf(definition, home, `Describe${definition.kind}JobDefinitionResponse`, (to) =>
        job === null ? [] : monitoringJobReferences(job, to),
      ),
    ),
} satisfies EdgeRule<MonitoringDefinition>;
