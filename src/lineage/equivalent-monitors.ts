import type { Gap } from '../core/fact.ts';
import type { Collection, Resource, Run } from '../core/resource.ts';
import { ageOf, msPerDay } from '../core/time.ts';
import type { Alarm } from '../inventory/alarms.ts';
import type { Endpoint } from '../inventory/endpoints.ts';
import type { LambdaFunction } from '../inventory/functions.ts';
import type { Job } from '../inventory/jobs.ts';
import type { Timer } from '../inventory/timers.ts';
import type { FieldValue } from '../inventory/values.ts';
import { isCustomNamespace, matchAlarm, type AlarmMatch, type Watched } from './alarms.ts';
import { parseArn, sameEndpoint } from './arn.ts';
import { holdsCaptures, isS3Location } from './captures.ts';
import { containerKey } from './s3-location.ts';
import { both, either, nothing, type Sighting } from './sighting.ts';

/** What stands in for Model Monitor (catalogue: mon-endpoint-monitored, b): something that looks, and an alarm on what it saw. */
export interface Equivalent {
  readonly worker: Worker;
  readonly alarm: AlarmSighting;
}

export type Worker =
  | { readonly kind: 'job'; readonly job: Job; readonly input: FieldValue }
  | { readonly kind: 'function'; readonly function: LambdaFunction; readonly reference: FieldValue; readonly timer: Timer };

export interface AlarmSighting {
  readonly alarm: Alarm;
  readonly match: AlarmMatch;
}

/** Longest time since a job looked at captured data, in days. */
const freshDays = 7;

interface EquivalentViews {
  readonly endpoints: Collection<Endpoint>;
  readonly jobs: Collection<Job>;
  readonly functions: Collection<LambdaFunction>;
  readonly rules: Collection<Timer>;
  readonly timers: Collection<Timer>;
  readonly alarms: Collection<Alarm>;
}

/** Finds each pair of a worker and an alarm of an endpoint. The jobs, of which there may be many, are read once for all of them. */
export function equivalentsIn(views: EquivalentViews, run: Run): (endpoint: Endpoint) => Sighting<Equivalent> {
  const readers = readersOf(views, run);
  return (endpoint) => {
    const workers = either(jobsOf(endpoint, readers), functionsOf(endpoint, views));
    const watched = { account: endpoint.account, namespace: isCustomNamespace, names: [endpoint.name] };
    return both(workers, alarmsOn(watched, endpoint, views.alarms), (worker, alarm) => ({ worker, alarm }));
  };
}

/** Alarms of an endpoint's Region that watch these metrics. */
export function alarmsOn(watched: Watched, endpoint: Resource, alarms: Collection<Alarm>): Sighting<AlarmSighting> {
  const found: AlarmSighting[] = [];
  const gaps: Gap[] = [];
  for (const alarm of inRegion(alarms, endpoint)) {
    const match = matchAlarm(alarm, watched);
    if (match?.watching === 'yes') found.push({ alarm, match });
    else if (match?.watching === 'unclear') gaps.push(unclear(alarm, match));
  }
  return { found, hidden: gaps[0] ?? alarms.gapIn(endpoint.region) ?? null };
}

function unclear({ name, account, region, from }: Alarm, { field }: AlarmMatch): Gap {
  return {
    reason: 'malformed',
    operation: from.operation,
    action: from.operation,
    account,
    region,
    error: 'UnclearQuery',
    detail: `the alarm ${name} finds its metrics by a query that does not say which endpoint it watches (${field})`,
  };
}

/** A job that ended lately, and what it read. */
interface Reader {
  readonly job: Job;
  readonly inputs: readonly FieldValue[];
}

/** Jobs that read from where an endpoint captures to. */
interface Readers {
  /** By Region and what holds the captures. */
  readonly jobs: ReadonlyMap<string, ReadonlySet<Reader>>;
  readonly hiddenIn: (region: string) => Gap | null;
}

