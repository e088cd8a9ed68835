import { expect, test } from 'vitest';
import { denyOperations } from '../../src/sandbox/deny.ts';
import { createEndpoint, type EndpointOptions } from '../../src/sandbox/endpoint.ts';
import { latencyOf } from '../../src/sandbox/latency.ts';
import { Limits, sandboxLimits } from '../../src/sandbox/limits.ts';
import { RequestLog } from '../../src/sandbox/request-log.ts';
import { isService, loadModel } from '../../src/sandbox/services.ts';
import type { Service } from '../../src/core/operation.ts';
import { clientOf, commandOf } from './support/clients.ts';

const here = { account: '111122223333', region: 'eu-central-1' };

async function errorOf(service: Service, operation: string, options: Partial<EndpointOptions>): Promise<unknown> {
  const handlers = { [`${service}:${operation}`]: () => ({}) };
  const client = await clientOf(service, createEndpoint({ handlers, ...options }));
  return client.send(await commandOf(service, operation, { Bucket: 'bucket', AccountId: '111122223333' })).then(
    () => undefined,
    (error: unknown) => error,
  );
}

test('a bucket lets its burst through and then its rate', () => {
  let now = 0;
  const limits = new Limits({ clock: () => now });
  const take = () => limits.take(here, 'sagemaker', 'ListTrainingJobs');
  expect([take(), take(), take(), take(), take()]).toEqual([true, true, true, true, false]);
  now = 500; // 2 a second
  expect([take(), take()]).toEqual([true, false]);
});

test('buckets are one for each account, Region and operation', () => {
  const limits = new Limits({ clock: () => 0 });
  for (let call = 0; call < 4; call += 1) limits.take(here, 'sagemaker', 'ListTrainingJobs');
  expect(limits.take(here, 'sagemaker', 'ListTrainingJobs')).toBe(false);
  expect(limits.take({ ...here, region: 'us-east-1' }, 'sagemaker', 'ListTrainingJobs')).toBe(true);
  expect(limits.take({ ...here, account: '2' }, 'sagemaker', 'ListTrainingJobs')).toBe(true);
  expect(limits.take(here, 'sagemaker', 'ListModels')).toBe(true);
});

test('all operations of API Gateway share 40 calls', () => {
  const limits = new Limits({ clock: () => 0 });
  const taken = Array.from({ length: 50 }, (_, call) =>
    limits.take(here, call % 2 === 0 ? 'apigateway' : 'apigatewayv2', `Get${call}`),
  );
  expect(taken.filter(Boolean)).toHaveLength(40);
});

test('an operation with a bucket of its own takes from the family as well', () => {
  const limits = new Limits({ clock: () => 0 });
  const resources = Array.from({ length: 10 }, () => limits.take(here, 'apigateway', 'GetResources'));
  expect(resources.filter(Boolean)).toHaveLength(5);
  const others = Array.from({ length: 50 }, () => limits.take(here, 'apigateway', 'GetStages'));
  expect(others.filter(Boolean)).toHaveLength(35);
});

test('the scale makes limits wider', () => {
  const limits = new Limits({ clock: () => 0, scale: 10 });
  const taken = Array.from({ length: 60 }, () => limits.take(here, 'sagemaker', 'ListTrainingJobs'));
  expect(taken.filter(Boolean)).toHaveLength(40);
});

test('every limit names operations that exist', async () => {
  for (const { service, operations } of sandboxLimits) {
    if (!isService(service)) throw new Error(`no such service: ${service}`);
    const known = [...(await loadModel(service)).operations.keys()];
    const named =
      typeof operations === 'string'
        ? []
        : operations instanceof RegExp
          ? known.filter((name) => operations.test(name))
          : operations;
    expect(known).toEqual(expect.arrayContaining([...named]));
    expect(named.length > 0 || operations === '*').toBe(true);
  }
});

