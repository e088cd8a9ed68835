/** Runs the measured processes. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { PresetName } from '../presets.ts';
import type { SandboxMessage } from './sandbox.ts';
import type { Seen } from './tally.ts';

const here = import.meta.dirname;
const files = {
  org: 'org.ts',
  virtual: 'virtual.ts',
  naive: 'peer.ts',
  'prowler-like': 'peer.ts',
  'prowler-bounded': 'peer.ts',
  replay: 'peer.ts',
} as const;

/** What a measured process used. */
export interface Usage {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakRssMiB: number;
}

/** A served account, in a process of its own. */
export interface Served {
  readonly url: string;
  readonly seen: () => Promise<Seen>;
  readonly close: () => void;
}

export interface ServeOptions {
  readonly preset: PresetName;
  readonly now: number;
  readonly accounts?: number;
  /** Without limits and latencies, for what is about memory. */
  readonly unlimited?: boolean;
}

export async function serveAccount({ preset, now, accounts = 1, unlimited = false }: ServeOptions): Promise<Served> {
  const child = fork(path.join(here, 'sandbox.ts'), [preset, String(accounts), String(now), unlimited ? 'no' : 'yes'], {
    serialization: 'advanced',
  });
  const first = await messageOf<SandboxMessage>(child);
  if (!('url' in first)) throw new Error('the sandbox did not say where it listens');
  return {
    url: first.url,
    seen: async () => {
      child.send('seen');
      const message = await messageOf<SandboxMessage>(child);
      if (!('seen' in message)) throw new Error('the sandbox did not say what it saw');
      if (message.seen.bugs > 0) throw new Error(`the sandbox failed ${message.seen.bugs} times`);
      return message.seen;
    },
    close: () => {
      child.disconnect();
    },
  };
}

/** The next message of a child of ours, which sends nothing else; throws when it ends instead. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what it is sent
async function messageOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`a measured process ended with ${String(code)}`);
  });
  try {
    const [message] = (await Promise.race([once(child, 'message'), exit])) as [T];
    return message;
  } finally {
    ended.abort();
    exit.catch(() => undefined);
  }
}

/** Runs one of the measured scripts, and waits for what it tells. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what it is sent
export async function runPeer<T>(args: readonly [tool: keyof typeof files, ...string[]], more?: object): Promise<T & Usage> {
  const child = fork(path.join(here, files[args[0]]), [...args], { serialization: 'advanced' });
  if (more !== undefined) child.send(more);
  return await messageOf<T & Usage>(child);
}

/** A whole command, from its start to its end. */
export interface CommandRun extends Usage {
  readonly code: number;
  /** Since the start of the process; `null` when the log told of none. */
  readonly firstFindingSeconds: number | null;
}

const bundle = path.join(here, '../../../dist/mlwarden.mjs');

/** Runs the built command against a served account. */
export async function runCommand(args: readonly string[], url: string): Promise<CommandRun> {
  const started = performance.now();
  const probe = path.join(here, 'probe.ts');
  const child = spawn(process.execPath, ['--import', probe, bundle, ...args, '--endpoint-url', url, '--log-format', 'json'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'AKIASANDBOX0',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      AWS_REGION: 'us-east-1',
      MLWARDEN_FINGERPRINT_KEY: 'bench',
    },
  });
  const [, , stderr, told] = child.stdio;
  if (stderr === null || !(told instanceof Object && 'pipe' in told)) throw new Error('the command has no pipes');
  let firstFindingSeconds: number | null = null;
  let log = '';
  stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000);
    if (firstFindingSeconds === null && log.includes('"first finding"'))
      firstFindingSeconds = (performance.now() - started) / 1000;
  });
  const usage = text(told as NodeJS.ReadableStream);
  const [code] = (await once(child, 'exit')) as [number | null];
  const seconds = (performance.now() - started) / 1000;
  // 3: complete but for what is beyond the bound.
  if (code !== 0 && code !== 3) throw new Error(`mlwarden ended with ${String(code)}: ${log}`);
  return { seconds, code, firstFindingSeconds, ...(JSON.parse(await usage) as Omit<Usage, 'seconds'>) };
}
