import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { probesFor } from '../../src/cli/probes.ts';
import { registry } from '../../src/registry.gen.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { mlwarden, sandboxOf, tempFolder, type Ran } from '../support/cli.ts';

interface Told {
  readonly exit: number;
  readonly lines: readonly { readonly name: string; readonly status: string; readonly text: string; readonly fix?: string }[];
}

const here = ['--regions', 'eu-west-1'];

function told({ stdout }: Ran): Told {
  return JSON.parse(stdout) as Told;
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

test('a folder that cannot be written is exit 5; nothing is made, and a bucket is not checked', async () => {
  const folder = await tempFolder();
  await writeFile(path.join(folder, 'file'), '');
  const places = ['-o', path.join(folder, 'file/below'), '-o', path.join(folder, 'new/deep'), '-o', 's3://bucket/nightly'];
  const ran = await mlwarden(['doctor', '--json', ...here, ...places], { env: await sandboxOf(demo) });
  expect(ran.code).toBe(5);
  expect(told(ran).lines.filter(({ name }) => name === 'output')).toMatchObject([
    { status: 'problem', text: expect.stringContaining('is a file, not a folder') },
    { status: 'ok', text: expect.stringContaining('can be written') },
    { status: 'not checked', text: 's3://bucket/nightly' },
  ]);
});
