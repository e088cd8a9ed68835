/** Runs the tools on the account of a preset, each on a fresh copy of it. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { accountOf } from './account.ts';
import { minimumSeconds } from './minimum.ts';
import { presets, rateShare, type PresetName } from './presets.ts';
import { runCommand, runPeer, serveAccount, type Served } from './support/measured.ts';
import type { OrgRun } from './support/org.ts';
import type { PeerRun } from './support/peer.ts';
import { prowlerSections } from './support/prowler-like.ts';
import type { Seen } from './support/tally.ts';
import type { VirtualRun } from './support/virtual.ts';
import { differenceOf, digestOf, inventoryOf, wholeInventoryOf, type Found } from './truth.ts';

/** One row of the result; what does not apply or cannot be measured is `null`. */
export interface BenchRun {
  readonly preset: PresetName;
  readonly tool: 'mlwarden' | 'minimum' | 'prowler-like' | 'naive';
  readonly seconds: number;
  /** From the first answer to the last one, where the tool does more than to call. */
  readonly callSeconds: number | null;
  /** Calls that were made, however often they were sent; throttle replies; calls that ended without an answer. */
  readonly calls: number;
  readonly throttled: number;
  readonly lost: number;
  readonly inventoryEqual: boolean;
  readonly cpuSeconds: number | null;
  readonly peakRssMiB: number | null;
  readonly firstFindingSeconds: number | null;
  /** Requests that were sent, throttled ones included. */
  readonly requests: number;
  /** The seconds are those of virtual time. */
  readonly virtual: boolean;
}

/** Beside the runs: what a preset tells more. */
export interface PresetResult {
  readonly runs: readonly BenchRun[];
  /** mlwarden's calls where computing takes no time. */
  readonly virtualSeconds?: number;
  /** Virtual seconds of Prowler's scheduler with its own calls, for no more jobs than mlwarden looks at. */
  readonly sameJobsSeconds?: number;
  /** The same with mlwarden's calls. */
  readonly sameCallsSeconds?: number;
  /** The scan of all jobs of the window, `--jobs-max all`. */
  readonly allJobs?: { readonly seconds: number; readonly peakRssMiB: number; readonly calls: number };
  readonly accountsAnHour?: number;
}

export interface RunOptions {
  readonly preset: PresetName;
  readonly now: number;
  /** Everything in real time, however long it takes. */
  readonly real: boolean;
  /** Accounts of the organization. */
  readonly accounts: number;
  /** Hears of each row as soon as it is there. */
  readonly onRun: (run: BenchRun) => void;
}

export async function measurePreset(options: RunOptions): Promise<PresetResult> {
  return options.preset === 'org' ? await measureOrg(options) : await measureAccount(options);
}

async function measureAccount({ preset, now, real, onRun }: RunOptions): Promise<PresetResult> {
  const runs: BenchRun[] = [];
  const add = (run: BenchRun) => {
    runs.push(run);
    onRun(run);
  };
  const { row, seen } = await measureMlwarden(preset, now, '500');
  add(row);
  const bounds = { now, lookBackDays: 30, most: 500, mostTraining: 20_000 };
  const found = digestOf(inventoryOf(accountOf(presets[preset], accountId, now), bounds));
  const calls = callsOf(seen);
  add({ ...nothing, preset, tool: 'minimum', seconds: minimumSeconds(seen.served, rateShare), calls, requests: calls });
  add(await measurePeer('naive', { preset, now, truth: found, real: true }));
  const whole = wholeInventoryOf(accountOf(presets[preset], accountId, now)).filter(({ section }) =>
    prowlerSections.has(section),
  );
  add(await measurePeer('prowler-like', { preset, now, truth: digestOf(whole), real: real || preset === 'small' }));
  const virtual = await runPeer<VirtualRun>(['virtual', preset, String(now)]);
  if (virtual.wrong) console.error('  mlwarden in virtual time lost something');
  const virtualSeconds = virtual.seconds;
  const { seconds: sameJobsSeconds } = await runPeer<PeerRun>(['prowler-bounded', preset, String(now)]);
  const { seconds: sameCallsSeconds } = await runPeer<PeerRun>(['replay', preset, String(now)], seen.recorded);
  const same = { virtualSeconds, sameJobsSeconds, sameCallsSeconds };
  if (preset !== 'giant') return { runs, ...same };
  const all = await measureMlwarden(preset, now, 'all');
  const { seconds, peakRssMiB } = all.row;
  return { runs, ...same, allJobs: { seconds, peakRssMiB: peakRssMiB ?? 0, calls: all.row.calls } };
}

const accountId = '100000000000';

const nothing = {
  callSeconds: null,
  throttled: 0,
  lost: 0,
  inventoryEqual: true,
  cpuSeconds: null,
  peakRssMiB: null,
  firstFindingSeconds: null,
  virtual: false,
} as const;

