import { hash } from 'node:crypto';
import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AccountData } from '../../src/sandbox/account.ts';
import { cloudOf } from '../../src/sandbox/cloud.ts';
import { createEndpoint, type EndpointOptions } from '../../src/sandbox/endpoint.ts';
import { RequestLog } from '../../src/sandbox/request-log.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { serve } from '../../src/sandbox/server.ts';
import { expectOneLine, mlwarden, tempFolder, type Ran } from '../support/cli.ts';
import { snapshotIn } from '../support/snapshots.ts';
import { grown } from '../support/grown.ts';

interface Sandbox {
  readonly env: Readonly<Record<string, string>>;
  readonly log: RequestLog;
}

async function sandbox(
  account: AccountData = demo.account(Date.now()),
  options: Partial<EndpointOptions> = {},
): Promise<Sandbox> {
  const log = new RequestLog();
  const latency = { seed: 1, baseMs: 60 };
  const server = await serve(createEndpoint({ ...cloudOf(account), latency, log, ...options }));
  onTestFinished(server.close);
  const env = {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: 'AKIASANDBOX',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
  };
  return { env, log };
}

/** Calls that had an answer: a throttle is none, and a busy machine sees more of them. */
function answeredIn({ entries }: RequestLog): number {
  return entries.filter(({ throttled }) => !throttled).length;
}

/** A scan that gets a signal after so many answers. */
async function stopped(
  { env, log }: Sandbox,
  { after, signal, args }: { readonly after: number; readonly signal: NodeJS.Signals; readonly args: readonly string[] },
): Promise<Ran & { readonly stopMs: number }> {
  let timer: NodeJS.Timeout | undefined;
  let sentAt = 0;
  const ran = await mlwarden(['scan', ...args], {
    env,
    onOutput: (_text, kill) => {
      timer ??= setInterval(() => {
        if (log.entries.length < after) return;
        clearInterval(timer);
        sentAt = Date.now();
        kill(signal);
      }, 2);
    },
  });
  clearInterval(timer);
  return { ...ran, stopMs: Date.now() - sentAt };
}

async function runIdIn(folder: string): Promise<string> {
  const names = await readdir(folder);
  const [, id = 'none'] = names.map((name) => /^run-(\w+)\.journal$/.exec(name)).find((match) => match !== null) ?? [];
  return id;
}

/** A report without what differs from run to run: its id, its start, the moments of its calls. */
async function reportIn(folder: string): Promise<string> {
  const text = await readFile(path.join(folder, 'report.json'), 'utf8');
  const { startedAt, runId } = (JSON.parse(text) as { run: { startedAt: string; runId: string } }).run;
  return text
    .replaceAll(/"at":"[^"]*"/g, '"at":""')
    .replaceAll(startedAt, 'START')
    .replaceAll(runId, 'RUN');
}

const whole = ['manifest.json', 'report.html', 'report.json', 'snapshot.ndjson.gz'];

describe('a scan that was killed goes on', () => {
  const rates = ['--rate-share', '1'];

  test('with at most 1.2 times the calls, and its report is that of a scan that ran through', { timeout: 240_000 }, async () => {
    const account = grown(demo.account(Date.now()), 40);
    const calm = await sandbox(account, { limits: {} });
    const calmFolder = await tempFolder();
    const key = { MLWARDEN_FINGERPRINT_KEY: 'a key of the tests' };
    await mlwarden(['scan', ...rates, '-o', calmFolder], { env: { ...calm.env, ...key } });
    const calls = answeredIn(calm.log);
    const ratios: string[] = [];
    for (const share of [0.35, 0.9]) {
      const box = await sandbox(account, { limits: {} });
      const folder = await tempFolder();
      const args = [...rates, '-o', folder];
      const killed = await stopped({ ...box, env: { ...box.env, ...key } }, { after: calls * share, signal: 'SIGKILL', args });
      expect(killed.code).toBeNull();
      const runId = await runIdIn(folder);
      await writeFile(path.join(folder, 'notes.txt'), 'mine');
      const again = await mlwarden(['scan', ...rates, '--resume', runId, '-o', folder], { env: { ...box.env, ...key } });
      ratios.push((answeredIn(box.log) / calls).toFixed(2));
      expect(again.code).toBe(3);
      expect((await readdir(folder)).toSorted()).toEqual([...whole, 'notes.txt'].toSorted());
      const report = await readFile(path.join(folder, 'report.json'), 'utf8');
      expect(JSON.parse(report)).toMatchObject({ run: { runId } });
      expect(await reportIn(folder)).toBe(await reportIn(calmFolder));
    }
    console.info(`${calls} calls, with a kill ${ratios.join(', ')} times`);
    expect(Math.max(...ratios.map(Number))).toBeLessThanOrEqual(1.2);
  });
});

