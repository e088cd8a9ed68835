import { expect, test } from 'vitest';
import { VirtualTime } from '../faults/support/virtual-time.ts';
import { realClock, scanPreset } from './support/scan-apart.ts';

const now = Date.parse('2026-11-02T09:30:00Z');

test('virtual time agrees with real time within 5 % on medium', { timeout: 120_000 }, async () => {
  const time = new VirtualTime();
  const virtual = await time.run(scanPreset('medium', time, now));
  const real = await scanPreset('medium', realClock, now);
  expect(real.requests / virtual.requests).toBeCloseTo(1, 1);
  expect(real.seconds / virtual.seconds).toBeGreaterThan(0.95);
  expect(real.seconds / virtual.seconds).toBeLessThan(1.05);
});
