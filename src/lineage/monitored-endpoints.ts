import { derivation } from '../core/collection.ts';
import { known, missing, type Fact, type Gap } from '../core/fact.ts';
import { derived, type Collection, type Resource, type Views } from '../core/resource.ts';
import { alarms } from '../inventory/alarms.ts';
import { endpointConfigs, endpoints, models, type Endpoint, type Model } from '../inventory/endpoints.ts';
import { functions } from '../inventory/functions.ts';
import { processingJobs } from '../inventory/jobs.ts';
import { monitoringDefinitions, monitoringSchedules, type MonitoringSchedule } from '../inventory/monitoring.ts';
import { eventRules, schedules } from '../inventory/timers.ts';
import { intervalOf, watchedEndpoint } from './active-schedules.ts';
import { endpointKey, homeOf, sagemakerArn, sameEndpoint } from './arn.ts';
import { findConfig } from './endpoint-config.ts';
import { equivalentsIn, type Equivalent } from './equivalent-monitors.ts';
import type { Sighting } from './sighting.ts';

/** An endpoint with everything that monitors it. */
export interface MonitoredEndpoint extends Resource {
  readonly endpoint: Endpoint;
  /** Model Monitor schedules that run again and again. */
  readonly schedules: Sighting<MonitoringSchedule>;
  /** Scheduled jobs or functions that look at its traffic, together with an alarm. */
  readonly equivalents: Sighting<Equivalent>;
}

const from = {
  endpoints,
  configs: endpointConfigs,
  models,
  schedules: monitoringSchedules,
  definitions: monitoringDefinitions,
  jobs: processingJobs,
  functions,
  alarms,
  rules: eventRules,
  timers: schedules,
};

export type MonitoringViews = Views<typeof from>;

/** All endpoints, with what monitors each. Only endpoints that could not be listed are its gaps: others are in the sightings. */
export const monitoredEndpoints = derived({
  name: 'lineage.monitored-endpoints',
  type: endpoints.type,
  arn: 'arn:P:sagemaker:R:A:endpoint/*',
  from,
  derive: (views, run) => {
    const schedulesOf = schedulesIn(views);
    const equivalentsOf = equivalentsIn(views, run);
    const monitored = (endpoint: Endpoint): MonitoredEndpoint => {
      const { arn, type, name, account, region } = endpoint;
      return {
        arn,
        type,
        name,
        account,
        region,
        endpoint,
        schedules: schedulesOf(endpoint),
        equivalents: equivalentsOf(endpoint),
      };
    };
    return derivation(views.endpoints.all.values().map(monitored), views.endpoints);
  },
});

/** Finds the schedules that run again and again on an endpoint. What each of them looks at is read once for all endpoints. */
function schedulesIn(views: MonitoringViews): (endpoint: Endpoint) => Sighting<MonitoringSchedule> {
  const watching = new Map<string, MonitoringSchedule[]>();
  const gaps = new Map<string, Gap>();
  for (const schedule of views.schedules.all) {
    if (schedule.status !== 'Scheduled') continue;
    const watched = watchedEndpoint(schedule, views.definitions);
    const key = watched.known ? keyIn(schedule.region, watched.value ?? '') : schedule.region;
    if (watched.known) watching.set(key, [...(watching.get(key) ?? []), schedule]);
    else if (!gaps.has(key)) gaps.set(key, watched.gap);
  }
  return (endpoint) => {
    const found: MonitoringSchedule[] = [];
    let hidden = gaps.get(endpoint.region);
    for (const schedule of watching.get(keyIn(endpoint.region, endpoint.name)) ?? []) {
      const counts = monitors(schedule, endpoint, views);
      if (!counts.known) hidden ??= counts.gap;
      else if (counts.value) found.push(schedule);
    }
    return { found, hidden: hidden ?? views.schedules.gapIn(endpoint.region) ?? null };
  };
}

function keyIn(region: string, endpointName: string): string {
  return `${region} ${endpointKey(endpointName)}`;
}

/** A single run is no monitoring, and Model Monitor does not support multi-model endpoints (edges 3 and 4). */
function monitors(schedule: MonitoringSchedule, endpoint: Endpoint, views: MonitoringViews): Fact<boolean> {
  const interval = intervalOf(schedule);
  if (!interval.known) return interval;
  if (interval.value === 'once') return known(false, interval.from);
  const multiModel = isMultiModel(endpoint, views);
  return multiModel.known ? known(!multiModel.value, multiModel.from) : multiModel;
}

/** Known to be false where the configuration or a model is gone: nothing says that it was one. */
function isMultiModel(endpoint: Endpoint, { configs, models: all }: MonitoringViews): Fact<boolean> {
  const config = findConfig(endpoint, configs);
  if (!config.known) return config;
  const names = (config.value?.variants ?? []).flatMap(({ modelName }) => modelName ?? []);
  const found = names.map((name) => all.find(sagemakerArn(homeOf(endpoint.arn), endpoint.region, 'model', name)));
  return anyMultiModel(found, known(false, config.from));
}

function anyMultiModel(found: readonly Fact<Model | undefined>[], none: Fact<boolean>): Fact<boolean> {
  let gap: Gap | undefined;
  for (const model of found) {
    const details = model.known ? (model.value?.details ?? known(null, model.from)) : model;
    if (!details.known) gap ??= details.gap;
    else if (details.value?.containers.some(({ multiModel }) => multiModel)) return known(true, details.from);
  }
  return gap === undefined ? none : missing(gap);
}

/** The endpoint of a name in the Region of whoever names it; case does not count. */
export function findEndpoint(name: string, at: Resource, all: Collection<Endpoint>): Fact<Endpoint | undefined> {
  const asNamed = all.find(sagemakerArn(homeOf(at.arn), at.region, 'endpoint', name));
  const found =
    (asNamed.known ? asNamed.value : undefined) ??
    all.all.values().find(({ region, name: other }) => region === at.region && sameEndpoint(other, name));
  return found === undefined ? asNamed : known(found, found.from);
}
