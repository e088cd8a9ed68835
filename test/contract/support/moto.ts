import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where moto listens. */
    readonly moto: string;
  }
}

const run = promisify(execFile);
const venv = resolve('.venv');
const requirements = resolve('test/contract/requirements.txt');
/** Written last, so that a half-made environment is made again. */
const stamp = join(venv, 'requirements.sha256');
/** Loading its thousand managed policies takes moto some seconds. */
const patienceMs = 60_000;

/** Starts moto before the contract tests, and ends it after them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await install();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const moto = spawn(join(venv, 'bin', 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], {
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log: string[] = [];
  moto.stderr.setEncoding('utf8').on('data', (text: string) => {
    log.push(text);
    if (log.length > 100) log.shift();
  });
  try {
    await answers(moto, url);
  } catch (error) {
    moto.kill();
    throw new Error(`moto did not start:\n${log.join('')}`, { cause: error });
  }
  project.provide('moto', url);
  return async () => {
    if (moto.exitCode !== null || moto.signalCode !== null) return;
    const ended = once(moto, 'exit');
    moto.kill();
    await ended;
  };
}

/** Makes the Python environment, unless it is there for just these requirements. */
async function install(): Promise<void> {
  const digest = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === digest) return;
  await rm(venv, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', venv]).catch((error: unknown) => {
    throw new Error('the contract tests need Python 3.11 or newer, with venv: python3 -m venv failed', { cause: error });
  });
  await run(join(venv, 'bin', 'pip'), ['install', '--quiet', '--no-deps', '--disable-pip-version-check', '-r', requirements]);
  await writeFile(stamp, digest);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function answers(moto: ChildProcess, url: string): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    if (moto.exitCode !== null) throw new Error(`moto_server ended with ${moto.exitCode}`);
    const answer = await fetch(`${url}/moto-api/data.json`).catch(() => null);
    if (answer?.ok === true) return;
    if (Date.now() > until) throw new Error(`no answer within ${patienceMs / 1000} s`);
    await sleep(100);
  }
}
