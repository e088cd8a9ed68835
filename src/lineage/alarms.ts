import type { Alarm, AlarmMetric, AlarmQuery } from '../inventory/alarms.ts';

/** Whether a namespace holds the metrics of Model Monitor, in any of the spellings that AWS documents (decisions.md 4). */
export function isDriftNamespace(namespace: string): boolean {
  return /^\/?aws\/sagemaker\/(Endpoints?|ModelMonitoring)\//i.test(namespace);
}

/** Whether a namespace belongs to AWS services. Case counts: `aws/...` is where Model Monitor puts drift, `AWS/...` never. */
export function isServiceNamespace(namespace: string): boolean {
  return namespace.startsWith('AWS/') && !isDriftNamespace(namespace);
}

/** Whether a namespace is the account's own. `/aws/sagemaker/Endpoints` and its like hold the load of instances. */
export function isCustomNamespace(namespace: string): boolean {
  return !isDriftNamespace(namespace) && !/^(AWS|\/aws)\//.test(namespace);
}

/** `unclear`: a query that may well find these metrics, but does not say so. */
export type Watching = 'yes' | 'no' | 'unclear';

export interface Watched {
  readonly account: string;
  readonly namespace: (namespace: string) => boolean;
  /** Endpoints and schedules; case does not count. */
  readonly names: readonly string[];
}

/** A place of an alarm that names a metric, and how sure it is. */
export interface AlarmMatch {
  readonly field: string;
  readonly value: string;
  readonly watching: Watching;
}

/** What an alarm says about the metrics of these names: the surest of its parts. `null`: nothing. */
export function matchAlarm(alarm: Alarm, watched: Watched): AlarmMatch | null {
  const matches = [
    ...alarm.metrics.map((metric) => matchMetric(metric, watched)),
    ...alarm.queries.map((query) => matchQuery(query, watched)),
  ];
  return matches.find(({ watching }) => watching === 'yes') ?? matches.find(({ watching }) => watching === 'unclear') ?? null;
}

function matchMetric({ field, namespace, dimensions, account }: AlarmMetric, watched: Watched): AlarmMatch {
  const names = watched.names.map((name) => name.toLowerCase());
  const dimension = dimensions.find(({ value }) => names.includes(value.toLowerCase()));
  const fits = namespace !== null && watched.namespace(namespace) && (account ?? watched.account) === watched.account;
  return { field, value: `${namespace} ${dimension?.value}`, watching: fits && dimension !== undefined ? 'yes' : 'no' };
}

function matchQuery({ field, text, account }: AlarmQuery, watched: Watched): AlarmMatch {
  const match = (watching: Watching): AlarmMatch => ({ field, value: text, watching });
  if ((account ?? watched.account) !== watched.account) return match('no');
  const namespaces = namespacesOf(text);
  if (namespaces === null) return match('unclear');
  if (!namespaces.some((namespace) => watched.namespace(namespace))) return match('no');
  if (watched.names.some((name) => mentions(text, name))) return match('yes');
  return match(/\b(Endpoint|MonitoringSchedule)(Name)?"?\s*=/i.test(text) ? 'no' : 'unclear');
}

/** Namespaces that a SEARCH or SELECT names; `null` where none can be read. */
export function namespacesOf(query: string): readonly string[] | null {
  const places = [
    /\{\s*"?([^",{}]+?)"?\s*[,}]/g,
    /\bNamespace\s*=\s*"?([^"\s)']+)/gi,
    /\bFROM\s+(?:SCHEMA\s*\(\s*)?"?([^"\s,)]+)/gi,
  ];
  if (!/\b(SEARCH\s*\(|SELECT\b)/i.test(query)) return null;
  const found = places.flatMap((place) => [...query.matchAll(place)].flatMap(([, namespace]) => namespace ?? []));
  return found.length === 0 ? null : found;
}

/** A name as a whole: `fraud` is not in `fraud-scoring`. */
function mentions(text: string, name: string): boolean {
  return text
    .toLowerCase()
    .split(/[^\w-]+/)
    .includes(name.toLowerCase());
}
