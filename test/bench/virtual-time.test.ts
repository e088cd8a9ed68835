import { expect, test } from 'vitest';
import { VirtualTime } from '../faults/support/virtual-time.ts';
import type { PresetName } from './presets.ts';
import { realClock, scanPreset } from './support/scan-apart.ts';

const now = Date.parse('2026-11-02T09:30:00Z');

function inVirtualTime(preset: PresetName) {
  const time = new VirtualTime();
  return time.run(scanPreset(preset, time, now));
}

// A busy machine makes real time longer: it may need another try.
test('virtual time agrees with real time within 5 % on medium', { timeout: 120_000, retry: 2 }, async () => {
  const virtual = await inVirtualTime('medium');
  const real = await scanPreset('medium', realClock, now);
  expect(real.requests / virtual.requests).toBeCloseTo(1, 1);
  expect(real.seconds / virtual.seconds).toBeGreaterThan(0.95);
  expect(real.seconds / virtual.seconds).toBeLessThan(1.05);
});

test.for(['small', 'medium'] as const)(
  '%s: everything is found at nine tenths of the pace that is possible',
  { timeout: 120_000 },
  async (preset) => {
    const { seconds, minimum, throttledShare, lost, difference } = await inVirtualTime(preset);
    expect(difference).toBeNull();
    expect(lost).toEqual([]);
    expect(throttledShare).toBeLessThan(0.01);
    expect(minimum / seconds).toBeGreaterThanOrEqual(0.9);
  },
);
