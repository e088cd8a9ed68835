import type { Calls } from '../core/collector.ts';
import type { Operations } from '../core/operation.ts';
import { Caller, type CallPlace } from './caller.ts';
import { Clients } from './clients.ts';
import { createEndpoints, type EndpointOptions } from './endpoint.ts';
import { defaultTimeouts, WholeAnswerHandler, type RequestHandler, type Timeouts } from './http.ts';
import type { AppliedLimits } from './limits.ts';
import { enabledRegions } from './regions.ts';
import { sdk } from './sdk.gen.ts';
import { Session, type Credentials, type Identity } from './session.ts';
import type { CallEvent, OperationStats } from './stats.ts';
import { systemTime, type Time } from './time.ts';

export interface EdgeOptions extends EndpointOptions {
  /** Becomes part of the role session's name, and so of CloudTrail. */
  readonly runId: string;
  readonly profile?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
  /** The scan is refused in any other account. */
  readonly expectedAccount?: string | undefined;
  /** Region of the STS calls. */
  readonly region?: string | undefined;
  /** Instead of the default chain. */
  readonly credentials?: Credentials | undefined;
  /** How much of AWS's known limits to use, 0 < share <= 1; the rest is left to the account's own work. */
  readonly rateShare?: number;
  /** The account's own limits (`mlwarden calibrate`), instead of the table's. */
  readonly limits?: AppliedLimits | undefined;
  /** Most requests under way at once. */
  readonly concurrency?: number;
  /** Pages after which a list counts as endless. */
  readonly maxPages?: number;
  readonly timeouts?: Partial<Timeouts>;
  /** ms since the epoch, for dates and the age of credentials. */
  readonly clock?: Time['now'];
  readonly elapsed?: Time['elapsed'];
  readonly random?: Time['random'];
  readonly sleep?: Time['sleep'];
  /** Ends the opening; what the account is asked later has signals of its own. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of a network connection: the sandbox in process. */
  readonly requestHandler?: RequestHandler | undefined;
  /** Hears of every finished call, for progress and logs. */
  readonly onEvent?: (event: CallEvent) => void;
}

/** What a scan has called so far. */
interface EdgeStats {
  readonly operations: readonly OperationStats[];
  /** AWS's clock less ours, as of the first answer, in steps of a second; `null` before it. */
  readonly skewMs: number | null;
}

/** An account that can be looked at. */
export interface Edge {
  readonly identity: Identity;
  /** Regions that the account has enabled, sorted. */
  readonly regions: readonly string[];
  /** The declared calls of one collector, bound to a place. */
  readonly callsFor: <Ops extends Operations>(operations: Ops, place: CallPlace) => Calls<Ops>;
  /** Calls so far by operation and Region, as coverage counts them. */
  readonly calls: () => readonly Pick<OperationStats, 'operation' | 'action' | 'region' | 'calls' | 'failed'>[];
  /** `calls` that have started, `pending` of them without an answer yet, and how many attempts were throttled. */
  readonly totals: () => { readonly calls: number; readonly pending: number; readonly throttled: number };
  readonly stats: () => EdgeStats;
  /** When the credentials in use end; `null` for those that do not. Most are replaced before. */
  readonly credentialsEnd: () => Date | null;
  readonly close: () => void;
}

const defaultRateShare = 0.5;
/** As many as keep the limits of a large account busy. */
const defaultConcurrency = 256;
const defaultMaxPages = 100_000;

/**
 * Opens an account: credentials, identity, then the enabled Regions.
 * @throws EndpointError, NoIdentityError, WrongAccountError, NoRegionsError
 */
export async function createEdge(options: EdgeOptions): Promise<Edge> {
  const { profile, roleArn, externalId, runId, region, credentials, onEvent, signal = new AbortController().signal } = options;
  const time: Time = {
    now: options.clock ?? systemTime.now,
    elapsed: options.elapsed ?? systemTime.elapsed,
    random: options.random ?? systemTime.random,
    sleep: options.sleep ?? systemTime.sleep,
  };
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const endpoints = createEndpoints(options);
  let skewMs: number | null = null;
  const http = new WholeAnswerHandler({
    timeouts,
    sockets: options.concurrency ?? defaultConcurrency,
    admit: endpoints.admit,
    inner: options.requestHandler,
    onDate: (ms) => {
      skewMs ??= ms - time.now();
    },
  });
  try {
    const session = new Session({ profile, roleArn, externalId, runId, region, credentials, endpoints, http, time });
    const identity = await session.identify(options.expectedAccount, signal);
    const caller = new Caller({
      clients: new Clients({ sdk, session, endpoints, http, partition: identity.partition }),
      session,
      rateShare: options.rateShare ?? defaultRateShare,
      limits: options.limits,
      concurrency: options.concurrency ?? defaultConcurrency,
      maxPages: options.maxPages ?? defaultMaxPages,
      timeouts,
      time,
      onEvent,
    });
    return {
      identity,
      regions: await enabledRegions(caller, identity, signal),
      callsFor: (operations, place) => caller.callsFor(operations, place),
      calls: () =>
        caller
          .stats()
          .map(({ operation, action, region: place, calls, failed }) => ({ operation, action, region: place, calls, failed })),
      totals: () => ({ ...totalsOf(caller.stats()), pending: caller.pending }),
      stats: () => ({ operations: caller.stats(), skewMs }),
      credentialsEnd: () => session.current?.expiration ?? null,
      close: () => http.close(),
    };
  } catch (error) {
    http.close();
    throw error;
  }
}

function totalsOf(operations: readonly OperationStats[]): { calls: number; throttled: number } {
  const totals = { calls: 0, throttled: 0 };
  for (const { calls, throttled } of operations) {
    totals.calls += calls;
    totals.throttled += throttled;
  }
  return totals;
}
