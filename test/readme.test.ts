import { spawn } from 'node:child_process';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { demo } from '../src/sandbox/seeds/demo.ts';
import { sandboxOf, tempFolder } from './support/cli.ts';

const root = path.resolve(import.meta.dirname, '..');
const readme = await readFile(path.join(root, 'README.md'), 'utf8');
const commands = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.trim().split('\n'));

/** `npm ci` has just been run, or this test would not be here; and the tests are running. */
const runnable = commands.map((command) => command.replace(/^npm ci && /, '')).filter((command) => command !== 'npm test');

/** A checkout as the reader has it after `npm ci`, with nothing in it but what the commands need. */
async function checkout(): Promise<string> {
  const folder = await tempFolder();
  for (const name of ['node_modules', 'dist']) await symlink(path.join(root, name), path.join(folder, name));
  await cp(path.join(root, '.npmrc'), path.join(folder, '.npmrc'));
  // npx links the checkout into its cache and prepares it there; what `prepare` builds is at hand already.
  const { scripts, ...manifest } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, scripts: { ...scripts, prepare: 'true' } }));
  return folder;
}

async function run(command: string, cwd: string, env: Readonly<Record<string, string>>) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('sh', ['-c', command], {
    cwd,
    detached: true,
    env: {
      PATH,
      HOME,
      npm_config_cache: path.join(cwd, '.npm'),
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const see = (chunk: Buffer) => {
    output += chunk.toString();
    // A server runs until it is stopped.
    if (output.includes('Any AWS client can use it') && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  };
  child.stdout.on('data', see);
  child.stderr.on('data', see);
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  return { code: await promise, output };
}

test('the README has its two commands', () => {
  expect(commands).toContain('npm ci && npm run demo');
  expect(commands).toContain('npm ci && npm test');
});

test('every other command of the README works against the embedded account', { timeout: 180_000 }, async () => {
  const folder = await checkout();
  const env = await sandboxOf(demo);
  const codes: Record<string, number | null> = {};
  for (const command of runnable) {
    const { code, output } = await run(command.replace('--port 4566', '--port 0'), folder, env);
    codes[command] = code;
    await writeFile(path.join(folder, 'last.log'), output);
    expect(output).not.toMatch(/^\s+at /m);
  }
  expect(codes).toEqual(Object.fromEntries(runnable.map((command) => [command, wantedCode(command)])));
});

/** The embedded account has a Region and some calls that nobody may read: what reads all of it is incomplete, and says so. */
function wantedCode(command: string): number | null {
  if (command.includes('mlwarden sandbox')) return null; // stopped by the test
  return /mlwarden (scan|check|calibrate)\b/.test(command) ? 3 : 0;
}
