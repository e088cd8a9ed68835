import { beforeAll, expect, test } from 'vitest';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { hardened } from '../../src/sandbox/seeds/hardened.ts';
import { combinationOf } from './support/combination.ts';
import { keysWith, truths, untruths } from './support/oracle.ts';
import { faultyScan, ofScan, shortTimeouts, type FaultyScan } from './support/scans.ts';

/** `MLWARDEN_SOAK=1000` starts at another seed; a failure names its own, with `MLWARDEN_SOAK_COUNT=1` it runs alone. */
const first = Number(process.env['MLWARDEN_SOAK'] ?? 1);
const count = Number(process.env['MLWARDEN_SOAK_COUNT'] ?? 200);
const perTest = 20;

const accounts = { hardened, demo } as const;
const clean = new Map<string, FaultyScan>();

beforeAll(async () => {
  for (const [name, seed] of Object.entries(accounts)) clean.set(name, await faultyScan(seed, { http: false }));
});

const starts = Array.from({ length: Math.ceil(count / perTest) }, (_, index) => first + index * perTest);

test.for(starts)(
  'soak: random faults never tell what is not so, and more of them never pass more (seeds from %d)',
  async (from) => {
    for (let seed = from; seed < Math.min(from + perTest, first + count); seed += 1) {
      // The demo takes five times as long.
      const name = seed % 20 === 5 ? 'demo' : 'hardened';
      const calls = (clean.get(name)?.log.entries ?? []).filter((entry) => ofScan({ ...entry, now: entry.at }));
      const faults = combinationOf(seed, calls);
      // Faults that stay are the same for both, so what the first leaves can only become less.
      const some = await faultyScan(accounts[name], { seed, http: false, ...faults.some });
      const all = await faultyScan(accounts[name], {
        seed,
        http: faults.sockets,
        ...faults.all,
        ...(faults.hangs ? { edge: { timeouts: shortTimeouts, concurrency: 16 } } : {}),
      });
      let before = keysWith(clean.get(name)?.report.findings ?? [], 'PASS');
      for (const { report } of [some, all]) {
        const passes = keysWith(report.findings, 'PASS');
        expect({ seed, faults: faults.text, wrong: untruths(truths[name], report.findings, faults.struck) }).toMatchObject({
          wrong: [],
        });
        expect({ seed, faults: faults.text, more: [...passes].filter((key) => !before.has(key)) }).toMatchObject({ more: [] });
        before = passes;
      }
    }
  },
);
