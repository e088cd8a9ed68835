import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { decodeSnapshot } from '../../src/inventory/snapshot.ts';
import { chance } from '../../src/sandbox/random.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { hardened } from '../../src/sandbox/seeds/hardened.ts';
import { mlwarden, sandboxOf, tempFolder } from '../support/cli.ts';
import { truths, verdictsIn, verdictsOf } from './support/oracle.ts';
import { foundIn, inShell } from './support/process.ts';

/** Documented exit codes, and those of signals. */
const ended = [0, 1, 2, 3, 4, 5, 130, 143];

const seeds = Array.from({ length: 8 }, (_, index) => index + 1);

test.concurrent.for(seeds)('R17: SIGTERM at any time ends the scan in order (seed %d)', async (seed) => {
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
  if (sentAt === 0) return;
  expect(performance.now() - sentAt).toBeLessThan(20_000);
  if (ran.code === 143) {
    expect(await readdir(folder)).toEqual(['snapshot-partial.ndjson.gz']);
    expect(decodeSnapshot(await readFile(path.join(folder, 'snapshot-partial.ndjson.gz'))).complete).toBe(false);
  } else {
    // It was done already.
    expect(await foundIn(folder)).toBe('a whole run');
  }
});

const one = '--check vpc-notebook-direct-internet-access';

test('R20: files that may not grow are one clear line, and no run', async () => {
  const folder = await tempFolder();
  const lines = `ulimit -f 8; $mlwarden scan ${one} -o ${folder}/run`;
  const { code, output } = await inShell(lines, await sandboxOf(hardened));
  expect(output).toMatch(/cannot write the report to .*\/run: EFBIG/);
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
  expect(output).toMatch(/cannot write the report to run: the disk is full/);
  expect(output).toMatch(/^4$/m);
  expect(code).toBe(5);
});

test.for([24, 28, 32, 40, 64])('R20: %d open files at most: a documented end, and no half run', async (files) => {
  const folder = await tempFolder();
  const { code, output } = await inShell(`ulimit -n ${files}; $mlwarden scan -o ${folder}/run`, await sandboxOf(demo));
  const found = await foundIn(path.join(folder, 'run'));
  // Node itself may not start with so few.
  if (!output.includes('scan started')) expect([code === 0, found]).toEqual([false, 'nothing']);
  else expect([ended.includes(code ?? -1), found]).toEqual([true, code === 4 || code === 5 ? 'nothing' : 'a whole run']);
});

/** A module that does its harm inside the command. */
async function preload(script: string): Promise<Readonly<Record<string, string>>> {
  const file = path.join(await tempFolder(), 'harm.mjs');
  await writeFile(file, script);
  return { NODE_OPTIONS: `--import=file://${file}` };
}

test.concurrent.for(seeds)('R22: an unhandled rejection ends the command, and leaves no half run (seed %d)', async (seed) => {
  const folder = await tempFolder();
  const env = await sandboxOf(demo, { latency: { seed, baseMs: 60 } });
  const afterMs = 300 + chance(seed, 'rejection') * 2500;
  const harm = await preload(`setTimeout(() => Promise.reject(new Error('stray')), ${afterMs}).unref();`);
  const ran = await mlwarden(['scan', '-o', path.join(folder, 'run')], { env: { ...env, ...harm } });
  const found = await foundIn(path.join(folder, 'run'));
  if (ran.stderr.includes('stray')) expect(ran.code).not.toBe(0);
  expect(ran.stderr.includes('stray') ? ['nothing', 'a whole run', 'pieces'] : ['a whole run']).toContain(found);
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
