import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEndpoint } from '../../src/sandbox/endpoint.ts';
import { objectStore, type StoredBucket } from '../../src/sandbox/object-store.ts';
import { serve, type SandboxServer } from '../../src/sandbox/server.ts';
import { clientOf, commandOf, type AnyClient } from './support/clients.ts';
import { Readable } from 'node:stream';

const bucket: StoredBucket = { owner: '111122223333', objects: new Map() };
let races = 0;
let server: SandboxServer;
let client: AnyClient;

beforeAll(async () => {
  const handlers = objectStore(
    new Map([
      ['reports', bucket],
      ['abroad', { ...bucket, region: 'sa-east-1' }],
    ]),
    { conflicts: () => (races -= 1) >= 0 },
  );
  const endpoint = createEndpoint({ handlers, clock: () => Date.UTC(2026, 10, 24) });
  server = await serve(endpoint);
  client = await clientOf('s3', endpoint, { endpoint: server.url, requestHandler: undefined });
});

beforeEach(() => {
  bucket.objects.clear();
  races = 0;
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

async function send(operation: string, input: object): Promise<Record<string, unknown>> {
  return client.send(await commandOf('s3', operation, { Bucket: 'reports', ...input }));
}

async function bodyOf(output: Record<string, unknown>): Promise<string> {
  // The client mixes this into every streaming body.
  return (output['Body'] as { transformToString(): Promise<string> }).transformToString();
}

test('what was put can be read, with its tag, type and metadata', async () => {
  const put = await send('PutObject', {
    Key: 'a/b c+ä.json',
    Body: '{"x":1}',
    ContentType: 'application/json',
    Metadata: { run: '7' },
  });
  const got = await send('GetObject', { Key: 'a/b c+ä.json' });
  expect(await bodyOf(got)).toBe('{"x":1}');
  expect(got).toMatchObject({ ETag: put['ETag'], ContentType: 'application/json', ContentLength: 7, Metadata: { run: '7' } });
  expect(await send('HeadObject', { Key: 'a/b c+ä.json' })).toMatchObject({
    ETag: put['ETag'],
    ContentLength: 7,
    LastModified: new Date('2026-11-24'),
  });
});

const bodies: readonly (readonly [string, () => string | Uint8Array | Readable])[] = [
  ['a string', () => 'x'.repeat(100_000)],
  ['bytes', () => Buffer.from('x'.repeat(100_000))],
  [
    'a stream, in chunks with a trailing checksum',
    () => Readable.from([Buffer.from('x'.repeat(70_000)), Buffer.from('x'.repeat(30_000))], { objectMode: false }),
  ],
  ['nothing', () => ''],
];

test.for(bodies)('%s arrives whole', async ([, make]) => {
  const body = make();
  const length = body === '' ? 0 : 100_000;
  await send('PutObject', { Key: 'k', Body: body, ContentLength: length });
  const stored = bucket.objects.get('k');
  expect(stored?.body.byteLength).toBe(length);
  expect(Buffer.from(stored?.body ?? []).toString()).toBe('x'.repeat(length));
});

test('If-None-Match writes once', async () => {
  await send('PutObject', { Key: 'k', Body: 'first', IfNoneMatch: '*' });
  await expect(send('PutObject', { Key: 'k', Body: 'second', IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
  });
  expect(await bodyOf(await send('GetObject', { Key: 'k' }))).toBe('first');
});

test('of twenty writers at once one wins', async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => send('PutObject', { Key: 'k', Body: String(index), IfNoneMatch: '*' })),
  );
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('If-Match writes over what was read only', async () => {
  const { ETag: first } = await send('PutObject', { Key: 'k', Body: 'first' });
  await send('PutObject', { Key: 'k', Body: 'second', IfMatch: first });
  await expect(send('PutObject', { Key: 'k', Body: 'third', IfMatch: first })).rejects.toMatchObject({
    name: 'PreconditionFailed',
  });
  await expect(send('PutObject', { Key: 'other', Body: 'x', IfMatch: first })).rejects.toMatchObject({
    name: 'NoSuchKey',
    $metadata: { httpStatusCode: 404 },
  });
});

test('a lost race is 409', async () => {
  races = 1;
  await expect(send('PutObject', { Key: 'k', Body: 'x', IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'ConditionalRequestConflict',
    $metadata: { httpStatusCode: 409 },
  });
  await send('PutObject', { Key: 'k', Body: 'x', IfNoneMatch: '*' });
});

test.for([
  ['GetObject', { Key: 'gone' }, 'NoSuchKey'],
  ['HeadObject', { Key: 'gone' }, 'NotFound'],
  ['PutObject', { Bucket: 'elsewhere', Key: 'k', Body: 'x' }, 'NoSuchBucket'],
  ['PutObject', { Key: 'k', Body: 'x', ExpectedBucketOwner: '999999999999' }, 'AccessDenied'],
  ['PutObject', { Key: 'k', Body: 'x', ChecksumSHA256: 'AAAA' }, 'BadDigest'],
  ['ListObjectsV2', { Bucket: 'elsewhere' }, 'NoSuchBucket'],
  ['PutObject', { Bucket: 'abroad', Key: 'k', Body: 'x' }, 'PermanentRedirect'],
] as const)('%s %j is %s', async ([operation, input, name]) => {
  await expect(send(operation, input)).rejects.toMatchObject({ name });
});

test('keys are listed in order, by prefix and page', async () => {
  for (const key of ['runs/2', 'runs/1', 'runs/3', 'latest.json']) await send('PutObject', { Key: key, Body: key });
  const first = await send('ListObjectsV2', { Prefix: 'runs/', MaxKeys: 2 });
  expect(first).toMatchObject({ IsTruncated: true, Contents: [{ Key: 'runs/1', Size: 6 }, { Key: 'runs/2' }] });
  const second = await send('ListObjectsV2', { Prefix: 'runs/', MaxKeys: 2, ContinuationToken: first['NextContinuationToken'] });
  expect(second).toMatchObject({ IsTruncated: false, Contents: [{ Key: 'runs/3' }] });
});
