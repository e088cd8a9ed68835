import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import { expect, test } from 'vitest';
import { exitCodes } from '../../src/cli/exit.ts';
import { chance } from '../../src/sandbox/random.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { hardened } from '../../src/sandbox/seeds/hardened.ts';
import { mlwarden, sandboxOf, tempFolder } from '../support/cli.ts';
import { snapshotIn } from '../support/snapshots.ts';
import { truths, verdictsIn, verdictsOf } from './support/oracle.ts';
import { foundIn, inShell } from './support/process.ts';

const seeds = Array.from({ length: 8 }, (_, index) => index + 1);

/** Sends SIGTERM to a scan at a moment of the seed. */
async function terminate(seed: number): Promise<string> {
  const folder = await tempFolder();
  const env = await sandboxOf(demo, { latency: { seed, baseMs: 150 } });
  const afterMs = chance(seed, 'SIGTERM') * 3000;
  let sentAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const ran = await mlwarden(['scan', '-o', folder], {
    env,
    onOutput(text, kill) {
      if (timer !== undefined || !text.includes('scan started')) return;
      timer = setTimeout(() => {
        sentAt = performance.now();
        kill('SIGTERM');
      }, afterMs);
    },
  });
  clearTimeout(timer);
  // It was done already.
  if (ran.code !== 143) return await foundIn(folder);
  expect(performance.now() - sentAt).toBeLessThan(20_000);
  const { run } = JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8'));
  const { complete } = await snapshotIn(await readFile(path.join(folder, 'snapshot.ndjson.gz')));
  return complete || run.complete || !run.stopped ? 'a lie' : 'a part that says so';
}

test('R17: SIGTERM at any time ends the scan in order', async () => {
  const ends = await pLimit(2).map(seeds, terminate);
  expect(ends.filter((end) => end !== 'a part that says so' && end !== 'a whole run')).toEqual([]);
  expect(ends).toContain('a part that says so');
});

/** Kills a scan, then twice what resumes it, each at a moment of the seed, and lets the last attempt run through. */
async function killAndResume(seed: number): Promise<{ readonly kills: number; readonly verdicts: readonly string[] }> {
  const folder = await tempFolder();
  const env = await sandboxOf(demo, { latency: { seed, baseMs: 100 } });
  let resume: readonly string[] = [];
  let kills = 0;
  for (const attempt of ['first', 'second', 'third', 'last']) {
    let timer: NodeJS.Timeout | undefined;
    const { code } = await mlwarden(['scan', ...resume, '-o', folder], {
      env,
      onOutput: (text, kill) => {
        if (attempt === 'last' || !text.includes('scan started')) return;
        timer ??= setTimeout(() => kill('SIGKILL'), chance(seed, attempt) * 2000);
      },
    });
    clearTimeout(timer);
    if (code !== null) break;
    kills += 1;
    const [, id] = (await readdir(folder)).map((name) => /^run-(\w+)\.journal$/.exec(name)).find((match) => match !== null) ?? [];
    resume = id === undefined ? [] : ['--resume', id];
  }
  const report = JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8'));
  return { kills, verdicts: verdictsOf(report.findings) };
}

test('R16: a scan that is killed at any time, again and again, is told whole in the end', async () => {
  const ends = await pLimit(2).map(seeds, killAndResume);
  for (const { verdicts } of ends) expect(verdicts).toEqual(verdictsIn(truths.demo));
  expect(Math.max(...ends.map(({ kills }) => kills))).toBeGreaterThan(1);
});

const one = '--check vpc-notebook-direct-internet-access';

test('R20: files that may not grow are one clear line, and no run', async () => {
  const folder = await tempFolder();
  const lines = `ulimit -f 8; $mlwarden scan ${one} -o ${folder}/run`;
  const { code, output } = await inShell(lines, await sandboxOf(hardened));
  expect(output).toMatch(/cannot write to .*\/run: EFBIG/);
  expect(output).not.toMatch(/^\s+at /m);
  expect(code).toBe(5);
  expect(await foundIn(path.join(folder, 'run'))).toBe('nothing');
});

