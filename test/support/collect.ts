import { Caller } from '../../src/aws/caller.ts';
import { Clients } from '../../src/aws/clients.ts';
import { createEndpoints } from '../../src/aws/endpoint.ts';
import { defaultTimeouts, WholeAnswerHandler } from '../../src/aws/http.ts';
import { sdk } from '../../src/aws/sdk.gen.ts';
import { systemTime } from '../../src/aws/time.ts';
import type { Collector } from '../../src/core/collector.ts';
import type { Target } from '../../src/core/edge.ts';
import type { Gap } from '../../src/core/fact.ts';
import { Interrupted } from '../../src/core/gap-error.ts';
import { operationId, type Operations } from '../../src/core/operation.ts';
import { defaultParameters, type Parameters, type Resource, type Uses, type Views } from '../../src/core/resource.ts';
import { createScanner } from '../../src/secrets/scanner.ts';
import { home, now, region } from './inventory.ts';

export interface CollectOptions<Needs extends Uses> {
  readonly region?: string;
  readonly regions?: readonly string[];
  readonly targets?: readonly Target[];
  readonly needs?: Views<Needs>;
  readonly parameters?: Partial<Parameters>;
  readonly jobsMax?: number | null;
}

export interface Collected<T> {
  readonly items: readonly T[];
  readonly gaps: readonly Gap[];
}

/**
 * Runs one collector in one Region on the real edge, in front of whatever `aws-sdk-client-mock` answers for its clients. Broken
 * lists become the slice's gap, as in the engine; a defect is thrown.
 */
export async function collectWith<T extends Resource, Ops extends Operations, Needs extends Uses>(
  collector: Collector<T, Ops, Needs>,
  options: CollectOptions<Needs> = {},
): Promise<Collected<T>> {
  const place = { account: home.account, region: options.region ?? region, signal: new AbortController().signal };
  const time = { ...systemTime, random: () => 0, now: () => now, sleep: async () => await Promise.resolve() };
  const endpoints = createEndpoints({});
  const http = new WholeAnswerHandler({ timeouts: defaultTimeouts, sockets: 1, admit: endpoints.admit });
  const credentials = Object.assign(async () => await Promise.resolve({ accessKeyId: 'AKIATEST', secretAccessKey: 'test' }), {
    memoized: true,
  } as const);
  const clients = new Clients({ sdk, session: { credentials }, endpoints, http, partition: home.partition });
  const session = { current: undefined, renew: async () => await Promise.resolve() };
  const caller = new Caller({
    clients,
    session,
    rateShare: 1000,
    concurrency: 64,
    maxPages: 1000,
    timeouts: defaultTimeouts,
    time,
  });
  const items = new Map<string, T>();
  const gaps: Gap[] = [];
  const shared = new Map<string, Promise<unknown>>();
  const targets = streamOf(options.targets ?? []);
  try {
    await collector.collect(
      caller.callsFor(collector.operations, place),
      {
        ...home,
        region: place.region,
        regions: options.regions ?? [region],
        now,
        parameters: { ...defaultParameters, ...options.parameters },
        jobsMax: options.jobsMax === undefined ? 500 : options.jobsMax,
        targets,
        eachTarget: async (visit) => {
          for await (const one of targets) await visit(one);
        },
        shared: async <R>(key: string, ask: () => Promise<R>) => {
          const answer = shared.get(key) ?? ask();
          shared.set(key, answer);
          return (await answer) as R;
        },
        needs: async (name) => {
          if (options.needs === undefined) throw new Error(`the test gives no ${String(name)}`);
          return await Promise.resolve(options.needs[name]);
        },
        secrets: createScanner({ fingerprintKey: 'tests' }),
        truncated: (operation, detail) =>
          gaps.push({
            reason: 'truncated',
            operation: operationId(operation),
            action: operation.action,
            account: home.account,
            region: place.region,
            error: 'Truncated',
            detail,
          }),
      },
      (item) => items.set(item.arn, items.get(item.arn) ?? item),
    );
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    gaps.push(error.gap);
  } finally {
    http.close();
  }
  // Items come in the order in which answers arrive, which means nothing.
  return { items: [...items.values()].toSorted((a, b) => (a.arn < b.arn ? -1 : 1)), gaps };
}

/** A target that the graph reached. */
export function target(kind: Target['kind'], id: string, at: Partial<Target> = {}): Target {
  return { kind, id, account: home.account, region, ...at };
}

async function* streamOf(targets: readonly Target[]): AsyncGenerator<Target, void, undefined> {
  for (const one of targets) yield await Promise.resolve(one);
}
