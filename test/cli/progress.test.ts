import { expect, test } from 'vitest';
import { describeProgress } from '../../src/cli/progress.ts';

const state = { regions: 6, done: 300, pending: 0, throttled: 0, resources: 120, findings: 4 };

test('the line tells Regions, calls, resources, findings and time', () => {
  expect(describeProgress(state, 4200)).toBe('6 Regions, 300 of 300 calls, 120 resources, 4 findings so far, 4 s');
});

test('throttles are told where there are any, and what is left where it takes longer', () => {
  expect(describeProgress({ ...state, pending: 600, throttled: 7 }, 10_000)).toBe(
    '6 Regions, 300 of 900 calls, 7 throttled, 120 resources, 4 findings so far, 10 s, at least 20 s to go',
  );
});

test('nothing is promised before the first answer', () => {
  expect(describeProgress({ ...state, done: 0, pending: 50 }, 500)).not.toContain('to go');
});
