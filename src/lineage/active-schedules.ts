import { known, mapFact, type Fact } from '../core/fact.ts';
import type { Collection } from '../core/resource.ts';
import { ageOf, msPerDay } from '../core/time.ts';
import type { MonitoringDefinition, MonitoringSchedule } from '../inventory/monitoring.ts';
import { intervalHours, type Interval } from './schedule-expression.ts';

/** The endpoint that a schedule looks at; `null` for batch monitoring, whose summaries name none. */
export function watchedEndpoint(
  schedule: MonitoringSchedule,
  definitions: Collection<MonitoringDefinition>,
): Fact<string | null> {
  if (schedule.endpointName !== null) return known(schedule.endpointName, schedule.from);
  if (!schedule.details.known) return schedule.details;
  const { endpointName, inline, definition } = schedule.details.value;
  const named = endpointName ?? inline?.endpointName ?? null;
  if (named !== null || definition === null) return known(named, schedule.details.from);
  const found = definitions.find(definition.arn);
  if (!found.known) return found;
  return found.value === undefined ? known(null, found.from) : mapFact(found.value.job, (job) => job?.endpointName ?? null);
}

/** How often a schedule runs. Without an expression, SageMaker picks a time of every day. */
export function intervalOf(schedule: MonitoringSchedule): Fact<Interval> {
  return mapFact(schedule.details, ({ expression }) => (expression === null ? 24 : intervalHours(expression, 'model-monitor')));
}

/** Younger than a day: monitoring may not have had its first run. */
export function isNew(since: string, now: number): boolean {
  return ageOf(since, now) < msPerDay;
}