test.for([
  ['sagemaker', 'ListModels', 'ThrottlingException', 400],
  ['iam', 'ListRoles', 'Throttling', 400],
  ['ec2', 'DescribeVpcs', 'RequestLimitExceeded', 503],
  ['s3', 'ListBuckets', 'SlowDown', 503],
  ['s3control', 'GetPublicAccessBlock', 'SlowDown', 503],
  ['apigateway', 'GetRestApis', 'TooManyRequestsException', 429],
  ['lambda', 'ListFunctions', 'TooManyRequestsException', 429],
  ['cloudwatch', 'ListMetrics', 'Throttling', 400],
] as const)('%s:%s throttles with %s %i', async ([service, operation, name, status]) => {
  const log = new RequestLog();
  const table = [{ service, operations: '*', rate: 0, burst: 1 }] as const;
  const options = { limits: { table, scale: 0 }, log };
  const handlers = { [`${service}:${operation}`]: () => ({}) };
  const client = await clientOf(service, createEndpoint({ handlers, ...options }));
  const send = async () => client.send(await commandOf(service, operation, { AccountId: '111122223333' }));
  await send();
  await expect(send()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
  expect(log.entries.map(({ throttled }) => throttled)).toEqual([false, true]);
});

test('latency is lognormal around the median of its Region, the same for a seed', () => {
  const options = { seed: 7, baseMs: { 'us-east-1': 50, '*': 200 } };
  const draw = (region: string) => {
    const latency = latencyOf(options);
    return Array.from({ length: 2001 }, () => latency(region, 'iam:GetRole')).toSorted((a, b) => a - b);
  };
  const near = draw('us-east-1');
  expect(near[1000]).toBeGreaterThan(47);
  expect(near[1000]).toBeLessThan(53);
  expect(near[1900]).toBeGreaterThan(75);
  expect(draw('sa-east-1')[1000]).toBeGreaterThan(180);
  expect(draw('us-east-1')).toEqual(near);
});

test('answers take their time', async () => {
  const started = performance.now();
  await errorOf('iam', 'ListRoles', { latency: { seed: 1, baseMs: 60, sigma: 0 } });
  expect(performance.now() - started).toBeGreaterThan(55);
});

const arn = 'arn:aws:sts::111122223333:assumed-role/auditor/mlwarden';

test.for([
  ['sagemaker', 'ListNotebookInstances', 'AccessDeniedException', 400],
  ['lambda', 'ListFunctions', 'AccessDeniedException', 403],
  ['iam', 'ListRoles', 'AccessDenied', 403],
  ['ec2', 'DescribeVpcs', 'UnauthorizedOperation', 403],
  ['s3', 'GetBucketAcl', 'AccessDenied', 403],
  ['cloudfront', 'ListDistributions', 'AccessDenied', 403],
] as const)('a denied %s:%s is %s %i', async ([service, operation, name, status]) => {
  const log = new RequestLog();
  const identify = () => ({ account: '111122223333', arn });
  const error = await errorOf(service, operation, { deny: denyOperations(`${service}:${operation}`), identify, log });
  expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
  expect(String(error)).toContain(`${arn} is not authorized to perform: ${service}:${operation}`);
  expect(String(error)).toContain(`because no identity-based policy allows the ${service}:${operation} action`);
  expect(log.entries).toMatchObject([{ service, operation, status, error: name, throttled: false }]);
});

test('a denial may have words of its own', async () => {
  const message = 'with an explicit deny in a service control policy';
  const error = await errorOf('iam', 'ListRoles', { deny: () => ({ code: 'AccessDenied', message, status: 403 }) });
  expect(error).toMatchObject({ name: 'AccessDenied', message });
});

test('what is not denied is answered', async () => {
  expect(await errorOf('iam', 'ListRoles', { deny: denyOperations('iam:ListUsers') })).toBeUndefined();
});

test('the log counts by operation', async () => {
  const log = new RequestLog();
  await errorOf('iam', 'ListRoles', { log });
  await errorOf('iam', 'ListRoles', { log });
  await errorOf('sts', 'GetCallerIdentity', { log });
  expect(log.operations()).toEqual(['iam:ListRoles', 'sts:GetCallerIdentity']);
  expect(log.count('iam:ListRoles')).toBe(2);
});
