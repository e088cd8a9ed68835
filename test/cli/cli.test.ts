import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeSnapshot } from '../../src/inventory/snapshot.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { expectOneLine, mlwarden, sandboxOf, tempFolder } from '../support/cli.ts';

/** A module of this text, for --import. */
function asModule(text: string): string {
  return `data:text/javascript,${encodeURIComponent(text)}`;
}

test('--version and --help', async () => {
  expect(await mlwarden(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n' });
  const help = await mlwarden(['--help']);
  expect(help.code).toBe(0);
  for (const command of [
    'scan',
    'schedule',
    'health',
    'doctor',
    'check',
    'demo',
    'sandbox',
    'list',
    'explain',
    'policy',
    'calibrate',
  ])
    expect(help.stdout).toContain(command);
});

describe('mistakes in the call are one line and exit 2', () => {
  test.for([
    [['scan', '--fial-on', 'high'], /Did you mean --fail-on\?/],
    [['scna'], /unknown command 'scna'/],
    [['scan', '--check', 'vpc-notebook-direct-internet-acces'], /did you mean 'vpc-notebook-direct-internet-access'/],
    [['scan', '--check', 'xyz-*'], /no check matches 'xyz-\*'/],
    [['scan', '--control', '8'], /unknown control '8'/],
    [['scan', '--severity', 'huge'], /unknown severity 'huge'/],
    [['scan', '--fail-on', 'huge'], /Allowed choices are critical, high, medium, low, none/],
    [['scan', '--rate-share', '2'], /above 0, up to 1/],
    [['scan', '--jobs-max', '-1'], /whole number/],
    [['scan', '--account', '123'], /12 digits/],
    [['scan', '--role-arn', 'admin'], /ARN of a role/],
    [['scan', '--endpoint-url', 'http://192.0.2.1:4566'], /--allow-custom-endpoint/],
    [['scan', '--endpoint-url', 'ftp://localhost'], /not an http or https URL/],
    [
      ['scan', '--role-arn', 'arn:aws:iam::111122223333:role/r', '--account', '444455556666'],
      /--role-arn is in account 111122223333/,
    ],
    [['explain', 'vpc-nothing'], /unknown check 'vpc-nothing'/],
    [['list', 'chekcs'], /Allowed choices are checks, controls, limits, permissions/],
    [['explain', 'vpc-flow-logs'], /did you mean 'vpc-flow-logs-enabled'/],
    [['sandbox', '--seed', 'dmeo'], /did you mean 'demo'/],
    [['sandbox', '--port', '99999'], /whole number/],
    [['health'], /required option '--port <number>' not specified/],
    [['doctor', '--check', 'vpc-nothing'], /unknown check 'vpc-nothing'/],
    [['doctor', '--endpoint-url', 'http://192.0.2.1:4566'], /--allow-custom-endpoint/],
    [['schedule'], /required option '--cron <expression>' not specified/],
    [['schedule', '--cron', 'nightly'], /--cron 'nightly': five fields are needed, or six with seconds/],
    [['schedule', '--cron', '0 25 * * *'], /--cron '0 25 \* \* \*': Invalid value for hour: 25/],
    [['schedule', '--cron', '0 2 30 2 *'], /is never due/],
    [['schedule', '--cron', '0 2 * * *', '--tz', 'Mars/Base'], /unknown time zone 'Mars\/Base'/],
    [['schedule', '--cron', '0 2 * * *', '--jitter', '10x'], /seconds, minutes or hours/],
    [['schedule', '--cron', '*/5 * * * *', '--jitter', '5m'], /--jitter must be shorter than the time between two runs/],
    [['schedule', '--cron', '0 2 * * *', '--health-port', 'x'], /whole number/],
    [['schedule', '--cron', '0 2 * * *', '--check', 'vpc-nothing'], /unknown check 'vpc-nothing'/],
    [['schedule', '--cron', '0 2 * * *', '--endpoint-url', 'http://192.0.2.1:4566'], /--allow-custom-endpoint/],
    [
      ['schedule', '--cron', '0 2 * * *', '--role-arn', 'arn:aws:iam::111122223333:role/r', '--account', '444455556666'],
      /--role-arn is in account 111122223333/,
    ],
    [['check'], /missing required argument 'snapshot'/],
    [['check', 'nowhere.gz'], /cannot read the snapshot nowhere\.gz: there is no such file/],
  ] as const)('mlwarden %s', async ([args, text]) => {
    expectOneLine(await mlwarden([...args]), 2, text);
  });

  test('an environment variable stands in for a flag, with the same rules', async () => {
    expectOneLine(await mlwarden(['scan'], { env: { MLWARDEN_FAIL_ON: 'huge' } }), 2, /MLWARDEN_FAIL_ON/);
  });
});

describe('surroundings that do not let it run are one line and exit 4', () => {
  test('no credentials', async () => {
    expectOneLine(await mlwarden(['scan']), 4, /no AWS credentials found: set AWS_PROFILE or --profile/);
  });

  test('an endpoint that nobody serves', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    expectOneLine(await mlwarden(['scan'], { env }), 4, /cannot be reached/);
  });

  test('expired credentials', async () => {
    const env = await sandboxOf(demo, { deny: () => ({ code: 'ExpiredToken', status: 403 }) });
    expectOneLine(await mlwarden(['scan'], { env }), 4, /have expired: log in again/);
  });

  test('a port that is taken', async () => {
    const { AWS_ENDPOINT_URL = '' } = await sandboxOf(demo);
    expectOneLine(
      await mlwarden(['sandbox', '--port', new URL(AWS_ENDPOINT_URL).port]),
      4,
      /it is in use; choose another --host or --port/,
    );
  });

  test('an address that this machine does not have', async () => {
    const args = ['sandbox', '--host', '192.0.2.1', '--port', '0'];
    expectOneLine(await mlwarden(args), 4, /this machine has no such address; choose another --host or --port/);
  });
});

test('another account than the one named is refused before anything else is called', async () => {
  expectOneLine(
    await mlwarden(['scan', '--account', '999988887777'], { env: await sandboxOf(demo) }),
    2,
    /not 999988887777: nothing was scanned/,
  );
});

test('a Region that is not enabled is refused, with the nearest that is', async () => {
  expectOneLine(
    await mlwarden(['scan', '--regions', 'eu-west-11'], { env: await sandboxOf(demo) }),
    2,
    /not enabled the Region 'eu-west-11' \(did you mean 'eu-west-1'\?\)/,
  );
});

test('scan writes the report, the page, the snapshot and the manifest, and check gives the same report byte for byte', async () => {
  const folder = await tempFolder();
  const scanned = await mlwarden(['scan', '-o', path.join(folder, 'a')], { env: await sandboxOf(demo) });
  expect([0, 3]).toContain(scanned.code);
  expect((await readdir(path.join(folder, 'a'))).toSorted()).toEqual([
    'manifest.json',
    'report.html',
    'report.json',
    'snapshot.ndjson.gz',
  ]);
  const again = await mlwarden(['check', path.join(folder, 'a/snapshot.ndjson.gz'), '-o', path.join(folder, 'b')]);
  expect(again.code).toBe(scanned.code);
  for (const name of ['report.json', 'report.html', 'snapshot.ndjson.gz', 'manifest.json']) {
    const [one, other] = await Promise.all(['a', 'b'].map(async (place) => await readFile(path.join(folder, place, name))));
    expect([name, one?.equals(other ?? Buffer.alloc(0))]).toEqual([name, true]);
  }
});

test('--json prints the report and nothing else on stdout', async () => {
  const { stdout } = await mlwarden(['scan', '--json', '--check', 'vpc-notebook-*'], { env: await sandboxOf(demo) });
  expect(JSON.parse(stdout)).toMatchObject({ format: 'mlwarden-report', run: { account: '111122223333' } });
});

test('--fail-on decides about exit 1, --exit-zero hides it', async () => {
  const env = await sandboxOf(demo);
  const only = ['--check', 'vpc-notebook-direct-internet-access', '--regions', 'eu-west-1'];
  expect((await mlwarden(['scan', ...only, '--fail-on', 'HIGH'], { env })).code).toBe(1);
  expect((await mlwarden(['scan', ...only, '--fail-on', 'critical'], { env })).code).toBe(0);
  expect((await mlwarden(['scan', ...only, '--fail-on', 'high', '--exit-zero'], { env })).code).toBe(0);
});

test('what could not be read is exit 3, and --allow-partial accepts it', async () => {
  const only = ['--check', 'vpc-notebook-direct-internet-access', '--regions', 'eu-west-1'];
  const env = await sandboxOf(demo, {
    deny: ({ operation }) => (operation === 'DescribeNotebookInstance' ? {} : undefined),
  });
  const partial = await mlwarden(['scan', ...only], { env });
  expect(partial.code).toBe(3);
  expect(partial.stdout).toContain('sagemaker:DescribeNotebookInstance');
  expect((await mlwarden(['scan', ...only, '--allow-partial'], { env })).code).toBe(0);
});

test('nothing that answers is exit 4, not a report of nothing', async () => {
  const readable = new Set(['GetCallerIdentity', 'ListRegions']);
  const env = await sandboxOf(demo, { deny: ({ operation }) => (readable.has(operation) ? undefined : {}) });
  expectOneLine(await mlwarden(['scan'], { env }), 4, /no call was answered/);
});

test('a folder that cannot be written is exit 5, and names it', async () => {
  const folder = await tempFolder();
  await writeFile(path.join(folder, 'file'), '');
  const only = ['--check', 'vpc-notebook-direct-internet-access'];
  const ran = await mlwarden(['scan', ...only, '-o', path.join(folder, 'file/below'), '-o', path.join(folder, 'good')], {
    env: await sandboxOf(demo),
  });
  expectOneLine(ran, 5, /a part of the path is a file/);
  expect(await readdir(path.join(folder, 'good'))).toContain('report.json');
});

test('a second run replaces its own files and touches nothing else', async () => {
  const folder = await tempFolder();
  await mkdir(path.join(folder, 'out'));
  await writeFile(path.join(folder, 'out/notes.txt'), 'mine');
  const env = await sandboxOf(demo);
  for (let run = 0; run < 2; run += 1)
    await mlwarden(['scan', '--check', 'vpc-notebook-direct-internet-access', '-o', path.join(folder, 'out')], { env });
  expect((await readdir(path.join(folder, 'out'))).toSorted()).toEqual([
    'manifest.json',
    'notes.txt',
    'report.html',
    'report.json',
    'snapshot.ndjson.gz',
  ]);
});

test('SIGTERM while the account is still being opened ends it, too', async () => {
  const env = await sandboxOf(demo, { latency: { seed: 1, baseMs: 20_000 } });
  const started = Date.now();
  const ran = await mlwarden(['scan', '--log-level', 'debug'], {
    env: { ...env, NODE_OPTIONS: `--import ${asModule('setTimeout(() => process.kill(process.pid, "SIGTERM"), 1500)')}` },
  });
  expectOneLine(ran, 143, /stopped before anything was seen/);
  expect(Date.now() - started).toBeLessThan(15_000);
});

test.for([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s keeps the snapshot so far, marked incomplete, and no report', async ([signal, code]) => {
  const folder = await tempFolder();
  const env = await sandboxOf(demo, { latency: { seed: 1, baseMs: 400 } });
  let sent = false;
  const ran = await mlwarden(['scan', '-o', folder], {
    env,
    onOutput: (text, kill) => {
      if (sent || !text.includes('scan started')) return;
      sent = true;
      kill(signal);
    },
  });
  expectOneLine(ran, code, /stopped; what was seen so far is kept in .*snapshot-partial\.ndjson\.gz/);
  expect(await readdir(folder)).toEqual(['snapshot-partial.ndjson.gz']);
  expect(decodeSnapshot(await readFile(path.join(folder, 'snapshot-partial.ndjson.gz'))).complete).toBe(false);
});

test('list, explain and policy print what they are asked for', async () => {
  const checks = await mlwarden(['list', 'checks', '--json']);
  expect(JSON.parse(checks.stdout)).toContainEqual(
    expect.objectContaining({ id: 'vpc-notebook-direct-internet-access', control: 1 }),
  );
  expect((await mlwarden(['list', 'controls'])).stdout.split('\n')).toHaveLength(9);
  expect((await mlwarden(['list', 'permissions'])).stdout).toContain('sagemaker:ListNotebookInstances');
  expect((await mlwarden(['explain', 'vpc-notebook-direct-internet-access'])).stdout).toContain('AML.T0025');
  const policy: unknown = JSON.parse((await mlwarden(['policy'])).stdout);
  expect(policy).toMatchObject({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow' }, { Effect: 'Deny' }, { Effect: 'Deny' }],
  });
});

test('demo leaves its report, says which file to open, and exits 0', async () => {
  const cwd = await tempFolder();
  const ran = await mlwarden(['demo'], { cwd });
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain('Open ./mlwarden-report/report.html');
  expect((await readdir(path.join(cwd, 'mlwarden-report'))).toSorted()).toEqual([
    'manifest.json',
    'report.html',
    'report.json',
    'snapshot.ndjson.gz',
  ]);
});

test('a report that only its owner may read', async () => {
  const folder = await tempFolder();
  await mlwarden(['demo', '-o', folder]);
  expect((await stat(path.join(folder, 'report.json'))).mode & 0o007).toBe(0);
});
