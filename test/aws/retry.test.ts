import { expect, test } from 'vitest';
import { pauseBefore } from '../../src/aws/retry.ts';

const noSpread = { askedMs: null, random: () => 1 };

test('every other answer may be a failure: a call outlasts nineteen in a row, within its deadline', () => {
  const pauses = Array.from({ length: 19 }, (_, index) => pauseBefore(index + 1, 'server', { ...noSpread, random: () => 0.5 }));
  expect(pauses).not.toContain(null);
  // The deadline of a call is 90 s.
  expect(pauses.reduce<number>((sum, ms) => sum + (ms ?? 0), 0)).toBeLessThan(45_000);
  expect(pauseBefore(20, 'server', noSpread)).toBeNull();
});

test('pauses double up to five seconds, longer after a throttle', () => {
  expect([1, 2, 3, 10].map((failures) => pauseBefore(failures, 'transport', noSpread))).toEqual([100, 200, 400, 5000]);
  expect([1, 2, 10].map((failures) => pauseBefore(failures, 'throttled', noSpread))).toEqual([500, 1000, 5000]);
});

test('a throttle never ends a call by itself, a refusal always does', () => {
  expect(pauseBefore(1000, 'throttled', noSpread)).toBe(5000);
  expect(pauseBefore(1, 'final', noSpread)).toBeNull();
});

test('what AWS asks for is waited for', () => {
  expect(pauseBefore(1, 'server', { askedMs: 7000, random: () => 0 })).toBe(7000);
});
