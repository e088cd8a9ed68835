import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import type { Calls } from '../core/collector.ts';
import type { Gap } from '../core/fact.ts';
import { paged, type AnyOperation, type Service } from '../core/operation.ts';
import { callLimits, placeOf } from './limits.ts';

/** How `mlwarden calibrate` learns an account's own call limits. Not part of a scan, nor of its policy. */
export const quotaOperations = {
  listServiceQuotas: paged('servicequotas', 'ListServiceQuotas', {
    token: ['NextToken', 'NextToken'],
    items: (page) => page.Quotas,
    size: { MaxResults: 100 },
  }),
} as const;

/** The same, to derive documents and the loadable commands from. */
export const calibrationOperations: readonly AnyOperation[] = Object.values(quotaOperations);

/** What Service Quotas calls a service, where that is not our own name for it. */
const serviceCodes: Partial<Record<Service, string>> = { apigatewayv2: 'apigateway', cloudwatch: 'monitoring', s3control: 's3' };

/** One operation's limit as the account's quotas state it. */
export interface QuotaLimit {
  readonly rate: number;
  readonly burst: number;
  /** Codes of the quotas that say so. */
  readonly quotas: readonly string[];
}

/** What one service's quotas say in one place. */
export interface QuotaReading {
  readonly region: string;
  readonly serviceCode: string;
  /** By `service:Operation`. */
  readonly limits: Readonly<Record<string, QuotaLimit>>;
  /** Why there may be more. */
  readonly gap?: Gap;
}

/**
 * Reads the quotas of every service of the table in these Regions, and those of services with one control plane in their home.
 * A service that Service Quotas does not know has none.
 */
export async function readQuotas(
  callsIn: (region: string) => Calls<typeof quotaOperations>,
  regions: readonly string[],
): Promise<readonly QuotaReading[]> {
  const places = [
    ...regions.map((region) => ({ region, scope: 'region' as const })),
    { region: 'global', scope: 'account' as const },
  ];
  return await Promise.all(
    places.flatMap(({ region, scope }) =>
      [...operationsByCode(scope)].map(async ([serviceCode, operations]): Promise<QuotaReading> => {
        const listed = await callsIn(region).listServiceQuotas.all({ ServiceCode: serviceCode });
        const reading = { region: placeOf({ scope }, region), serviceCode };
        if (listed.known) return { ...reading, limits: limitsIn(listed.value, operations) };
        const unknown = listed.gap.error === 'NoSuchResourceException';
        return { ...reading, limits: {}, ...(unknown ? {} : { gap: listed.gap }) };
      }),
    ),
  );
}

/** The table's operations by service code: name to `service:Operation`. A name that two of our services share is left out. */
function operationsByCode(scope: 'account' | 'region'): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const ids = new Set(callLimits.filter((limit) => limit.scope === scope).flatMap((limit) => limit.operations));
  const byCode = Map.groupBy(ids, (id) => codeOf(id));
  return new Map(
    [...byCode].map(([code, own]) => {
      const byName = Map.groupBy(own, (id) => id.slice(id.indexOf(':') + 1));
      return [
        code,
        new Map([...byName].flatMap(([name, [id, ...others]]) => (id !== undefined && others.length === 0 ? [[name, id]] : []))),
      ];
    }),
  );
}

function codeOf(id: string): string {
  const service = id.slice(0, id.indexOf(':'));
  return Object.entries(serviceCodes).find(([name]) => name === service)?.[1] ?? service;
}

/** What a quota says of an operation. */
interface Statement {
  readonly operation: string;
  readonly kind: 'rate' | 'burst';
  readonly value: number;
  readonly code: string;
}

