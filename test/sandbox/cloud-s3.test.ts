import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEdge, type Edge } from '../../src/aws/edge.ts';
import accountBlock from '../../src/collectors/account-public-access-block.ts';
import buckets from '../../src/collectors/buckets.ts';
import type { AccountData, BucketData } from '../../src/sandbox/account.ts';
import { cloudOf } from '../../src/sandbox/cloud.ts';
import { createEndpoint } from '../../src/sandbox/endpoint.ts';
import { inProcess } from '../../src/sandbox/in-process.ts';
import { objectStore } from '../../src/sandbox/object-store.ts';
import { clientOf, commandOf, outcomeOf, type AnyClient } from './support/clients.ts';

const id = '111122223333';
const on = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const policy = { Version: '2012-10-17', Statement: [] };

const bare: BucketData = { name: 'bare', region: 'us-east-1' };
const full: BucketData = {
  name: 'full',
  region: 'eu-west-1',
  versioning: { status: 'Enabled', mfaDelete: 'Enabled' },
  encryption: [
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/ml' }, BucketKeyEnabled: true },
  ],
  publicAccessBlock: on,
  policy,
  objectLock: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 1 } } },
  lifecycle: [{ ID: 'old', Status: 'Enabled', Filter: { Prefix: '' }, NoncurrentVersionExpiration: { NoncurrentDays: 90 } }],
};

function accountWith(s3: AccountData['s3']): AccountData {
  const regions = ['eu-west-1', 'us-east-1'].map((name) => ({ name, status: 'ENABLED' as const }));
  return { id, partition: 'aws', auditor: `arn:aws:iam::${id}:user/auditor`, regions, in: {}, ...(s3 && { s3 }) };
}

function endpointOf(account: AccountData) {
  const { handlers, ...cloud } = cloudOf(account);
  return createEndpoint({ ...cloud, handlers: { ...handlers, ...objectStore(new Map()) } });
}

const endpoint = endpointOf(accountWith({ buckets: [full, bare], accountPublicAccessBlock: on }));
const empty = endpointOf(accountWith(undefined));
const edges: Edge[] = [];
let client: AnyClient;

beforeAll(async () => {
  client = await clientOf('s3', endpoint, { region: 'eu-west-1' });
});

afterAll(() => {
  client.destroy();
  for (const edge of edges) edge.close();
});

async function edgeTo(target: typeof endpoint): Promise<Edge> {
  const edge = await createEdge({
    runId: 'r',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 's' },
    region: 'eu-west-1',
    endpointUrl: 'http://127.0.0.1:9',
    requestHandler: inProcess(target),
  });
  edges.push(edge);
  return edge;
}

const place = { account: id, region: 'global', signal: new AbortController().signal };

async function send(operation: string, input: object): Promise<Record<string, unknown>> {
  return await outcomeOf(client.send(await commandOf('s3', operation, input)));
}

test('the list tells Regions and has pages when it is asked for them', async () => {
  expect(await send('ListBuckets', {})).toEqual({ Buckets: [{ Name: 'bare' }, { Name: 'full' }] });
  const first = await send('ListBuckets', { MaxBuckets: 1 });
  expect(first).toMatchObject({ Buckets: [{ Name: 'bare', BucketRegion: 'us-east-1' }] });
  const second = await send('ListBuckets', { MaxBuckets: 1, ContinuationToken: first['ContinuationToken'] });
  expect(second).toEqual({ Buckets: [{ Name: 'full', BucketRegion: 'eu-west-1' }] });
});

test.for([
  ['GetBucketVersioning', { Bucket: 'bare' }, 'PermanentRedirect', 301],
  ['GetBucketPolicy', { Bucket: 'nobody' }, 'NoSuchBucket', 404],
  ['GetBucketPolicy', { Bucket: 'full', ExpectedBucketOwner: '999999999999' }, 'AccessDenied', 403],
] as const)('%s %j is %s', async ([operation, input, name, httpStatusCode]) => {
  await expect(send(operation, input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
});

function asked(Bucket: string) {
  return { Bucket, ExpectedBucketOwner: id };
}

test('the scanner reads every setting, and what was never set', async () => {
  const calls = (await edgeTo(endpoint)).callsFor(buckets.operations, place);
  const [ours, theirs] = [{ region: 'eu-west-1' }, { region: 'us-east-1' }];
  expect(await calls.list.all({})).toMatchObject({
    known: true,
    value: [
      { Name: 'bare', BucketRegion: 'us-east-1' },
      { Name: 'full', BucketRegion: 'eu-west-1' },
    ],
  });
  expect(await calls.location(asked('full'))).toMatchObject({ known: true, value: { LocationConstraint: 'eu-west-1' } });
  expect(await calls.location(asked('bare'))).toMatchObject({ known: true, value: {} });
  expect([
    await calls.encryption(asked('full'), ours),
    await calls.versioning(asked('full'), ours),
    await calls.publicAccessBlock(asked('full'), ours),
    await calls.objectLock(asked('full'), ours),
    await calls.lifecycle(asked('full'), ours),
    await calls.policy(asked('full'), ours),
  ]).toMatchObject(
    [
      { ServerSideEncryptionConfiguration: { Rules: full.encryption } },
      { Status: 'Enabled', MFADelete: 'Enabled' },
      { PublicAccessBlockConfiguration: on },
      { ObjectLockConfiguration: full.objectLock },
      { Rules: full.lifecycle },
      { Policy: JSON.stringify(policy) },
    ].map((value) => ({ known: true, value })),
  );
  expect([
    await calls.encryption(asked('bare'), theirs),
    await calls.versioning(asked('bare'), theirs),
    await calls.publicAccessBlock(asked('bare'), theirs),
    await calls.objectLock(asked('bare'), theirs),
    await calls.lifecycle(asked('bare'), theirs),
    await calls.policy(asked('bare'), theirs),
  ]).toMatchObject(
    [
      { ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] } },
      {},
      null,
      null,
      null,
      null,
    ].map((value) => ({ known: true, value })),
  );
});

test('an account without buckets has a list all the same', async () => {
  const calls = (await edgeTo(empty)).callsFor(buckets.operations, place);
  expect(await calls.list.all({})).toMatchObject({ known: true, value: [] });
});

test("the account's own block is there or not", async () => {
  const input = { AccountId: id };
  expect(await (await edgeTo(endpoint)).callsFor(accountBlock.operations, place).get(input)).toMatchObject({
    known: true,
    value: { PublicAccessBlockConfiguration: on },
  });
  expect(await (await edgeTo(empty)).callsFor(accountBlock.operations, place).get(input)).toMatchObject({
    known: true,
    value: null,
  });
});

test('objects live beside the settings', async () => {
  await expect(send('GetObject', { Bucket: 'full', Key: 'k' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
});
