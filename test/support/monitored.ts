import type { Gap } from '../../src/core/fact.ts';
import type { Resource } from '../../src/core/resource.ts';
import type { Alarm } from '../../src/inventory/alarms.ts';
import type { Endpoint, EndpointConfig, Model } from '../../src/inventory/endpoints.ts';
import type { LambdaFunction } from '../../src/inventory/functions.ts';
import type { Job } from '../../src/inventory/jobs.ts';
import type { MonitoringDefinition, MonitoringSchedule } from '../../src/inventory/monitoring.ts';
import type { Timer } from '../../src/inventory/timers.ts';
import { monitoredEndpoints, type MonitoredEndpoint, type MonitoringViews } from '../../src/lineage/monitored-endpoints.ts';
import { listOf, run } from './inventory.ts';
import { aModel, anEndpoint, anEndpointConfig } from './serving.ts';

/** What an account holds around one endpoint; a gap stands for a list that is incomplete. */
export interface Around {
  readonly endpoint?: Endpoint;
  readonly configs?: readonly (EndpointConfig | Gap)[];
  readonly models?: readonly (Model | Gap)[];
  readonly schedules?: readonly (MonitoringSchedule | Gap)[];
  readonly definitions?: readonly (MonitoringDefinition | Gap)[];
  readonly jobs?: readonly (Job | Gap)[];
  readonly functions?: readonly (LambdaFunction | Gap)[];
  readonly rules?: readonly (Timer | Gap)[];
  readonly timers?: readonly (Timer | Gap)[];
  readonly alarms?: readonly (Alarm | Gap)[];
}

/** The views of a monitoring check; by default an endpoint with one model, which nothing monitors. */
export function viewsOf(around: Around): MonitoringViews {
  return {
    endpoints: listOf([around.endpoint ?? anEndpoint()]),
    configs: view(around.configs ?? [anEndpointConfig()]),
    models: view(around.models ?? [aModel()]),
    schedules: view(around.schedules ?? []),
    definitions: view(around.definitions ?? []),
    jobs: view(around.jobs ?? []),
    functions: view(around.functions ?? []),
    rules: view(around.rules ?? []),
    timers: view(around.timers ?? []),
    alarms: view(around.alarms ?? []),
  };
}

/** The endpoint with what monitors it, as the lineage derives it. */
export function monitored(around: Around): MonitoredEndpoint {
  const [item] = monitoredEndpoints.derive(viewsOf(around), run).items;
  if (item === undefined) throw new Error('there is always one endpoint');
  return item;
}

function view<T extends Resource>(entries: readonly (T | Gap)[]) {
  const items = entries.flatMap((one) => ('arn' in one ? [one] : []));
  return listOf(items, ...entries.flatMap((one) => ('arn' in one ? [] : [one])));
}