/** Where Service Quotas has no usage metric, these names say which operation is meant. */
const nameForms: readonly { readonly kind: Statement['kind']; readonly pattern: RegExp; readonly saysSecond?: true }[] = [
  { kind: 'rate', pattern: /^(\w+) request bucket refill rate$/ },
  { kind: 'burst', pattern: /^(\w+) request bucket maximum capacity$/, saysSecond: true },
  { kind: 'rate', pattern: /^(\w+) request rate$/ },
  { kind: 'rate', pattern: /^Rate of (\w+)(?: API)? requests$/ },
  { kind: 'rate', pattern: /^(?:Rate of )?(\w+)(?: API)? requests per second$/, saysSecond: true },
  { kind: 'rate', pattern: /^Transactions per second \(TPS\) for the (\w+) API$/, saysSecond: true },
  { kind: 'rate', pattern: /^(\w+) throttle limit in transactions per second$/, saysSecond: true },
];

/**
 * The call limits among a service's quotas, by `service:Operation`. Only what cannot mean anything else: calls a second, for the
 * account, of one operation that mlwarden calls. Quotas that contradict each other say nothing. Without a stated burst it is the
 * rate.
 */
export function limitsIn(
  quotas: readonly ServiceQuota[],
  operations: ReadonlyMap<string, string>,
): Readonly<Record<string, QuotaLimit>> {
  const usable = quotas.filter(isUsable);
  const measured = usable.flatMap(measuredRate);
  const named = usable.flatMap(namedLimit);
  const limits: Record<string, QuotaLimit> = {};
  for (const [name, id] of operations) {
    const of = (all: readonly Statement[], kind: Statement['kind']) =>
      all.filter((one) => one.operation === name && one.kind === kind);
    const byMetric = of(measured, 'rate');
    const rates = byMetric.length > 0 ? byMetric : of(named, 'rate');
    const bursts = of(named, 'burst');
    const rate = onlyValue(rates);
    if (rate === undefined) continue;
    const burst = onlyValue(bursts);
    const said = burst === undefined ? rates : [...rates, ...bursts];
    limits[id] = { rate, burst: burst ?? rate, quotas: [...new Set(said.map(({ code }) => code))].toSorted() };
  }
  return limits;
}

function isUsable(quota: ServiceQuota): boolean {
  const { Value: value, ErrorReason: error, QuotaContext: context, QuotaAppliedAtLevel: level } = quota;
  return (
    value !== undefined &&
    Number.isFinite(value) &&
    value > 0 &&
    error === undefined &&
    context === undefined &&
    level !== 'RESOURCE'
  );
}

/** AWS counts the operation's calls and names it: the surest sign. */
function measuredRate(quota: ServiceQuota): readonly Statement[] {
  const { MetricNamespace: namespace, MetricName: metric, MetricDimensions: dimensions = {} } = quota.UsageMetric ?? {};
  const operation = dimensions['Resource'];
  if (namespace !== 'AWS/Usage' || metric !== 'CallCount' || dimensions['Type'] !== 'API' || operation === undefined) return [];
  return isASecond(quota) ? [statement(quota, operation, 'rate')] : [];
}

function namedLimit(quota: ServiceQuota): readonly Statement[] {
  for (const { kind, pattern, saysSecond = false } of nameForms) {
    const operation = pattern.exec(quota.QuotaName ?? '')?.[1];
    if (operation === undefined) continue;
    return isASecond(quota) || (saysSecond && quota.Period === undefined) ? [statement(quota, operation, kind)] : [];
  }
  return [];
}

function statement(
  { Value: value = 0, QuotaCode: code = '' }: ServiceQuota,
  operation: string,
  kind: Statement['kind'],
): Statement {
  return { operation, kind, value, code };
}

function isASecond({ Period: period }: ServiceQuota): boolean {
  return period?.PeriodUnit === 'SECOND' && period.PeriodValue === 1;
}

/** The value on which all agree. */
function onlyValue(statements: readonly Statement[]): number | undefined {
  const values = new Set(statements.map(({ value }) => value));
  return values.size === 1 ? statements[0]?.value : undefined;
}
