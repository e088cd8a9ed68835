import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Seed } from '../../src/sandbox/account.ts';
import { cloudOf } from '../../src/sandbox/cloud.ts';
import { createEndpoint, type EndpointOptions } from '../../src/sandbox/endpoint.ts';
import { serve } from '../../src/sandbox/server.ts';

const built = path.resolve(import.meta.dirname, '../../dist/mlwarden.mjs');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Beside PATH and HOME; no AWS variable of this machine is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Instead of the built command of this checkout. */
  readonly bin?: string;
  /** Instead of this process's Node. */
  readonly node?: string;
  /** Instead of this process's user; for root only. */
  readonly uid?: number;
  /** Told of what was written to stderr so far, and how to send a signal. */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the built command as a user does: what it prints, and its exit code. */
export async function mlwarden(
  args: readonly string[],
  { env = {}, cwd, onOutput, bin = built, node = process.execPath, uid }: RunOptions = {},
): Promise<Ran> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(node, [bin, ...args], {
    cwd: cwd ?? (await tempFolder()),
    ...(uid === undefined ? {} : { uid, gid: uid }),
    env: {
      PATH,
      HOME,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const tell = () => onOutput?.(stdout + stderr, (signal) => child.kill(signal));
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    tell();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    tell();
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject).on('close', resolve);
  return { code: await promise, stdout, stderr };
}

/** An empty folder that goes with the test. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mlwarden-test-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Serves a seed; what a user's environment must hold to use it. */
export async function sandboxOf(seed: Seed, endpoint: Partial<EndpointOptions> = {}): Promise<Readonly<Record<string, string>>> {
  const server = await serve(createEndpoint({ ...cloudOf(seed.account(Date.now())), ...endpoint }));
  onTestFinished(server.close);
  return {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: 'AKIASANDBOX',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
  };
}

/** One clear line on stderr, never a stack. */
export function expectOneLine({ code, stderr }: Ran, wantedCode: number, text: string | RegExp): void {
  const lines = stderr
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('{') && !line.startsWith('See '));
  expect({ code, lines: lines.length, text: lines[0] }).toEqual({
    code: wantedCode,
    lines: 1,
    text: expect.stringMatching(text),
  });
  expect(stderr).not.toMatch(/^\s+at /m);
}
