import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createEndpoint } from '../../src/sandbox/endpoint.ts';
import { serve } from '../../src/sandbox/server.ts';
import { expectOneLine, mlwarden, tempFolder, type Ran } from '../support/cli.ts';
import { accountWithHistory, withoutLimits } from '../support/history.ts';

/** What the heap may hold, MiB: less than half of what the longer history takes as objects. */
const heap = 96;

interface Scanned extends Ran {
  readonly folder: string;
  /** Highest resident set, MiB. */
  readonly peak: number;
}

/** Scans all of a history with the built command. */
async function scanHistory(length: number, env: Readonly<Record<string, string>> = {}): Promise<Scanned> {
  const now = Date.now();
  const server = await serve(createEndpoint(accountWithHistory(length, now)));
  onTestFinished(server.close);
  const cwd = await tempFolder();
  const folder = path.join(cwd, 'report');
  await writeFile(path.join(cwd, 'limits.json'), withoutLimits(now));
  const peak = path.join(cwd, 'peak');
  const preload = path.resolve(import.meta.dirname, '../support/peak.ts');
  const flags = ['--jobs-max', 'all', '--jobs-lookback', '3650', '--limits', 'limits.json', '--log-level', 'warn'];
  const ran = await mlwarden(['scan', ...flags, '--output', folder], {
    cwd,
    env: {
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: 'AKIASANDBOX',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      AWS_REGION: 'us-east-1',
      PEAK_FILE: peak,
      NODE_OPTIONS: `--import=${preload} --max-old-space-size=${heap}`,
      ...env,
    },
  });
  return { ...ran, folder, peak: Number(await readFile(peak, 'utf8')) };
}

test('a history that is five times as long takes no more memory, and is told whole', { timeout: 180_000 }, async () => {
  const short = await scanHistory(3000);
  const long = await scanHistory(15_000);
  expect([short.code, long.code, long.stderr]).toEqual([0, 0, '']);
  expect(long.peak).toBeLessThan(short.peak + 64);
  expect(long.peak).toBeLessThan(256);
  const json: unknown = JSON.parse(await readFile(path.join(long.folder, 'report.json'), 'utf8'));
  const checks: readonly { readonly id: string; readonly counts: unknown }[] = Object(json).checks;
  // One job in a thousand holds a secret; the pipelines' and schedules' lists are empty.
  expect(checks.find(({ id }) => id === 'sec-job-parameters-no-secrets')).toMatchObject({ counts: { FAIL: 15, PASS: 14_985 } });
  expect((await readdir(long.folder)).toSorted()).toEqual(['manifest.json', 'report.html', 'report.json', 'snapshot.ndjson.gz']);
  const again = await mlwarden(['check', path.join(long.folder, 'snapshot.ndjson.gz'), '-o', path.join(long.folder, 'again')]);
  expect(again.code).toBe(0);
  const [first, second] = [long.folder, path.join(long.folder, 'again')].map(
    async (folder) => await readFile(path.join(folder, 'report.json')),
  );
  expect((await second)?.equals((await first) ?? Buffer.alloc(0))).toBe(true);
});

test(
  'where nothing more can be kept the scan ends in one clear line, and leaves what resumes it and nothing else',
  { timeout: 120_000 },
  async () => {
    const ran = await scanHistory(3000, { TMPDIR: '/nonexistent' });
    expectOneLine(
      ran,
      5,
      /^mlwarden: cannot keep what was seen in \/nonexistent: there is no such folder; set TMPDIR.*; go on with: mlwarden scan --resume/,
    );
    expect(await readdir(ran.folder)).toEqual([expect.stringMatching(/^run-\w+\.journal$/)]);
  },
);
