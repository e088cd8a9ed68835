import { expect, test } from 'vitest';
import { TokenBucket } from '../../src/aws/bucket.ts';
import { CallLimiter } from '../../src/aws/limiter.ts';
import { fakeTime, type FakeTime } from './support/time.ts';

const never = new AbortController().signal;

/** The moments, in ms, at which callers that all came at once got their tokens, in their order. */
async function moments(
  time: FakeTime,
  bucket: TokenBucket,
  count: number,
): Promise<readonly (readonly [caller: number, ms: number])[]> {
  const granted: (readonly [number, number])[] = [];
  const all = Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await bucket.take(never);
      granted.push([index, time.now()]);
    }),
  );
  await time.run();
  await all;
  return granted;
}

test('a burst at once, then the rate, in order', async () => {
  const time = fakeTime();
  expect(await moments(time, new TokenBucket({ rate: 10, burst: 3 }, time), 6)).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 100],
    [4, 200],
    [5, 300],
  ]);
});

test('N calls take (N - burst) / rate', async () => {
  const time = fakeTime();
  const granted = await moments(time, new TokenBucket({ rate: 10, burst: 20 }, time), 300);
  expect(granted.at(-1)).toEqual([299, 28_000]);
});

test('a bucket holds at least one token', async () => {
  const time = fakeTime();
  expect(await moments(time, new TokenBucket({ rate: 0.5, burst: 0.5 }, time), 2)).toEqual([
    [0, 0],
    [1, 2000],
  ]);
});

test('a throttle slows down those that wait already, once a second and not below a fifth', async () => {
  const time = fakeTime();
  const bucket = new TokenBucket({ rate: 10, burst: 1 }, time);
  const all = moments(time, bucket, 20);
  for (let number = 0; number < 5; number += 1) bucket.throttled();
  // One cut to 7 a second, which grows by 15 % a second.
  const last = (await all).at(-1)?.[1] ?? 0;
  expect(last).toBeGreaterThan(2000);
  expect(last).toBeLessThan((19 / 7) * 1000);
});

test('the rate comes back', async () => {
  const time = fakeTime();
  const bucket = new TokenBucket({ rate: 10, burst: 1 }, time);
  for (let number = 0; number < 20; number += 1) {
    bucket.throttled();
    await time.run(1000);
  }
  const slow = await moments(time, bucket, 11);
  // The floor is 2 a second: never slower.
  expect((slow.at(-1)?.[1] ?? 0) - 20_000).toBeLessThan(5000);
  await time.run(60_000);
  const start = time.now();
  expect((await moments(time, bucket, 11)).at(-1)?.[1]).toBeLessThanOrEqual(start + 1000);
});

test('whoever gives up takes no token', async () => {
  const time = fakeTime();
  const bucket = new TokenBucket({ rate: 10, burst: 1 }, time);
  await bucket.take(never);
  const patience = new AbortController();
  const first = bucket.take(patience.signal);
  const second = bucket.take(never).then(() => time.now());
  patience.abort(new Error('enough'));
  await expect(first).rejects.toThrow('enough');
  await time.run();
  expect(await second).toBe(100);
  await expect(bucket.take(AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
});

test('a bucket goes on after everyone gave up', async () => {
  const time = fakeTime();
  const bucket = new TokenBucket({ rate: 10, burst: 1 }, time);
  await bucket.take(never);
  const patience = new AbortController();
  const given = bucket.take(patience.signal).catch(() => 'gave up');
  patience.abort();
  const next = bucket.take(never).then(() => time.now());
  expect(await given).toBe('gave up');
  await time.run();
  expect(await next).toBe(100);
});

test('shares, accounts and Regions have buckets of their own; a family has one', async () => {
  const time = fakeTime();
  const limiter = new CallLimiter(0.5, time);
  const take = async (count: number, id: string, place: { account: string; region: string }) => {
    const start = time.now();
    const all = Promise.all(Array.from({ length: count }, async () => await limiter.take(id, { ...place, signal: never })));
    await time.run();
    await all;
    return time.now() - start;
  };
  const here = { account: '1', region: 'eu-central-1' };
  // Half of 20 a second, half of 40 at once.
  expect(await take(30, 'sagemaker:DescribeModel', here)).toBe(1000);
  expect(await take(20, 'sagemaker:DescribeModel', { ...here, region: 'us-east-1' })).toBe(0);
  expect(await take(20, 'sagemaker:DescribeModel', { ...here, account: '2' })).toBe(0);
  expect(await take(20, 'sagemaker:DescribeEndpoint', here)).toBe(0);
  expect(await take(20, 'apigateway:GetStages', here)).toBe(0);
  expect(await take(5, 'apigatewayv2:GetApis', here)).toBe(1000);
  // IAM has one control plane.
  const roles = 'iam:GetAccountAuthorizationDetails';
  expect(await take(5, roles, { ...here, region: 'global' })).toBe(0);
  expect(await take(1, roles, here)).toBeGreaterThan(0);
});

test('requests that were ready in a bunch leave at the pace of the limit', async () => {
  const time = fakeTime();
  const limiter = new CallLimiter(0.5, time);
  const place = { account: '1', region: 'eu-central-1', signal: never };
  const left: number[] = [];
  const ready = Promise.withResolvers<void>();
  const all = Promise.all(
    Array.from({ length: 100 }, async () => {
      await limiter.take('sagemaker:DescribeModel', place);
      await ready.promise;
      await limiter.leave('sagemaker:DescribeModel', place);
      left.push(time.now());
    }),
  );
  await time.run();
  // 20 at once and 10 a second had their turn, while this machine was busy.
  expect(time.now()).toBe(8000);
  ready.resolve();
  await time.run();
  await all;
  expect(left.filter((at) => at === 8000)).toHaveLength(20);
  expect(left.at(-1)).toBe(16_000);
});
