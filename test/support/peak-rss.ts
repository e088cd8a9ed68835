import { readFileSync } from 'node:fs';

/**
 * The highest resident set of this process since its program was started, MiB. Linux counts it itself: what `getrusage` tells
 * begins with that of the process that forked this one.
 */
export function peakRssMiB(): number {
  const kibi = /^VmHWM:\s*(\d+) kB$/m.exec(linuxStatus())?.[1];
  return (kibi === undefined ? process.resourceUsage().maxRSS : Number(kibi)) / 1024;
}

function linuxStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8');
  } catch {
    return '';
  }
}