test('R20: a full disk is one clear line, and leaves the run before as it was', async (context) => {
  const folder = await tempFolder();
  const env = await sandboxOf(hardened);
  const mounted = await inShell(`unshare -rm sh -c 'mount -t tmpfs -o size=1m tmpfs ${folder}'`, {});
  if (mounted.code !== 0) context.skip('this machine lets nobody mount');
  const lines = `
    mount -t tmpfs -o size=2m tmpfs ${folder} && cd ${folder}
    $mlwarden scan ${one} -q -o run || exit 90
    sha256sum run/* > before
    head -c 2m /dev/zero > filler 2> /dev/null
    $mlwarden scan ${one} -q -o run; code=$?
    sha256sum -c --quiet before || exit 91
    ls -A run | wc -l
    exit $code`;
  const { code, output } = await inShell(`unshare -rm bash -c '${lines}'`, env);
  expect(output).toMatch(/cannot write to run: the disk is full/);
  expect(output).toMatch(/^4$/m);
  expect(code).toBe(5);
});

test.for([24, 40, 256])('R20: %d open files at most: a whole run, or none and no success', async (files) => {
  const folder = await tempFolder();
  const { code, output } = await inShell(`ulimit -n ${files}; $mlwarden scan -o ${folder}/run`, await sandboxOf(demo));
  const isAnswer = code === exitCodes.ok || code === exitCodes.findings || code === exitCodes.incomplete;
  expect(await foundIn(path.join(folder, 'run'))).toBe(isAnswer ? 'a whole run' : 'nothing');
  // So many are enough.
  expect(files < 256 || (isAnswer && !output.includes('EMFILE'))).toBe(true);
});

/** A module that does its harm inside the command. */
async function preload(script: string): Promise<Readonly<Record<string, string>>> {
  const file = path.join(await tempFolder(), 'harm.mjs');
  await writeFile(file, script);
  return { NODE_OPTIONS: `--import=file://${file}` };
}

/** Rejects a promise that nobody waits for at a moment of the seed. */
async function reject(seed: number): Promise<{ readonly code: number | null; readonly isHit: boolean; readonly found: string }> {
  const folder = await tempFolder();
  const env = await sandboxOf(demo, { latency: { seed, baseMs: 60 } });
  const afterMs = 300 + chance(seed, 'rejection') * 2500;
  const harm = await preload(`setTimeout(() => Promise.reject(new Error('stray')), ${afterMs}).unref();`);
  const ran = await mlwarden(['scan', '-o', path.join(folder, 'run')], { env: { ...env, ...harm } });
  return { code: ran.code, isHit: ran.stderr.includes('stray'), found: await foundIn(path.join(folder, 'run')) };
}

test('R22: an unhandled rejection ends the command, and leaves no half run', async () => {
  const ends = await pLimit(2).map(seeds, reject);
  for (const end of ends.filter(({ isHit }) => !isHit)) expect(end).toMatchObject({ found: 'a whole run' });
  const hits = ends.filter(({ isHit }) => isHit);
  expect(hits.length).toBeGreaterThan(0);
  expect(hits.filter(({ code, found }) => code !== exitCodes.cannotRun || found === 'a lie')).toEqual([]);
});

test('R22: a heap that is too small ends the command, and leaves no half run', async () => {
  const folder = await tempFolder();
  const env = { ...(await sandboxOf(demo)), NODE_OPTIONS: '--max-old-space-size=24' };
  const ran = await mlwarden(['scan', '-o', path.join(folder, 'run')], { env });
  expect(ran.code).not.toBe(0);
  expect(await foundIn(path.join(folder, 'run'))).toBe('nothing');
});

test('R22: a machine that stands still now and then loses nothing', async () => {
  const folder = await tempFolder();
  const env = await sandboxOf(demo);
  const stall = 'const end = Date.now() + 4000; while (Date.now() < end);';
  const harm = await preload(`setTimeout(() => { ${stall} }, 700).unref(); setTimeout(() => { ${stall} }, 5500).unref();`);
  const ran = await mlwarden(['scan', '-o', folder], { env: { ...env, ...harm } });
  expect([1, 3]).toContain(ran.code);
  const report = JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8'));
  expect(verdictsOf(report.findings)).toEqual(verdictsIn(truths.demo));
});
