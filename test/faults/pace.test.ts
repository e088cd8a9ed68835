import { expect, test } from 'vitest';
import { createEdge } from '../../src/aws/edge.ts';
import type { Seed } from '../../src/sandbox/account.ts';
import { Limits } from '../../src/sandbox/limits.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { hardened } from '../../src/sandbox/seeds/hardened.ts';
import { chance } from '../../src/sandbox/random.ts';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import { truths, untruths } from './support/oracle.ts';
import { scanSeed, type SeedScan } from '../support/seeds.ts';
import { manyNotebooks } from './support/many-notebooks.ts';
import { VirtualTime } from './support/virtual-time.ts';

test('x', async () => {
  const run = async (seed: Seed, rateShare: number, rules: FaultRule[] = []) => {
    const time = new VirtualTime();
    let n = 0;
    const t = performance.now();
    const s = await time.run(scanSeed(seed, {
      endpoint: { limits: { clock: time.elapsed }, faults: { seed: 1, rules } },
      edge: { rateShare, elapsed: time.elapsed, sleep: time.sleep },
      through: (handler) => time.delaying(handler, () => 40 + 40 * chance(1, String(n++))),
    }));
    return { ms: time.elapsed(), real: performance.now() - t, calls: s.log.entries.length, throttled: s.log.entries.filter(e => e.throttled).length };
  };
  const many = manyNotebooks(1000);
  const T = (p: number) => (1000-40*p)/(20*p)*1000;
  for (const p of [0.95, 0.5, 4, 0.25]) { const r = await run(many, p); console.log('share', p, r.ms|0, r.real|0, r.calls, r.throttled, 'ideal own', T(p)|0, 'ideal 1', T(1), 'ratio', r.ms/T(1), 'eta', T(p)/r.ms); }
  for (const p of [0.95, .5]) for (const share of [0, .1,.3,.5]) { const r = await run(many, p, [{kind:'throttle', share}]); console.log(p, share, r.ms|0, r.calls, r.throttled, r.ms/T(p)); }
});
