import { expect, test } from 'vitest';
import { CallLimiter } from '../../src/aws/limiter.ts';
import type { AppliedLimits } from '../../src/aws/limits.ts';
import { Limits } from '../../src/sandbox/limits.ts';
import { fakeTime } from './support/time.ts';

/** The bucket's guess about DescribeModel is 20 a second, 40 at once; the sandbox's AWS may see it differently. */
const [service, operation] = ['sagemaker', 'DescribeModel'];
const place = { account: '111122223333', region: 'eu-west-1' };
const guess: AppliedLimits = {};

interface Paced {
  readonly calls: number;
  readonly share: number;
  readonly aws: { readonly rate: number; readonly burst: number };
  readonly applied?: AppliedLimits;
}

/** All calls at once, throttled ones again after a pause, as the caller does it: how long, and how many throttles. */
async function paced({
  calls,
  share,
  aws,
  applied = guess,
}: Paced): Promise<{ readonly seconds: number; readonly throttles: number }> {
  const time = fakeTime();
  const limiter = new CallLimiter(share, time, applied);
  const limits = new Limits({ clock: time.elapsed, table: [{ service, operations: [operation], ...aws }] });
  const { signal } = new AbortController();
  const id = `${service}:${operation}`;
  let throttles = 0;
  const call = async () => {
    for (;;) {
      await limiter.take(id, { ...place, signal });
      if (limits.take(place, service, operation)) return;
      throttles += 1;
      limiter.throttled(id, place);
      await time.sleep(250, signal);
    }
  };
  const all = Promise.all(Array.from({ length: calls }, call));
  await time.run();
  await all;
  return { seconds: time.elapsed() / 1000, throttles };
}

test.for([
  ['twice', 10],
  ['four times', 5],
] as const)('down: a guess %s too high costs little more time than the truth', async ([, rate]) => {
  const { seconds, throttles } = await paced({ calls: 300, share: 1, aws: { rate, burst: rate } });
  const ideal = (300 - rate) / rate;
  expect(seconds).toBeGreaterThanOrEqual(ideal);
  expect(seconds).toBeLessThan(1.25 * ideal);
  expect(throttles).toBeGreaterThan(0);
});

test('up: with the account for itself a scan finds that a guess is four times too low', async () => {
  const aws = { rate: 80, burst: 160 };
  const { seconds, throttles } = await paced({ calls: 4000, share: 1, aws });
  // 198 s at the guess, 48 s at best.
  expect(seconds).toBeLessThan(90);
  expect(throttles).toBeLessThan(0.01 * 4000);
});

test('up: a guess that is right is found to be right at little cost', async () => {
  const { seconds, throttles } = await paced({ calls: 2000, share: 1, aws: { rate: 20, burst: 40 } });
  expect(seconds).toBeLessThan(1.1 * 98);
  expect(throttles).toBeLessThan(0.01 * 2000);
});

test.for([0.5, 0.95])('with a share of %f of the account, nobody is throttled to find out', async (share) => {
  const right = await paced({ calls: 1000, share, aws: { rate: 20, burst: 40 } });
  expect(right.throttles).toBe(0);
  const low = await paced({ calls: 1000, share, aws: { rate: 80, burst: 160 } });
  expect(low).toEqual({ throttles: 0, seconds: expect.closeTo((1000 - 40 * share) / (20 * share), 0) });
});

test("the account's own limits give the full pace without a single throttle", async () => {
  const aws = { rate: 80, burst: 160 };
  const applied = { [place.region]: { [`${service}:${operation}`]: aws } };
  expect(await paced({ calls: 4000, share: 1, aws, applied })).toEqual({ throttles: 0, seconds: expect.closeTo(48, 0) });
  const half = await paced({ calls: 4000, share: 0.5, aws, applied });
  expect(half).toEqual({ throttles: 0, seconds: expect.closeTo((4000 - 80) / 40, 0) });
});
