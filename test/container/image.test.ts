/** The Dockerfile, step by step and without a container engine: its context, its build, and its final stage as its user sees it. */
import { spawnSync } from 'node:child_process';
import { chmod, chown, copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tmpdir } from 'node:os';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { mlwarden, sandboxOf, type Ran, type RunOptions } from '../support/cli.ts';
import { execForm, readDockerfile, stagesOf } from '../support/dockerfile.ts';
import { linesOf } from '../support/schedule.ts';

const root = path.resolve(import.meta.dirname, '../..');
const isRoot = process.getuid?.() === 0;
const user = 10_001;

let place = '';
/** The final stage's root. */
const image = () => path.join(place, 'image');
const app = () => path.join(image(), 'app');
const reports = () => path.join(image(), 'reports');
const node = () => path.join(place, 'node');

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'mlwarden-image-'));
  await chmod(place, 0o711);
  await build();
  await seal();
}, 120_000);

afterAll(async () => {
  await unseal();
  await rm(place, { recursive: true, force: true });
});

/** Runs the build stage in a folder of its own, from the context that .dockerignore lets through. */
async function build(): Promise<void> {
  const context = path.join(place, 'context');
  const ignore = (await readFile(path.join(root, '.dockerignore'), 'utf8')).trim().split('\n');
  for (const line of ignore.filter((one) => one.startsWith('!')))
    await cp(path.join(root, line.slice(1)), path.join(context, line.slice(1)), { recursive: true });
  const [stage = []] = stagesOf(readDockerfile(await readFile(path.join(root, 'Dockerfile'), 'utf8')));
  const workdir = path.join(place, 'stage');
  for (const { name, rest } of stage) {
    if (name === 'COPY') {
      const [to = '', ...from] = rest.split(/\s+/).toReversed();
      for (const one of from)
        await cp(path.join(context, one), path.join(workdir, from.length > 1 ? one : path.join(to, to === './' ? one : '')), {
          recursive: true,
        });
    }
    if (name === 'RUN') await run(execForm(rest) ?? [], workdir);
  }
}

async function run(words: readonly string[], workdir: string): Promise<void> {
  const [command = '', ...args] = words;
  // The packages are those that `npm ci` has put there before this test.
  if (command === 'npm') return await symlink(path.join(root, 'node_modules'), path.join(workdir, 'node_modules'));
  if (command === 'mkdir') return;
  expect(command).toBe('node');
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: workdir, env: {}, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

/** The final stage: the bundle alone, owned by root and read-only, a folder for reports, and Node. */
async function seal(): Promise<void> {
  await cp(path.join(place, 'stage/dist'), app(), { recursive: true });
  await rm(path.join(place, 'stage'), { recursive: true });
  await mkdir(reports(), { mode: 0o750 });
  if (isRoot) await chown(reports(), user, user);
  await copyFile(process.execPath, node());
  await chmod(node(), 0o555);
  for (const name of await readdir(app(), { recursive: true })) await chmod(path.join(app(), name), 0o555);
  for (const folder of [app(), image()]) await chmod(folder, 0o555);
}

/** So that others than root can remove it. */
async function unseal(): Promise<void> {
  for (const folder of [image(), app(), path.join(app(), 'chunks')]) await chmod(folder, 0o755);
}

/** Runs the image's entry point as its user, in its folder for reports. */
async function inImage(args: readonly string[], options: RunOptions): Promise<Ran> {
  return await mlwarden(args, {
    ...options,
    bin: path.join(app(), 'mlwarden.mjs'),
    node: node(),
    cwd: reports(),
    env: { NODE_ENV: 'production', HOME: '/nonexistent', ...options.env },
    ...(isRoot ? { uid: user } : {}),
  });
}

test('the bundle is all that there is: no packages, no sources', async () => {
  const names = await readdir(app(), { recursive: true });
  expect(names.filter((name) => !/^(mlwarden\.mjs|chunks(\/[\w.-]+\.mjs)?)$/.test(name))).toEqual([]);
});

test('it may write its folder for reports and nothing else', async () => {
  const tries = `for (const place of ${JSON.stringify([app(), path.join(app(), 'chunks'), image(), reports()])})
    try { require('node:fs').writeFileSync(place + '/x', ''); console.log('written'); } catch (error) { console.log(error.code); }`;
  const { stdout } = spawnSync(node(), ['-e', tries], { encoding: 'utf8', ...(isRoot ? { uid: user, gid: user } : {}) });
  expect(stdout.trim().split('\n')).toEqual(['EACCES', 'EACCES', 'EACCES', 'written']);
  await rm(path.join(reports(), 'x'));
});

test('a scan leaves its report in the folder', async () => {
  const ran = await inImage(['scan', '--allow-partial'], { env: await sandboxOf(demo) });
  expect({ code: ran.code, errors: ran.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{')) }).toEqual({
    code: 0,
    errors: [],
  });
  const report = await readFile(path.join(reports(), 'mlwarden-report/report.json'), 'utf8');
  expect(JSON.parse(report)).toMatchObject({ format: 'mlwarden-report', run: { account: '111122223333' } });
});

test('a folder that is not mounted for it is exit 5', async () => {
  const args = [
    'scan',
    '--check',
    'vpc-notebook-direct-internet-access',
    '--regions',
    'eu-west-1',
    '-o',
    path.join(app(), 'out'),
  ];
  const ran = await inImage(args, { env: await sandboxOf(demo) });
  expect({ code: ran.code, told: ran.stderr.includes('no permission to write there') }).toEqual({ code: 5, told: true });
});

test('the schedule ticks, its health check needs no shell, and SIGTERM ends it in time', async () => {
  const small = ['--check', 'vpc-notebook-direct-internet-access', '--regions', 'eu-west-1'];
  let [asked, stoppedAt] = [false, 0];
  let health: Ran | undefined;
  const askAndStop = async (port: string, kill: (signal: NodeJS.Signals) => void): Promise<void> => {
    health = await inImage(['health', '--port', port], {});
    stoppedAt = Date.now();
    kill('SIGTERM');
  };
  const ran = await inImage(['schedule', '--cron', '* * * * * *', '--health-port', '0', ...small], {
    env: await sandboxOf(demo),
    onOutput: (text, kill) => {
      if (asked || linesOf(text, 'run ended').length === 0) return;
      asked = true;
      const { port } = new URL(linesOf(text, 'schedule started')[0]?.health ?? '');
      void askAndStop(port, kill);
    },
  });
  expect(Date.now() - stoppedAt).toBeLessThan(20_000);
  expect(ran.code).toBe(143);
  expect(linesOf(ran.stderr, 'run ended')[0]).toMatchObject({ exit: 0, why: 'complete' });
  expect(health).toMatchObject({ code: 0, stdout: expect.stringContaining('"healthy":true') });
});
