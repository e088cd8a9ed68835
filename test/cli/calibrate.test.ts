import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EndpointOptions } from '../../src/sandbox/endpoint.ts';
import { RequestLog } from '../../src/sandbox/request-log.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { expectOneLine, mlwarden, sandboxOf, tempFolder } from '../support/cli.ts';

const good = {
  format: 'mlwarden-limits',
  version: 1,
  tool: { name: 'mlwarden', version: '0.1.0' },
  account: '111122223333',
  readAt: '2026-11-25T00:00:00.000Z',
  regions: ['eu-west-1'],
  gaps: [],
  limits: { 'eu-west-1': { 'sagemaker:DescribeTrainingJob': { rate: 40, burst: 40, quotas: ['L-D7E11A03'] } } },
};
const readable = ['--regions', 'eu-west-1,us-east-1', '--rate-share', '1'];

async function calibrate(args: readonly string[], endpoint: Partial<EndpointOptions> = {}) {
  const cwd = await tempFolder();
  const env = await sandboxOf(demo, endpoint);
  return { cwd, env, ran: await mlwarden(['calibrate', '--output', 'limits.json', ...args], { cwd, env }) };
}

test("calibrate writes the account's own rates, and scan takes them", async () => {
  const log = new RequestLog();
  const { cwd, env, ran } = await calibrate(readable, { log });
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('mlwarden scan --limits limits.json') });
  const file: unknown = JSON.parse(await readFile(path.join(cwd, 'limits.json'), 'utf8'));
  expect(file).toMatchObject({ ...good, readAt: expect.any(String), regions: ['eu-west-1', 'us-east-1'] });
  expect(file).toMatchObject({
    limits: {
      'us-east-1': {
        'cloudwatch:DescribeAlarms': { rate: 18, burst: 18, quotas: ['L-21CB40A4'] },
        'ec2:DescribeSubnets': { rate: 20, burst: 100 },
      },
    },
  });
  expect(log.operations()).toEqual(['account:ListRegions', 'servicequotas:ListServiceQuotas', 'sts:GetCallerIdentity']);
  const scan = ['scan', '--limits', 'limits.json', '--regions', 'eu-west-1', '--check', 'vpc-notebook-direct-internet-access'];
  expect((await mlwarden(scan, { cwd, env })).code).toBe(0);
});

test('without --output the file goes to stdout', async () => {
  const ran = await mlwarden(['calibrate', ...readable], { env: await sandboxOf(demo) });
  expect(JSON.parse(ran.stdout)).toMatchObject({ format: 'mlwarden-limits', gaps: [] });
});

test('a Region that may not be read is exit 3 with the permission, and the others are kept', async () => {
  const { cwd, ran } = await calibrate([]);
  expectOneLine(ran, 3, /some quotas .* servicequotas:ListServiceQuotas \(denied-scp\) in sa-east-1$/);
  expect(JSON.parse(await readFile(path.join(cwd, 'limits.json'), 'utf8'))).toMatchObject({
    gaps: expect.arrayContaining([{ region: 'sa-east-1', serviceCode: 'sagemaker', reason: 'denied-scp' }]),
  });
});

test('without the permission nothing is written', async () => {
  const { cwd, ran } = await calibrate(readable, {
    deny: ({ operation }) => (operation === 'ListServiceQuotas' ? {} : undefined),
  });
  expectOneLine(ran, 3, /no quota could be read: servicequotas:ListServiceQuotas \(denied\) in eu-west-1, us-east-1, global$/);
  expect(await readdir(cwd)).toEqual([]);
});

const unusable = {
  'another kind of file': ['{"notes": 1}', /is not a limits file/],
  'broken JSON': ['{"format": "mlwarden-limits"', /is not JSON/],
  'a newer version': [JSON.stringify({ ...good, version: 2, more: true }), /newer mlwarden \(version 2, this one reads 1\)/],
  'a negative rate': [withLimit('sagemaker:DescribeTrainingJob', -1), /is not valid at limits eu-west-1 .* rate/],
  'an endless rate': [
    withLimit('sagemaker:DescribeTrainingJob', 1).replace('"rate":1', '"rate":1e999'),
    /is not valid at limits eu-west-1 .* rate/,
  ],
  'an unknown operation': [withLimit('sagemaker:DeleteModel', 1), /'sagemaker:DeleteModel', which mlwarden does not call/],
  'the wrong place': [withLimit('iam:GetAccountAuthorizationDetails', 1), /there is one for the account, in global/],
  'another account': [JSON.stringify({ ...good, account: '999988887777' }), /of account 999988887777, not of 111122223333/],
} as const;

function withLimit(id: string, rate: number): string {
  return JSON.stringify({ ...good, limits: { 'eu-west-1': { [id]: { rate, burst: 1, quotas: [] } } } });
}

describe('a limits file that cannot be used is one line and exit 2, and stays as it is', () => {
  test.for(Object.entries(unusable))('%s', async ([, [text, message]]) => {
    const cwd = await tempFolder();
    const env = await sandboxOf(demo);
    const file = path.join(cwd, 'limits.json');
    await writeFile(file, text);
    const scan = await mlwarden(['scan', '--limits', 'limits.json', '--regions', 'eu-west-1', '-o', 'out'], { cwd, env });
    expectOneLine(scan, 2, message);
    expectOneLine(await mlwarden(['calibrate', '-o', 'limits.json', ...readable], { cwd, env }), 2, message);
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readdir(cwd)).toEqual(['limits.json']);
  });
});

test('scan refuses a file that does not know its Regions, or is not there', async () => {
  const cwd = await tempFolder();
  const env = await sandboxOf(demo);
  await writeFile(path.join(cwd, 'limits.json'), JSON.stringify(good));
  const elsewhere = await mlwarden(['scan', '--limits', 'limits.json', '--regions', 'eu-west-1,us-west-2'], { cwd, env });
  expectOneLine(elsewhere, 2, /limits\.json knows nothing of us-west-2: calibrate there, too/);
  expectOneLine(await mlwarden(['scan', '--limits', 'none.json'], { cwd, env }), 2, /there is no limits file none\.json/);
});

test('a place that cannot be written is exit 5', async () => {
  const cwd = await tempFolder();
  await writeFile(path.join(cwd, 'file'), '');
  const ran = await mlwarden(['calibrate', ...readable, '-o', 'file/limits.json'], { cwd, env: await sandboxOf(demo) });
  expectOneLine(ran, 5, /cannot write to file: a part of the path is a file, not a folder; choose another --output/);
});

test('calibrate --help names its permission, which the policy does not hold', async () => {
  expect((await mlwarden(['calibrate', '--help'])).stdout).toContain('servicequotas:ListServiceQuotas');
  expect((await mlwarden(['policy'])).stdout).not.toContain('servicequotas');
});

test('list limits prints every operation with its source', async () => {
  const text = await mlwarden(['list', 'limits']);
  expect(text.stdout).toMatch(/^sagemaker:ListTrainingJobs +2 +4 +region +ISSUE +aws-solutions\/deepracer-on-aws#87/m);
  const rows: unknown = JSON.parse((await mlwarden(['list', 'limits', '--json'])).stdout);
  expect(rows).toContainEqual(
    expect.objectContaining({ operation: 'apigateway:GetStages', rate: 10, burst: 40, shared: 'api-gateway', mark: 'DOC' }),
  );
});
