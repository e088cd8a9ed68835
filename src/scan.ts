import type { AnyCheck } from './core/check.ts';
import type { Calls } from './core/collector.ts';
import type { Operations } from './core/operation.ts';
import type { Parameters, Resource } from './core/resource.ts';
import type { SecretScanner } from './core/secret.ts';
import type { Store } from './core/store.ts';
import { collect } from './engine/collect.ts';
import { planFor, type Registry } from './engine/plan.ts';
import { snapshotFormat, snapshotVersion, type CallCount, type Snapshot } from './inventory/snapshot.ts';
import { tool } from './version.ts';

/** The account as a scan sees it: who looks, where, and with which calls. */
export interface ScannedAccount {
  readonly identity: { readonly account: string; readonly arn: string; readonly partition: string };
  readonly regions: readonly string[];
  readonly callsFor: (
    operations: Operations,
    place: { account: string; region: string; signal: AbortSignal },
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
  const { regions } = request;
  const slices = await collect(plan, {
    partition: identity.partition,
    account: identity.account,
    regions,
    now: request.now,
    parameters: request.parameters,
    jobsMax: request.jobsMax,
    secrets: request.secrets,
    signal: request.signal,
    callsFor: (operations, region) => account.callsFor(operations, { account: identity.account, region, signal: request.signal }),
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
    calls: account.calls(),
    complete: !request.interrupted(),
  };
}
