import { VirtualTime } from '../faults/support/virtual-time.ts';
import { accountOf } from './account.ts';
import { presets, regionNames } from './presets.ts';
import { inVirtualTime, withRetries } from './support/send.ts';
import { prowlerLike, prowlerSections } from './support/prowler-like.ts';
import { Tally } from './support/tally.ts';
import { wholeInventoryOf } from './truth.ts';
const now = Date.now();
const data = accountOf(presets.small, '100000000000', now);
const time = new VirtualTime();
const tally = new Tally();
const got = new Map<string, Set<string>>();
await time.run(
  prowlerLike(
    withRetries(inVirtualTime(data, time, tally), {
      attempts: Number(process.argv[2] ?? 100),
      sleep: time.sleep,
      onCall: () => {},
    }),
    { account: data.id, regions: regionNames.slice(0, 17) },
    (f) => got.set(f.section, (got.get(f.section) ?? new Set()).add(`${f.region} ${f.arn}`)),
  ),
);
console.log(time.elapsed() / 1000);
const want = new Map<string, Set<string>>();
for (const f of wholeInventoryOf(data))
  if (prowlerSections.has(f.section)) want.set(f.section, (want.get(f.section) ?? new Set()).add(`${f.region} ${f.arn}`));
for (const k of new Set([...got.keys(), ...want.keys()])) {
  const g = got.get(k) ?? new Set(),
    w = want.get(k) ?? new Set();
  const miss = [...w].filter((x) => !g.has(x)),
    extra = [...g].filter((x) => !w.has(x));
  if (miss.length + extra.length > 0)
    console.log(k, g.size, w.size, 'missing', miss.length, miss[0] ?? '', 'extra', extra.length, extra[0] ?? '');
}
