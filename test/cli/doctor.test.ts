import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { probesFor } from '../../src/cli/probes.ts';
import { registry } from '../../src/registry.gen.ts';
import { RequestLog } from '../../src/sandbox/request-log.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import type { SandboxCall } from '../../src/sandbox/types.ts';
import { mlwarden, sandboxOf, tempFolder, type Ran } from '../support/cli.ts';

interface Told {
  readonly exit: number;
  readonly lines: readonly { readonly name: string; readonly status: string; readonly text: string; readonly fix?: string }[];
}

const here = ['--regions', 'eu-west-1'];

function told({ stdout }: Ran): Told {
  return JSON.parse(stdout) as Told;
}

function outputsIn(ran: Ran): Told['lines'] {
  return told(ran).lines.filter(({ name }) => name === 'output');
}

test('every service that a scan calls has a cheap call', () => {
  const probes = probesFor(registry.collectors, '111122223333');
  expect(probes.size).toBeGreaterThan(15);
  expect([...probes].filter(([, probe]) => probe === null)).toEqual([]);
});

test('where nothing is missing it is exit 0, and each line says what was seen', async () => {
  const env = await sandboxOf(demo);
  const ran = await mlwarden(['doctor', ...here], { env });
  expect(ran.code).toBe(0);
  expect(ran.stderr).toBe('');
  for (const line of ran.stdout.trimEnd().split('\n')) expect(line).toMatch(/^ok /);
  expect(ran.stdout).toContain(process.versions.node);
  expect(ran.stdout).toContain(env['AWS_ENDPOINT_URL']);
  expect(ran.stdout).toMatch(/identity .*arn:aws:sts::111122223333:assumed-role.*account 111122223333, partition aws/);
  expect(ran.stdout).toMatch(/Regions .*6 enabled: eu-central-1/);
  expect(ran.stdout).toMatch(/kms .*DescribeKey in eu-west-1 \(for a name that nobody has\)/);
  expect(ran.stdout).toMatch(/output .*\.\/mlwarden-report can be written/);
});

test('a Region that nobody may read, and a denied permission, are exit 3 with what to add', async () => {
  const closed = told(await mlwarden(['doctor', '--json'], { env: await sandboxOf(demo) }));
  expect(closed.exit).toBe(3);
  expect(closed.lines.filter(({ status }) => status === 'problem')).toEqual([
    expect.objectContaining({
      name: 'sagemaker',
      text: expect.stringContaining('sa-east-1'),
      fix: expect.stringMatching(/organization/),
    }),
  ]);

  const denied = new Set(['DescribeKey', 'GetWebACL', 'ListBuckets']);
  const env = await sandboxOf(demo, { deny: ({ operation }) => (denied.has(operation) ? {} : undefined) });
  const ran = await mlwarden(['doctor', '--json', ...here], { env });
  const lacking = told(ran).lines.filter(({ status }) => status === 'problem');
  expect({ code: ran.code, names: lacking.map(({ name }) => name) }).toEqual({ code: 3, names: ['kms', 's3', 'wafv2'] });
  expect(lacking[1]?.fix).toContain('{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}');
});

test('only what the selected checks need is tried', async () => {
  const only = ['--check', 'vpc-notebook-direct-internet-access'];
  const { lines } = told(await mlwarden(['doctor', '--json', ...here, ...only], { env: await sandboxOf(demo) }));
  const around = ['Node', 'endpoint', 'identity', 'credentials', 'clock', 'Regions', 'output'];
  expect(lines.map(({ name }) => name).filter((name) => !around.includes(name))).toEqual(['sagemaker']);
});

test('no credentials is exit 4, and the rest is told all the same', async () => {
  const ran = await mlwarden(['doctor', '--json']);
  expect(ran.code).toBe(4);
  expect(told(ran).lines).toContainEqual({
    name: 'account',
    status: 'problem',
    text: 'no identity',
    fix: 'no AWS credentials found: set AWS_PROFILE or --profile, or log in again',
  });
  expect(told(ran).lines.map(({ name }) => name)).toEqual(['Node', 'endpoint', 'account', 'output']);
});

test('a folder that cannot be written is exit 5; nothing is made', async () => {
  const folder = await tempFolder();
  await writeFile(path.join(folder, 'file'), '');
  const places = ['-o', path.join(folder, 'file/below'), '-o', path.join(folder, 'new/deep')];
  const ran = await mlwarden(['doctor', '--json', ...here, ...places], { env: await sandboxOf(demo) });
  expect(ran.code).toBe(5);
  expect(outputsIn(ran)).toMatchObject([
    { status: 'problem', text: expect.stringContaining('is a file, not a folder') },
    { status: 'ok', text: expect.stringContaining('can be written') },
  ]);
});

test('a bucket is tried where a run would go, with a write that cannot take place', async () => {
  const log = new RequestLog();
  const env = await sandboxOf(demo, { log });
  const ran = await mlwarden(['doctor', '--json', ...here, '-o', 's3://mlwarden-reports/ml'], { env });
  expect(ran.code).toBe(0);
  expect(outputsIn(ran)).toContainEqual({ name: 'output', status: 'ok', text: 's3://mlwarden-reports/ml can be written' });
  const writes = log.entries.filter(({ operation }) => operation === 'PutObject');
  expect(writes.map(({ error }) => error)).toEqual(['PermanentRedirect', 'NoSuchKey']);
});

test.for([
  ['not-there', {}, 'there is no such bucket', /choose another --output/],
  [
    'mlwarden-reports',
    { deny: ({ operation }: SandboxCall) => (operation === 'PutObject' ? {} : undefined) },
    'access denied',
    /need s3:PutObject/,
  ],
] as const)('of a bucket that cannot be written it is exit 5, and why: %s', async ([bucket, endpoint, text, fix]) => {
  const ran = await mlwarden(['doctor', '--json', ...here, '-o', `s3://${bucket}/ml`], { env: await sandboxOf(demo, endpoint) });
  expect(ran.code).toBe(5);
  const problem = outputsIn(ran).find(({ status }) => status === 'problem');
  expect(problem?.text).toBe(`s3://${bucket}/ml cannot be written: ${text}`);
  expect(problem?.fix).toMatch(fix);
});

test('without an account a bucket is not checked', async () => {
  const ran = await mlwarden(['doctor', '--json', '-o', 's3://mlwarden-reports/ml']);
  expect(ran.code).toBe(4);
  expect(outputsIn(ran)).toContainEqual({
    name: 'output',
    status: 'not checked',
    text: 's3://mlwarden-reports/ml: no account',
  });
});
