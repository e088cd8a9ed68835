import { afterEach, expect, test } from 'vitest';
import type { Identity } from '../../src/sandbox/deny.ts';
import { createEndpoint } from '../../src/sandbox/endpoint.ts';
import { RequestLog } from '../../src/sandbox/request-log.ts';
import { serve, type SandboxServer } from '../../src/sandbox/server.ts';
import type { Handlers, SandboxCall } from '../../src/sandbox/types.ts';
import { clientOf, commandOf, outcomeOf } from './support/clients.ts';

let server: SandboxServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const signature = 'AWS4-HMAC-SHA256 Credential=AKIDONE/20261124/eu-west-1/iam/aws4_request, SignedHeaders=host, Signature=0';

function iamHandlers(calls: SandboxCall[]): Handlers {
  return {
    'iam:ListRoles': (_input, call) => {
      calls.push(call);
      return { Roles: [], IsTruncated: false };
    },
  };
}

const arn = 'arn:aws:iam::1:user/u';

function identify(accessKeyId: string): Identity {
  return { account: accessKeyId === 'AKIDONE' ? '111111111111' : '222222222222', arn };
}

test('many Regions and accounts live on one port', async () => {
  const calls: SandboxCall[] = [];
  const log = new RequestLog();
  server = await serve(createEndpoint({ handlers: iamHandlers(calls), identify, log, clock: () => 42 }));
  for (const [region, accessKeyId] of [
    ['eu-west-1', 'AKIDONE'],
    ['ap-south-1', 'AKIDTWO'],
  ]) {
    const client = await clientOf('iam', createEndpoint({ handlers: {} }), {
      region,
      credentials: { accessKeyId, secretAccessKey: 's' },
      endpoint: server.url,
      requestHandler: undefined,
    });
    await client.send(await commandOf('iam', 'ListRoles'));
    client.destroy();
  }
  expect(calls).toEqual([
    { service: 'iam', operation: 'ListRoles', region: 'eu-west-1', accessKeyId: 'AKIDONE', now: 42 },
    { service: 'iam', operation: 'ListRoles', region: 'ap-south-1', accessKeyId: 'AKIDTWO', now: 42 },
  ]);
  expect(log.entries.map(({ account, region }) => [account, region])).toEqual([
    ['111111111111', 'eu-west-1'],
    ['222222222222', 'ap-south-1'],
  ]);
});

test('a request without a signature is refused', async () => {
  server = await serve(createEndpoint({ handlers: iamHandlers([]) }));
  const answer = await fetch(server.url, {
    method: 'POST',
    body: new URLSearchParams({ Action: 'ListRoles', Version: '2010-05-08' }),
  });
  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('<Code>MissingAuthenticationToken</Code>')]);
});

test('a key that nobody owns is refused', async () => {
  const client = await clientOf('iam', createEndpoint({ handlers: iamHandlers([]), identify: () => undefined }));
  await expect(client.send(await commandOf('iam', 'ListRoles'))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
});

test('the form of the CLI and of boto3 is read', async () => {
  server = await serve(createEndpoint({ handlers: iamHandlers([]) }));
  const answer = await fetch(server.url, {
    method: 'POST',
    body: new URLSearchParams({ Action: 'ListRoles', Version: '2010-05-08' }),
    headers: { authorization: signature },
  });
  expect(await answer.text()).toContain('<ListRolesResult><Roles></Roles><IsTruncated>false</IsTruncated></ListRolesResult>');
});

test('CloudWatch is reached by the old query protocol too', async () => {
  server = await serve(createEndpoint({ handlers: { 'cloudwatch:ListMetrics': () => ({ Metrics: [{ MetricName: 'm' }] }) } }));
  const body = new URLSearchParams({ Action: 'ListMetrics', Version: '2010-08-01' });
  const answer = await fetch(server.url, {
    method: 'POST',
    body,
    headers: { authorization: signature.replace('/iam/', '/monitoring/') },
  });
  expect(await answer.text()).toContain('<Metrics><member><MetricName>m</MetricName></member></Metrics>');
});

test('buckets in the host and in the path are the same', async () => {
  const buckets: unknown[] = [];
  const endpoint = createEndpoint({
    handlers: {
      's3:ListObjectsV2': ({ Bucket }) => {
        buckets.push(Bucket);
        return {};
      },
    },
  });
  for (const config of [{}, { forcePathStyle: true }, { endpoint: 'http://localhost:1' }, { endpoint: 'http://127.0.0.1:1' }]) {
    await (await clientOf('s3', endpoint, config)).send(await commandOf('s3', 'ListObjectsV2', { Bucket: 'my.bucket' }));
  }
  expect(buckets).toEqual(['my.bucket', 'my.bucket', 'my.bucket', 'my.bucket']);
});

test('S3 Control and S3 share a signature, not an operation', async () => {
  const answer = { PublicAccessBlockConfiguration: { BlockPublicAcls: true } };
  const endpoint = createEndpoint({ handlers: { 's3control:GetPublicAccessBlock': () => answer } });
  const client = await clientOf('s3control', endpoint);
  expect(
    await outcomeOf(client.send(await commandOf('s3control', 'GetPublicAccessBlock', { AccountId: '111122223333' }))),
  ).toEqual(answer);
  const plain = await clientOf('s3', endpoint);
  await expect(plain.send(await commandOf('s3', 'GetPublicAccessBlock', { Bucket: 'bucket' }))).rejects.toMatchObject({
    name: 'MethodNotAllowed',
  });
});

test('a broken fixture is status 500 and a bug of the server', async () => {
  server = await serve(createEndpoint({ handlers: { 'iam:ListRoles': () => ({ Rolls: [] }) } }));
  const body = new URLSearchParams({ Action: 'ListRoles', Version: '2010-05-08' });
  const answer = await fetch(server.url, { method: 'POST', body, headers: { authorization: signature } });
  expect([answer.status, server.bugs.length]).toEqual([500, 1]);
});
