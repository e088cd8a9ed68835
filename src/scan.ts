import type { CallPlace } from './aws/caller.ts';
import type { CallEvent } from './aws/stats.ts';
import type { AnyCheck } from './core/check.ts';
import type { Calls } from './core/collector.ts';
import { operationId, type Operations } from './core/operation.ts';
import type { Parameters, Resource } from './core/resource.ts';
import type { SecretScanner } from './core/secret.ts';
import type { Store } from './core/store.ts';
import { collect } from './engine/collect.ts';
import { Journal } from './engine/journal.ts';
import type { CallsMade } from './engine/journal-lines.ts';
import { operationsOf, planFor, type Plan, type Registry } from './engine/plan.ts';
import { snapshotFormat, snapshotVersion, type CallCount, type Snapshot } from './inventory/snapshot.ts';
import { tool } from './version.ts';

/** The account as a scan sees it: who looks, where, and with which calls. */
export interface ScannedAccount {
  readonly identity: { readonly account: string; readonly arn: string; readonly partition: string };
  readonly regions: readonly string[];
  readonly callsFor: (
    operations: Operations,
    place: Pick<CallPlace, 'account' | 'region' | 'signal' | 'onCall'>,
  ) => Calls<Operations>;
  /** Calls so far, by operation and Region. */
  readonly calls: () => readonly CallCount[];
}

export interface ScanRequest {
  /** ULID of the run. */
  readonly runId: string;
  readonly checks: readonly AnyCheck[];
  readonly registry: Registry;
  /** Regions to scan, all of them enabled. */
  readonly regions: readonly string[];
  readonly parameters: Parameters;
  readonly jobsMax: number | null;
  readonly secrets: SecretScanner;
  /** Where items are kept; in memory by default. */
  readonly store?: Store;
  readonly now: number;
  /** What earlier attempts of the run left, and what this one leaves for a later one. */
  readonly journal?: Journal;
  /** Ends the scan: what is not seen by then becomes gaps. */
  readonly signal: AbortSignal;
  /** Whether someone stopped the scan, so that it is not complete. */
  readonly interrupted: () => boolean;
  readonly onCrash: (where: { section: string; region: string }, error: unknown) => void;
  readonly onItem?: (section: string, item: Resource) => void;
  /** A section is whole, in all its Regions. */
  readonly onSection?: (done: { section: string; items: number; gaps: number }) => void;
}

/** Collects what the checks need from an account. The result is plain data; nothing after it needs credentials. */
export async function scan(account: ScannedAccount, request: ScanRequest): Promise<Snapshot> {
  const { identity } = account;
  const plan = planFor(request.checks, request.registry);
  const { regions, journal = new Journal() } = request;
  const place = {
    account: identity.account,
    signal: request.signal,
    onCall: (event: CallEvent) => journal.called(event),
  };
  const slices = await collect(plan, {
    partition: identity.partition,
    account: identity.account,
    regions,
    now: request.now,
    parameters: request.parameters,
    jobsMax: request.jobsMax,
    secrets: request.secrets,
    signal: request.signal,
    journal,
    callsFor: (operations, region) => account.callsFor(operations, { ...place, region }),
    onCrash: request.onCrash,
    ...(request.store === undefined ? {} : { store: request.store }),
    ...(request.onItem === undefined ? {} : { onItem: request.onItem }),
    ...(request.onSection === undefined ? {} : { onSection: request.onSection }),
  });
  return {
    header: {
      format: snapshotFormat,
      version: snapshotVersion,
      tool,
      runId: request.runId,
      now: new Date(request.now).toISOString(),
      account: identity.account,
      partition: identity.partition,
      principal: identity.arn,
      regions: { enabled: account.regions, scanned: regions },
      plan: request.checks.map((check) => check.id).toSorted(),
      sections: plan.collectors.map((collector) => collector.section.name).toSorted(),
      parameters: request.parameters,
    },
    slices,
    calls: allCalls(plan, account.calls(), journal.calls()),
    complete: !request.interrupted(),
  };
}

/** The calls of this attempt, and those of earlier ones that it did not repeat. */
function allCalls(plan: Plan, live: readonly CallCount[], before: CallsMade): readonly CallCount[] {
  const counts = new Map(live.map((count) => [keyOf(count), count]));
  const actions = new Map(operationsOf(plan).map((operation) => [operationId(operation), operation.action]));
  for (const [operation, region, calls, denied] of before) {
    const none = { operation, action: actions.get(operation) ?? operation, region, calls: 0, failed: 0 };
    const count = counts.get(keyOf(none)) ?? none;
    counts.set(keyOf(none), { ...count, calls: count.calls + calls, failed: count.failed + denied });
  }
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}

function keyOf({ operation, region }: Pick<CallCount, 'operation' | 'region'>): string {
  return `${operation} ${region}`;
}
