import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { S3Client, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import type { SandboxCall } from '../../src/sandbox/types.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { RequestLog } from '../../src/sandbox/request-log.ts';
import { mlwarden, sandboxOf, tempFolder, type Ran } from '../support/cli.ts';

/** A scan that is quick and complete. */
const scan = ['scan', '--check', 'vpc-notebook-direct-internet-access', '--regions', 'eu-west-1'];
const place = 's3://mlwarden-reports/ml';

const put = ({ operation }: SandboxCall) => operation === 'PutObject';

/** One clear line on stderr, never a stack. */
function expectOneLine({ code, stderr }: Ran, wantedCode: number, text: RegExp): void {
  const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{') && !line.startsWith('See '));
  expect({ code, lines }).toEqual({ code: wantedCode, lines: [expect.stringMatching(text)] });
}

/** What the sandbox's bucket holds, as any S3 client sees it. */
async function objectsOf({ AWS_ENDPOINT_URL: endpoint = '' }: Readonly<Record<string, string>>) {
  const credentials = { accessKeyId: 'AKIAREADER', secretAccessKey: 'reader' };
  const client = new S3Client({ endpoint, credentials, region: 'eu-west-1', forcePathStyle: true });
  const Bucket = 'mlwarden-reports';
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  const objects = new Map<string, string>();
  for (const { Key = '' } of Contents) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    objects.set(Key, (await Body?.transformToString('latin1')) ?? '');
  }
  return objects;
}

test('a bucket gets the run and the pointer to it, and a copy stays here', async () => {
  const env = await sandboxOf(demo);
  const cwd = await tempFolder();
  const ran = await mlwarden([...scan, '-o', place], { env, cwd });
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(
    /Report: mlwarden-report\/report\.html, s3:\/\/mlwarden-reports\/ml\/111122223333\/runs\/.*\/report\.html/,
  );
  const objects = await objectsOf(env);
  const latest = JSON.parse(objects.get('ml/111122223333/latest.json') ?? '{}');
  expect(latest).toMatchObject({
    scores: {
      overall: { score: expect.any(Number) },
      controls: expect.arrayContaining([expect.objectContaining({ number: 1 })]),
    },
    coverage: { calls: { failed: 0 } },
  });
  for (const name of ['report.json', 'report.html', 'snapshot.ndjson.gz', 'manifest.json']) {
    const kept = await readFile(path.join(cwd, 'mlwarden-report', name), 'latin1');
    expect(objects.get(`ml/111122223333/${latest.links[name]}`) === kept).toBe(true);
  }

  const again = await mlwarden(['check', 'mlwarden-report/snapshot.ndjson.gz', '-o', place], { env, cwd });
  expect(again.code).toBe(0);
  expect(await objectsOf(env)).toEqual(objects);

  // Later runs are newer; this one stays where it is.
  await mlwarden([...scan, '-o', place, '-o', path.join(cwd, 'other')], { env, cwd });
  const old = await mlwarden(['check', 'mlwarden-report/snapshot.ndjson.gz', '-o', place], { env, cwd });
  expect(old.stdout).toContain(`Note: latest.json of ${place} stays as it is: it leads to a newer run`);
});

test('a run is published with a role of its own, and scanned without it', async () => {
  const log = new RequestLog();
  const env = await sandboxOf(demo, { log });
  const role = ['--output-role-arn', 'arn:aws:iam::111122223333:role/publisher', '--output-external-id', 'sandbox'];
  expect((await mlwarden([...scan, '-o', place, ...role], { env })).code).toBe(0);
  const operations = log.entries.map(({ operation }) => operation);
  expect(operations.indexOf('AssumeRole')).toBeGreaterThan(operations.indexOf('DescribeNotebookInstance'));
  expect(operations.indexOf('AssumeRole')).toBeLessThan(operations.indexOf('PutObject'));
});

test('a role that is assumed for the scan does not publish', async () => {
  const log = new RequestLog();
  const env = await sandboxOf(demo, { log });
  const role = ['--role-arn', 'arn:aws:iam::111122223333:role/auditor', '--external-id', 'sandbox'];
  expect((await mlwarden([...scan, '-o', place, ...role], { env })).code).toBe(0);
  expect(log.entries.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(1);
  const publishing = log.entries.slice(log.entries.findLastIndex(({ operation }) => operation === 'GetCallerIdentity'));
  expect([...new Set(publishing.map(({ operation }) => operation))]).toEqual(['GetCallerIdentity', 'PutObject']);
});

describe('a bucket that cannot be written is exit 5, in one line that tells where the report is', () => {
  test.for([
    ['does not exist', ['-o', 's3://not-there/ml'], {}, /s3:\/\/not-there\/ml: there is no such bucket; the report is in/],
    ["is another account's", ['-o', place, '--output-account', '999988887777'], {}, /must be account 999988887777's/],
    [
      'denies it',
      ['-o', place],
      { deny: (call: SandboxCall) => (put(call) ? {} : undefined) },
      /access denied: the credentials need s3:PutObject/,
    ],
    [
      'has a role nobody may assume',
      ['-o', place, '--output-role-arn', 'arn:aws:iam::111122223333:role/x'],
      {},
      /cannot be assumed/,
    ],
    ['is nowhere', ['-o', place, '--output-endpoint-url', 'http://127.0.0.1:9'], {}, /S3 cannot be reached/],
    ['has a profile that does not exist', ['-o', place, '--output-profile', 'gone'], {}, /set AWS_PROFILE or --output-profile/],
  ] as const)('that %s', async ([, args, sandbox, text]) => {
    const cwd = await tempFolder();
    const ran = await mlwarden([...scan, ...args], { env: await sandboxOf(demo, sandbox), cwd });
    expectOneLine(ran, 5, text);
    expectOneLine(ran, 5, /the report is in \.\/mlwarden-report$/);
    expect(await readdir(path.join(cwd, 'mlwarden-report'))).toContain('manifest.json');
  });

  test('and the other places are written', async () => {
    const cwd = await tempFolder();
    await writeFile(path.join(cwd, 'file'), '');
    const env = await sandboxOf(demo);
    const ran = await mlwarden([...scan, '-o', 'file', '-o', 's3://not-there', '-o', 'good', '-o', place], { env, cwd });
    expectOneLine(
      ran,
      5,
      /to file: a part of the path is a file.*s3:\/\/not-there: there is no such bucket; the report is in good, s3:/,
    );
    expect(await readdir(path.join(cwd, 'good'))).toContain('manifest.json');
    expect((await objectsOf(env)).has('ml/111122223333/latest.json')).toBe(true);
  });
});

test('no copy here is no failure where the bucket has the run', async () => {
  const cwd = await tempFolder();
  await writeFile(path.join(cwd, 'mlwarden-report'), '');
  const ran = await mlwarden([...scan, '-o', place], { env: await sandboxOf(demo), cwd });
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain('Note: cannot write to ./mlwarden-report: a part of the path is a file');
});

test.for(['SIGTERM', 'SIGINT'] as const)('%s while it uploads ends it; the report is kept', async (signal) => {
  const log = new RequestLog();
  const env = await sandboxOf(demo, {
    log,
    faults: { seed: 1, rules: [{ kind: 'hang-before-headers', match: put }] },
  });
  let stop: ((name: NodeJS.Signals) => void) | undefined;
  const running = mlwarden([...scan, '-o', place, '--log-level', 'info'], {
    env,
    onOutput: (_text, kill) => {
      stop = kill;
    },
  });
  // The first one is sent to the bucket's Region.
  await expect.poll(() => log.count('s3:PutObject'), { timeout: 45_000 }).toBe(2);
  stop?.(signal);
  expectOneLine(await running, signal === 'SIGTERM' ? 143 : 130, /it was stopped; the report is in \.\/mlwarden-report$/);
});

describe('mistakes are found before anything is called', () => {
  test.for([
    [['-o', 's3://'], /not the name of a bucket: use s3:\/\/BUCKET\/PREFIX/],
    [['-o', 's3://Reports/ml'], /not the name of a bucket/],
    [['-o', 's3://reports//ml'], /no empty parts/],
    [['-o', 'gs://reports'], /gs:\/\/ is not supported: use a folder or s3:\/\/BUCKET\/PREFIX/],
    [['-o', place, '--output-account', '12'], /12 digits/],
    [['-o', place, '--output-role-arn', 'publisher'], /ARN of a role/],
    [['-o', place, '--output-kms-key', 'my key'], /ARN of a KMS key/],
    [['-o', place, '--output-endpoint-url', 'http://192.0.2.1'], /--allow-custom-endpoint/],
  ] as const)('%s', async ([args, text]) => {
    const log = new RequestLog();
    expectOneLine(await mlwarden([...scan, ...args], { env: await sandboxOf(demo, { log }) }), 2, text);
    expect(log.entries).toEqual([]);
  });
});