/** A run that was killed in the sandbox. */
async function killedRun(
  args: readonly string[] = [],
): Promise<{ readonly box: Sandbox; readonly folder: string; readonly runId: string }> {
  const box = await sandbox();
  const folder = await tempFolder();
  await stopped(box, { after: 100, signal: 'SIGKILL', args: ['-o', folder, ...args] });
  return { box, folder, runId: await runIdIn(folder) };
}

/** The same journal as another mlwarden would have begun it: each line vouches for all before it. */
function withHeader(text: string, change: (header: { now: number; tool: object }) => object): string {
  let check = '';
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line, index) => {
      const json = line.slice(line.indexOf(' ') + 1);
      const header = JSON.parse(json);
      const changed = index === 0 ? JSON.stringify({ ...header, ...change(header) }) : json;
      check = hash('sha256', check + changed).slice(0, line.indexOf(' '));
      return `${check} ${changed}\n`;
    });
  return lines.join('');
}

const journalOf = (folder: string, runId: string) => path.join(folder, `run-${runId}.journal`);

describe('what cannot be resumed is one line and exit 2, and nothing is written', () => {
  test('the command line says otherwise', { timeout: 120_000 }, async () => {
    const { box, folder, runId } = await killedRun(['--jobs-max', '100']);
    const before = await readFile(journalOf(folder, runId));
    const mtime = (await stat(journalOf(folder, runId))).mtimeMs;
    const elsewhere = await tempFolder();
    const cases: readonly (readonly [readonly string[], RegExp, Readonly<Record<string, string>>?])[] = [
      [['--resume', 'latest', '-o', folder], /Use the id of a run/],
      [['--resume', '01K00000000000000000000000', '-o', folder], /there is no unfinished run 01K0/],
      [['--resume', runId, '-o', elsewhere], /there is no unfinished run/],
      [['--resume', runId, '-o', folder, '--check', 'vpc-*'], /it has other checks/],
      [['--resume', runId, '-o', folder, '--regions', 'eu-west-1'], /its Regions are eu-central-1, /],
      [['--resume', runId, '-o', folder, '--jobs-max', '500'], /it has --jobs-max 100/],
      [['--resume', runId, '-o', folder, '--jobs-lookback', '7'], /it has --jobs-lookback 30/],
      [['--resume', runId, '-o', folder], /another MLWARDEN_FINGERPRINT_KEY/, { MLWARDEN_FINGERPRINT_KEY: 'new' }],
    ];
    for (const [args, text, more = {}] of cases)
      expectOneLine(await mlwarden(['scan', ...args], { env: { ...box.env, ...more } }), 2, text);
    expect(await readFile(journalOf(folder, runId))).toEqual(before);
    expect((await stat(journalOf(folder, runId))).mtimeMs).toBe(mtime);
    expect(await readdir(elsewhere)).toEqual([]);
  });

  test('another account, another identity, other Regions', async () => {
    const { folder, runId } = await killedRun();
    const account = demo.account(Date.now());
    const args = ['scan', '--resume', runId, '-o', folder];
    const others: readonly (readonly [Partial<AccountData>, RegExp])[] = [
      [{ id: '999988887777' }, /it is of account 111122223333, and the credentials are of 999988887777/],
      [
        { auditor: `arn:aws:sts::${account.id}:assumed-role/someone/else` },
        /assumed-role\/mlwarden-auditor began it, and the .*\/someone/,
      ],
      [{ regions: account.regions.slice(1) }, /other Regions enabled/],
    ];
    for (const [change, text] of others) {
      const { env } = await sandbox({ ...account, ...change });
      expectOneLine(await mlwarden(args, { env }), 2, text);
    }
    expect(await readdir(folder)).toEqual([`run-${runId}.journal`]);
  });

  test('another version of mlwarden, and a run of this morning', async () => {
    const { box, folder, runId } = await killedRun();
    const file = journalOf(folder, runId);
    const text = await readFile(file, 'utf8');
    const others: readonly (readonly [(header: { now: number; tool: object }) => object, RegExp])[] = [
      [({ tool }) => ({ tool: { ...tool, version: '0.0.9' } }), /mlwarden 0\.0\.9 began it, and this is \d/],
      [({ now }) => ({ now: now - 6.1 * 3_600_000 }), /it began more than 6 hours ago/],
      [() => ({ format: 'diary' }), /is the journal of something else/],
    ];
    for (const [change, why] of others) {
      await writeFile(file, withHeader(text, change));
      expectOneLine(await mlwarden(['scan', '--resume', runId, '-o', folder], { env: box.env }), 2, why);
    }
    expect(await readdir(folder)).toEqual([`run-${runId}.journal`]);
  });

  test('a journal that was changed, and one that was torn at its end', async () => {
    const { box, folder, runId } = await killedRun();
    const file = journalOf(folder, runId);
    const text = await readFile(file, 'utf8');
    const args = ['scan', '--resume', runId, '-o', folder];
    await writeFile(file, text.replace('"is":"start"', '"is":"stort"'));
    expectOneLine(await mlwarden(args, { env: box.env }), 2, /is damaged; scan without --resume/);
    await writeFile(file, '');
    expectOneLine(await mlwarden(args, { env: box.env }), 2, /holds nothing yet/);
    await writeFile(file, text);
    await appendFile(file, text.slice(0, 100).replace('\n', ''));
    expect((await mlwarden(args, { env: box.env })).code).toBe(3);
    expect((await readdir(folder)).toSorted()).toEqual(whole);
  });

  test('a run that still runs', async () => {
    const box = await sandbox(undefined, { latency: { seed: 1, baseMs: 400 } });
    const folder = await tempFolder();
    let second: Promise<Ran> | undefined;
    await mlwarden(['scan', '-o', folder], {
      env: box.env,
      onOutput: (text, kill) => {
        if (second !== undefined || !text.includes('section collected')) return;
        second = runIdIn(folder)
          .then((runId) => mlwarden(['scan', '--resume', runId, '-o', folder], { env: box.env }))
          .finally(() => kill('SIGKILL'));
      },
    });
    expect(second).toBeDefined();
    if (second !== undefined) expectOneLine(await second, 2, /has not ended: process \d+ still writes it/);
  });
});

