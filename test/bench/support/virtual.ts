/** mlwarden's scheduler in virtual time, in a process of its own: `node virtual.ts TOOL PRESET NOW`. */
import { VirtualTime } from '../../faults/support/virtual-time.ts';
import { peakRssMiB } from '../../support/peak-rss.ts';
import type { PresetName } from '../presets.ts';
import type { Usage } from './measured.ts';
import { scanPreset } from './scan-apart.ts';

/** What the scheduler did where computing takes no time. */
export interface VirtualRun extends Usage {
  readonly minimum: number;
  /** Something was lost, or differs from what the account holds. */
  readonly wrong: boolean;
}

const [, , , preset = 'small', now = '0'] = process.argv;
const time = new VirtualTime();
const { seconds, minimum, lost, difference } = await time.run(scanPreset(preset as PresetName, time, Number(now)));
const { user, system } = process.cpuUsage();
const run: VirtualRun = {
  seconds,
  minimum,
  wrong: lost.length > 0 || difference !== null,
  cpuSeconds: (user + system) / 1e6,
  peakRssMiB: peakRssMiB(),
};
process.send?.(run);
process.disconnect();
