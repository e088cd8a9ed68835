import { setTimeout as pause } from 'node:timers/promises';
import type { CallEvent } from '../../../src/aws/stats.ts';
import type { Seed } from '../../../src/sandbox/account.ts';
import type { FaultRule } from '../../../src/sandbox/faults.ts';
import { scanSeed, type SeedScan, type SeedScanOptions } from '../../support/seeds.ts';

/** Pauses between attempts are this much shorter than in life; each call still counts them in full against its deadline. */
const hurry = 50;

/** For what never answers. A busy machine may need so long for an answer, too: only three in a row end a call. */
export const shortTimeouts = { connect: 3000, idle: 3000, attempt: 4000, call: 9000 } as const;

export interface FaultyScan extends SeedScan {
  readonly events: readonly CallEvent[];
  /** Calls that ended without an answer, as `service:Operation Region`, sorted; what the auditor may not do is among them. */
  readonly failed: readonly string[];
  readonly ms: number;
}

export interface FaultyScanOptions extends SeedScanOptions {
  /** Decides which calls are struck. */
  readonly seed?: number;
  readonly rules?: readonly FaultRule[];
}

/** Scans over HTTP while faults strike. */
export async function faultyScan(account: Seed, options: FaultyScanOptions = {}): Promise<FaultyScan> {
  const { seed = 1, rules = [], endpoint, edge, ...rest } = options;
  const events: CallEvent[] = [];
  const started = performance.now();
  const scanned = await scanSeed(account, {
    http: true,
    ...rest,
    endpoint: { faults: { seed, rules }, ...endpoint },
    edge: {
      sleep: async (ms, signal) => await pause(ms / hurry, undefined, { signal }),
      onEvent: (event) => events.push(event),
      ...edge,
    },
  });
  return {
    ...scanned,
    events,
    failed: events
      .filter(({ status }) => status === 'failed')
      .map(({ operation, region }) => `${operation} ${region}`)
      .toSorted(),
    ms: performance.now() - started,
  };
}

/** Calls of the account's own services: without what tells who looks and where. */
export const ofScan: NonNullable<FaultRule['match']> = ({ service }) => service !== 'sts' && service !== 'account';

/** What asks for resources by their ids gets them on one page. */
export const isList: NonNullable<FaultRule['match']> = ({ operation }) =>
  operation !== 'DescribeSubnets' && operation !== 'DescribeVpcs';
