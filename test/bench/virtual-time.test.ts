import { expect, test } from 'vitest';
import { VirtualTime } from '../faults/support/virtual-time.ts';
import { scanPreset } from './support/scan-apart.ts';

const now = Date.parse('2026-11-02T09:30:00Z');

test.for(['small', 'medium', 'large'] as const)(
  '%s: everything is found at nine tenths of the pace that is possible',
  { timeout: 120_000 },
  async (preset) => {
    const time = new VirtualTime();
    const { seconds, minimum, throttledShare, lost, difference } = await time.run(scanPreset(preset, time, now));
    expect(difference).toBeNull();
    expect(lost).toEqual([]);
    expect(throttledShare).toBe(0);
    expect(minimum / seconds).toBeGreaterThanOrEqual(0.9);
  },
);