test.for([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s leaves a report that says so, and the command that goes on', { timeout: 120_000 }, async ([signal, code]) => {
  const box = await sandbox(undefined, { latency: { seed: 1, baseMs: 200 } });
  const folder = await tempFolder();
  await writeFile(path.join(folder, 'latest.json'), 'as it was');
  const ran = await stopped(box, { after: 100, signal, args: ['-o', folder, '-o', 's3://mlwarden-reports/ml'] });
  expect(ran.stopMs).toBeLessThan(20_000);
  const runId = await runIdIn(folder);
  const command = `mlwarden scan --resume ${runId} --output ${folder} --output s3://mlwarden-reports/ml --endpoint-url ${box.env['AWS_ENDPOINT_URL']}`;
  expectOneLine(ran, code, `stopped; a report of what was seen is in ${folder}; go on with: ${command}`);
  expect(ran.stdout).toContain('Stopped before its end: what was not read by then is unknown.');
  expect((await readdir(folder)).toSorted()).toEqual([...whole, 'latest.json', `run-${runId}.journal`].toSorted());
  expect(await readFile(path.join(folder, 'latest.json'), 'utf8')).toBe('as it was');
  expect(box.log.count('s3:PutObject')).toBe(0);
  const report = JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8')) as {
    readonly run: object;
    readonly findings: readonly { readonly status: string; readonly gap?: { readonly error: string; readonly detail: string } }[];
  };
  expect(report.run).toMatchObject({ runId, complete: false, stopped: true });
  const unseen = report.findings.filter(({ gap }) => gap?.error === 'ScanStopped');
  expect(unseen.length).toBeGreaterThan(0);
  for (const { status, gap } of unseen)
    expect([status, gap?.detail]).toEqual(['UNKNOWN', expect.stringMatching(/was stopped before/)]);
  expect(await readFile(path.join(folder, 'report.html'), 'utf8')).toContain('This scan was stopped before its end');
  expect((await snapshotIn(await readFile(path.join(folder, 'snapshot.ndjson.gz')))).complete).toBe(false);
  expect(JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'))).toMatchObject({ runId, complete: false });

  const again = await mlwarden(command.split(' ').slice(1), { env: box.env });
  expect(again.code).toBe(3);
  expect((await readdir(folder)).toSorted()).toEqual([...whole, 'latest.json'].toSorted());
  const finished = JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8')) as { run: { stopped?: boolean } };
  expect(finished.run.stopped).toBeUndefined();
  expect(box.log.count('s3:PutObject')).toBeGreaterThan(0);
});
