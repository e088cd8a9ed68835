/** Loaded into the measured process before anything else: when it ends, tells CPU and memory on file descriptor 3. */
import { writeSync } from 'node:fs';
import { peakRssMiB } from '../../support/peak-rss.ts';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeSync(3, JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakRssMiB: peakRssMiB() }));
});