/** The built command, from its start to its report. */
async function measureMlwarden(
  preset: PresetName,
  now: number,
  jobsMax: '500' | 'all',
): Promise<{ readonly row: BenchRun; readonly seen: Seen }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mlwarden-bench-'));
  const served = await serveAccount({ preset, now });
  try {
    const args = ['scan', '--rate-share', String(rateShare), '--jobs-max', jobsMax, '--output', folder];
    const { seconds, cpuSeconds, peakRssMiB, firstFindingSeconds } = await runCommand(args, served.url);
    const seen = await served.seen();
    const snapshot = await readSnapshot(folder);
    const most = jobsMax === 'all' ? Number.POSITIVE_INFINITY : 500;
    const mostTraining = jobsMax === 'all' ? Number.POSITIVE_INFINITY : 20_000;
    // The command has its own clock: the window ends with its start.
    const bounds = { now: snapshot.now, lookBackDays: 30, most, mostTraining };
    const truth = inventoryOf(accountOf(presets[preset], accountId, now), bounds);
    const difference = differenceOf(snapshot.found, truth);
    if (difference !== null) console.error(`  mlwarden's inventory: ${difference}`);
    const row: BenchRun = {
      ...nothing,
      preset,
      tool: 'mlwarden',
      seconds,
      callSeconds: seen.seconds,
      cpuSeconds,
      peakRssMiB,
      firstFindingSeconds,
      calls: callsOf(seen),
      requests: seen.requests,
      throttled: seen.throttled,
      lost: snapshot.lost,
      inventoryEqual: digestOf(snapshot.found) === digestOf(truth),
    };
    return { row, seen };
  } finally {
    served.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface PeerOptions {
  readonly preset: PresetName;
  readonly now: number;
  /** Digest of what the tool should find. */
  readonly truth: string;
  readonly real: boolean;
}

async function measurePeer(tool: 'naive' | 'prowler-like', { preset, now, truth, real }: PeerOptions): Promise<BenchRun> {
  const served: Served | undefined = real ? await serveAccount({ preset, now }) : undefined;
  try {
    const run = await runPeer<PeerRun>([tool, preset, String(now), served?.url ?? '']);
    const { requests, throttled } = served === undefined ? run : await served.seen();
    const { seconds, calls, lost, digest } = run;
    return {
      ...nothing,
      preset,
      tool,
      seconds,
      calls,
      lost,
      requests: requests ?? calls,
      throttled: throttled ?? 0,
      inventoryEqual: digest === truth,
      ...(real ? { cpuSeconds: run.cpuSeconds, peakRssMiB: run.peakRssMiB } : { virtual: true }),
    };
  } finally {
    served?.close();
  }
}

/** Many accounts from one process; mlwarden and the minimum alone. */
async function measureOrg({ preset, now, accounts, onRun }: RunOptions): Promise<PresetResult> {
  const served = await serveAccount({ preset, now, accounts });
  try {
    const run = await runPeer<OrgRun>(['org', preset, String(now), served.url, String(accounts)]);
    const seen = await served.seen();
    const bounds = { now, lookBackDays: 30, most: 500, mostTraining: 20_000 };
    const truths = Array.from({ length: accounts }, (_, n) =>
      digestOf(inventoryOf(accountOf(presets[preset], String(100_000_000_000 + n), now), bounds)),
    );
    const { seconds, calls, lost, cpuSeconds, peakRssMiB } = run;
    const row: BenchRun = {
      ...nothing,
      preset,
      tool: 'mlwarden',
      seconds,
      calls,
      lost,
      cpuSeconds,
      peakRssMiB,
      requests: seen.requests,
      throttled: seen.throttled,
      inventoryEqual: truths.every((truth, n) => run.digests[n] === truth),
    };
    const minimum: BenchRun = {
      ...nothing,
      preset,
      tool: 'minimum',
      seconds: minimumSeconds(seen.served, rateShare),
      calls,
      requests: calls,
    };
    for (const one of [row, minimum]) onRun(one);
    return { runs: [row, minimum], accountsAnHour: (accounts / seconds) * 3600 };
  } finally {
    served.close();
  }
}

function callsOf({ served }: Seen): number {
  let sum = 0;
  for (const { calls } of served) sum += calls;
  return sum;
}

interface SnapshotFacts {
  readonly now: number;
  readonly found: readonly Found[];
  readonly lost: number;
}

/** What the snapshot in a folder holds, line by line: it may be long. */
async function readSnapshot(folder: string): Promise<SnapshotFacts> {
  const file = (await readdir(folder, { recursive: true })).find((name) => name.endsWith('snapshot.ndjson.gz'));
  if (file === undefined) throw new Error('the scan left no snapshot');
  const found: Found[] = [];
  let [now, lost] = [0, 0];
  const lines = createInterface({ input: createReadStream(path.join(folder, file)).pipe(createGunzip()) });
  for await (const line of lines) {
    const {
      now: start,
      section,
      item,
      calls,
    } = JSON.parse(line) as {
      readonly now?: string;
      readonly section?: string;
      readonly item?: Omit<Found, 'section'>;
      readonly calls?: { readonly failed: number };
    };
    if (start !== undefined) now = Date.parse(start);
    if (section !== undefined && item !== undefined) found.push({ section, region: item.region, arn: item.arn });
    if (calls !== undefined) lost += calls.failed;
  }
  return { now, found, lost };
}