/** Jobs of one's own: what a monitoring schedule starts is the schedule's. */
function readersOf({ endpoints, jobs }: EquivalentViews, run: Run): Readers {
  const containers = new Set(endpoints.all.values().map((endpoint) => containerKey(destinationOf(endpoint) ?? '')));
  const found = new Map<string, Set<Reader>>();
  const gaps = new Map<string, Gap>();
  for (const job of jobs.all) {
    const { region, status, endedAt, details } = job;
    if (status !== 'Completed' || endedAt === null || ageOf(endedAt, run.now) > freshDays * msPerDay) continue;
    if (!details.known) {
      if (!gaps.has(region)) gaps.set(region, details.gap);
      continue;
    }
    if (details.value.parent?.includes(':monitoring-schedule/')) continue;
    const reader = { job, inputs: details.value.locations.filter(({ field }) => field.startsWith('ProcessingInput')) };
    for (const { value } of reader.inputs) {
      const container = containerKey(value);
      if (container === null || !containers.has(container)) continue;
      const key = `${region} ${container}`;
      found.set(key, (found.get(key) ?? new Set()).add(reader));
    }
  }
  return { jobs: found, hiddenIn: (region) => gaps.get(region) ?? jobs.gapIn(region) ?? null };
}

function jobsOf(endpoint: Endpoint, readers: Readers): Sighting<Worker> {
  if (!endpoint.details.known) return nothing(endpoint.details.gap);
  const destination = destinationOf(endpoint);
  if (destination === null) return nothing();
  const found: Worker[] = [];
  for (const { job, inputs } of readers.jobs.get(`${endpoint.region} ${containerKey(destination)}`) ?? []) {
    const input = inputs.find(({ value }) => holdsCaptures(value, destination, endpoint.name));
    if (input !== undefined) found.push({ kind: 'job', job, input });
  }
  return { found, hidden: readers.hiddenIn(endpoint.region) };
}

function destinationOf({ details }: Endpoint): string | null {
  return details.known ? (details.value.capture?.destination ?? null) : null;
}

/** Functions that name the endpoint or what it captures, and that a timer calls. A function's name proves nothing (edge 6). */
function functionsOf(endpoint: Endpoint, { functions, rules, timers }: EquivalentViews): Sighting<Worker> {
  const candidates = inRegion(functions, endpoint).flatMap((one) => {
    const reference = one.references.find(({ value }) => refersTo(value, endpoint));
    return reference === undefined ? [] : [{ function: one, reference }];
  });
  const hidden = functions.gapIn(endpoint.region) ?? null;
  if (candidates.length === 0) return nothing(hidden);
  const found: Worker[] = [];
  const gaps: Gap[] = [];
  for (const timer of [...inRegion(rules, endpoint), ...inRegion(timers, endpoint)]) {
    if (!timer.targets.known) {
      gaps.push(timer.targets.gap);
      continue;
    }
    const called = timer.targets.value.map((arn) => unqualified(arn));
    for (const candidate of candidates)
      if (called.includes(candidate.function.arn)) found.push({ kind: 'function', timer, ...candidate });
  }
  return {
    found,
    hidden: gaps[0] ?? rules.gapIn(endpoint.region) ?? timers.gapIn(endpoint.region) ?? hidden,
  };
}

function refersTo(value: string, endpoint: Endpoint): boolean {
  if (!isS3Location(value)) return sameEndpoint(value, endpoint.arn);
  const destination = destinationOf(endpoint);
  return destination !== null && holdsCaptures(value, destination, endpoint.name);
}

/** A function's ARN without version or alias. */
function unqualified(arn: string): string {
  return parseArn(arn)?.service === 'lambda' ? arn.split(':').slice(0, 7).join(':') : arn;
}

function inRegion<T extends Resource>(all: Collection<T>, { region }: Resource): readonly T[] {
  return all.all
    .values()
    .filter((one) => one.region === region)
    .toArray();
}
