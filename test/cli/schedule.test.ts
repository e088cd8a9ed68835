import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { decodeSnapshot } from '../../src/inventory/snapshot.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { expectOneLine, mlwarden, sandboxOf, tempFolder, type Ran } from '../support/cli.ts';
import { linesOf, logLines } from '../support/schedule.ts';

const everySecond = ['--cron', '* * * * * *'];
const nightly = ['--cron', '0 2 * * *'];
const small = ['--check', 'vpc-notebook-direct-internet-access', '--regions', 'eu-west-1'];

interface Watched {
  /** Whether what was printed so far is what the test waits for. */
  readonly until: (text: string) => boolean;
  readonly signal?: NodeJS.Signals;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Done once, before the signal is sent. */
  readonly first?: (text: string) => Promise<void>;
}

/** Runs a schedule until it has printed something, then stops it. */
async function schedule(args: readonly string[], watched: Watched): Promise<Ran & { readonly stopMs: number }> {
  let [stoppedAt, seen] = [0, false];
  const ran = await mlwarden(['schedule', ...args], {
    env: watched.env,
    ...(watched.cwd === undefined ? {} : { cwd: watched.cwd }),
    onOutput: (text, kill) => {
      if (seen || !watched.until(text)) return;
      seen = true;
      void (watched.first?.(text) ?? Promise.resolve()).finally(() => {
        stoppedAt = Date.now();
        kill(watched.signal ?? 'SIGTERM');
      });
    },
  });
  return { ...ran, stopMs: Date.now() - stoppedAt };
}

test('it scans whenever it is due, under a new run id each time, and says how each run ended', async () => {
  const cwd = await tempFolder();
  const ran = await schedule([...everySecond, ...small], {
    env: await sandboxOf(demo),
    cwd,
    until: (text) => linesOf(text, 'run ended').length >= 2,
  });
  expect(ran.code).toBe(143);
  expect(ran.stopMs).toBeLessThan(5000);
  const [first, second] = linesOf(ran.stderr, 'run ended');
  expect(first).toMatchObject({ exit: 0, why: 'complete' });
  expect(first?.runId).not.toBe(second?.runId);
  const runId = linesOf(ran.stderr, 'run ended').at(-1)?.runId;
  expect(linesOf(ran.stderr, 'scan started').at(-1)?.runId).toBe(runId);
  const report: unknown = JSON.parse(await readFile(path.join(cwd, 'mlwarden-report/report.json'), 'utf8'));
  expect(report).toMatchObject({ run: { runId } });
  expect(logLines(ran.stderr).at(-1)).toMatchObject({ msg: 'schedule stopped', exit: 143 });
});

test('a run that could not run ends neither the loop nor the process', async () => {
  const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  let status = 0;
  const ran = await schedule([...everySecond, '--health-port', '0'], {
    env,
    until: (text) => linesOf(text, 'run ended').length >= 2,
    first: async (text) => {
      status = (await fetch(linesOf(text, 'schedule started')[0]?.health ?? '')).status;
    },
  });
  expect(ran.code).toBe(143);
  expect(status).toBe(503);
  for (const line of linesOf(ran.stderr, 'run ended')) {
    expect(line).toMatchObject({ exit: 4, why: expect.stringContaining('cannot be reached') });
  }
  expect(ran.stderr).not.toMatch(/MaxListenersExceeded/);
});

test('a run that is due while another has not ended is skipped, and the log says so', async () => {
  const env = await sandboxOf(demo, { latency: { seed: 1, baseMs: 1200 } });
  const ran = await schedule([...everySecond, ...small], { env, until: (text) => linesOf(text, 'run ended').length >= 1 });
  const skipped = linesOf(ran.stderr, 'a run was due while another had not ended: skipped');
  expect(skipped.length).toBeGreaterThan(0);
  expect(skipped[0]?.runId).toBe(linesOf(ran.stderr, 'run started')[0]?.runId);
  const order = logLines(ran.stderr).filter(({ msg }) => msg === 'run started' || msg === 'run ended');
  for (const [index, { msg }] of order.entries()) expect(msg).toBe(index % 2 === 0 ? 'run started' : 'run ended');
});

test.for([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s stops a scan as it stops `scan`, and then the schedule', async ([signal, code]) => {
  const cwd = await tempFolder();
  const ran = await schedule([...nightly, '--run-at-start'], {
    env: await sandboxOf(demo, { latency: { seed: 1, baseMs: 400 } }),
    cwd,
    signal,
    until: (text) => text.includes('scan started'),
  });
  expect(ran.code).toBe(code);
  expect(ran.stopMs).toBeLessThan(20_000);
  expect(linesOf(ran.stderr, 'run ended')).toMatchObject([{ exit: code, why: expect.stringMatching(/^stopped; what was seen/) }]);
  const kept = path.join(cwd, 'mlwarden-report');
  expect(await readdir(kept)).toEqual(['snapshot-partial.ndjson.gz']);
  expect(decodeSnapshot(await readFile(path.join(kept, 'snapshot-partial.ndjson.gz'))).complete).toBe(false);
});

test('SIGTERM between runs ends it at once', async () => {
  const env = await sandboxOf(demo);
  const idle = await schedule(nightly, { env, until: (text) => text.includes('schedule started') });
  expect(idle).toMatchObject({ code: 143, stdout: '' });
  expect(idle.stopMs).toBeLessThan(5000);
  expect(linesOf(idle.stderr, 'run started')).toEqual([]);
});

test('/healthz and `health` tell how it is', async () => {
  const answers: unknown[] = [];
  const ran = await schedule([...nightly, ...small, '--run-at-start', '--health-port', '0'], {
    env: await sandboxOf(demo),
    until: (text) => text.includes('run ended'),
    first: async (text) => {
      const { health = '' } = linesOf(text, 'schedule started')[0] ?? {};
      const answer = await fetch(health);
      answers.push(answer.status, await answer.json(), (await fetch(new URL('/', health))).status);
      answers.push(await mlwarden(['health', '--port', new URL(health).port]));
    },
  });
  const runId = linesOf(ran.stderr, 'run ended')[0]?.runId;
  const health = { healthy: true, running: null, last: { runId, exit: 0 }, next: expect.stringMatching(/T\d\d:00:00\.000Z$/) };
  expect(answers).toMatchObject([200, health, 404, { code: 0, stdout: expect.stringContaining('"healthy":true'), stderr: '' }]);
});

test('`health` of a schedule that is not there, or not well, is one line and exit 4', async () => {
  expectOneLine(await mlwarden(['health', '--port', '9']), 4, /127\.0\.0\.1:9\/healthz does not answer/);
  let unwell: Ran | undefined;
  await schedule([...nightly, '--run-at-start', '--health-port', '0'], {
    env: {},
    until: (text) => text.includes('run ended'),
    first: async (text) => {
      const { health = '' } = linesOf(text, 'schedule started')[0] ?? {};
      unwell = await mlwarden(['health', '--port', new URL(health).port]);
    },
  });
  expect(unwell).toBeDefined();
  if (unwell !== undefined) expectOneLine(unwell, 4, /not healthy: .*the last run could not run \(exit 4\)/);
});

test('a health port that is taken is exit 4, before the first run', async () => {
  const env = await sandboxOf(demo);
  const { port } = new URL(env['AWS_ENDPOINT_URL'] ?? '');
  const ran = await mlwarden(['schedule', ...nightly, '--run-at-start', '--health-port', port], { env });
  expectOneLine(ran, 4, /it is in use; choose another --health-host or --health-port/);
});
