import { Caller } from '../../../src/aws/caller.ts';
import { defaultTimeouts } from '../../../src/aws/http.ts';
import { systemTime } from '../../../src/aws/time.ts';
import { scan, type ScannedAccount } from '../../../src/scan.ts';
import { accountOf } from '../account.ts';
import { minimumSeconds } from '../minimum.ts';
import { presets, rateShare, type PresetName } from '../presets.ts';
import { differenceOf, inventoryOf, type Found } from '../truth.ts';
import { direct, type Clock } from './send.ts';
import { Tally } from './tally.ts';
import { benchRequest } from './request.ts';

/** The machine's time. */
export const realClock: Clock = {
  elapsed: systemTime.elapsed,
  sleep: (ms, signal = new AbortController().signal) => systemTime.sleep(ms, signal),
};

/** A scan of a preset's account without sockets, by any clock: seconds, the minimum, and what the sandbox saw. */
export async function scanPreset(preset: PresetName, clock: Clock, now: number) {
  const data = accountOf(presets[preset], '100000000000', now);
  const tally = new Tally();
  const send = direct(data, clock, tally);
  const started = clock.elapsed();
  const caller = new Caller({
    clients: {
      send: async ({ service, name }, input, { region, leave }) => {
        await leave?.();
        return await send({ service, operation: name, region: region === 'global' ? 'us-east-1' : region }, { ...input });
      },
    },
    session: { current: undefined, renew: async () => undefined },
    rateShare,
    concurrency: 256,
    maxPages: 100_000,
    timeouts: defaultTimeouts,
    time: { now: () => now, elapsed: clock.elapsed, sleep: clock.sleep, random: () => 0.5 },
  });
  const found: Found[] = [];
  const regions = data.regions.map(({ name }) => name);
  const account: ScannedAccount = {
    identity: { account: data.id, arn: data.auditor, partition: data.partition },
    regions,
    callsFor: (operations, place) => caller.callsFor(operations, place),
    calls: () => caller.stats(),
  };
  await scan(account, benchRequest({ regions, now, onItem: (section, { region, arn }) => found.push({ section, region, arn }) }));
  const seconds = (clock.elapsed() - started) / 1000;
  const truth = inventoryOf(data, { now, lookBackDays: 30, most: 500, mostTraining: 20_000 });
  const { requests, throttled, served } = tally.seen();
  return {
    seconds,
    minimum: minimumSeconds(served, rateShare),
    requests,
    throttledShare: throttled / requests,
    lost: caller.stats().filter(({ failed }) => failed > 0),
    difference: differenceOf(found, truth),
  };
}
