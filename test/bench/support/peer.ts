/** One of the other schedulers, in a process of its own: `node peer.ts TOOL PRESET NOW URL`; without a URL in virtual time. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { VirtualTime } from '../../faults/support/virtual-time.ts';
import { peakRssMiB } from '../../support/peak-rss.ts';
import { accountOf } from '../account.ts';
import { presets, regionNames, withBoundedJobs, type PresetName } from '../presets.ts';
import { digestOf, type Found } from '../truth.ts';
import type { Usage } from './measured.ts';
import { naive } from './naive.ts';
import { prowlerAttempts, prowlerLike, replayLikeProwler } from './prowler-like.ts';
import { direct, overSockets, withRetries } from './send.ts';
import { Tally, type Recorded } from './tally.ts';

/** What a peer's model did. */
export interface PeerRun extends Usage {
  readonly calls: number;
  readonly lost: number;
  readonly digest: string;
  /** In virtual time the tally is the peer's own. */
  readonly requests?: number;
  readonly throttled?: number;
}

const [, , tool = '', preset = 'small', nowText = '0', url = ''] = process.argv;
const full = presets[preset as PresetName];
const size = tool === 'prowler-bounded' ? withBoundedJobs(full) : full;
const now = Number(nowText);
const data = accountOf(size, '100000000000', now);
const recorded: readonly Recorded[] = tool === 'replay' ? ((await once(process, 'message')) as [Recorded[]])[0] : [];
const found: Found[] = [];
const onFound = (one: Found) => found.push(one);
const count = { calls: 0, lost: 0 };
const onCall = (lost: boolean) => {
  count.calls += 1;
  if (lost) count.lost += 1;
};
const account = { account: data.id, regions: regionNames.slice(0, size.regions) };
const time = new VirtualTime();
const tally = new Tally();
const started = performance.now();
if (tool === 'naive') {
  await naive({ url, ...account, now, onFound, onCall });
} else {
  const attempts = prowlerAttempts;
  const work = (send: ReturnType<typeof withRetries>) =>
    tool === 'replay' ? replayLikeProwler(send, recorded) : prowlerLike(send, account, onFound);
  if (url === '') await time.run(work(withRetries(direct(data, time, tally), { attempts, sleep: time.sleep, onCall })));
  else await work(withRetries(overSockets(url), { attempts, sleep: pause, onCall }));
}
const virtual = tool !== 'naive' && url === '';
const seconds = (virtual ? time.elapsed() : performance.now() - started) / 1000;
const { user, system } = process.cpuUsage();
const run: PeerRun = {
  ...count,
  seconds,
  digest: digestOf(found),
  cpuSeconds: (user + system) / 1e6,
  peakRssMiB: peakRssMiB(),
  ...(virtual ? { requests: tally.seen().requests, throttled: tally.seen().throttled } : {}),
};
process.send?.(run);
process.disconnect();
