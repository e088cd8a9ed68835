import { expect, test } from 'vitest';
import { Exit } from '../../src/cli/exit.ts';
import { readTimetable } from '../../src/cli/timetable.ts';

const hour = 3_600_000;
const day = 24 * hour;

test.for([
  ['every night', '0 2 * * *', 'Etc/UTC', day],
  ['every night, over a change of the clock', '0 2 * * *', 'Europe/Berlin', day + hour],
  ['on weekdays', '0 2 * * 1-5', 'Etc/UTC', 3 * day],
  ['by name', '@hourly', 'Etc/UTC', hour],
  ['with seconds', '*/10 * * * * *', 'Etc/UTC', 10_000],
] as const)('%s: the longest time between two runs', ([, cron, tz, longest]) => {
  const { longestGapMs } = readTimetable({ cron, tz, jitter: 0 });
  expect(longestGapMs).toBeGreaterThanOrEqual(longest - (tz === 'Europe/Berlin' ? hour : 0));
  expect(longestGapMs).toBeLessThanOrEqual(longest);
});

test.for([
  ['a date', { cron: '2030-01-01T02:00:00' }, /not a cron expression/],
  ['years', { cron: '0 0 2 * * * 2030' }, /five fields are needed, or six with seconds/],
  ['letters', { cron: '0 2 * * x' }, /illegal characters/],
  ['a day that never comes', { cron: '0 2 31 2 *' }, /is never due/],
  ['an empty time zone', { tz: '' }, /unknown time zone ''/],
  ['a time zone that would break the line', { tz: 'a\nb' }, /unknown time zone 'a\?b'/],
  ['a jitter as long as the time between runs', { cron: '@hourly', jitter: hour }, /--jitter must be shorter/],
] as const)('%s is refused', ([, wrong, message]) => {
  const read = () => readTimetable({ cron: '0 2 * * *', tz: 'Etc/UTC', jitter: 0, ...wrong });
  expect(read).toThrow(Exit);
  expect(read).toThrow(message);
});

test('a job that was stopped calls nothing any more', async () => {
  let calls = 0;
  const job = readTimetable({ cron: '* * * * * *', tz: undefined, jitter: 0 }).start(() => {
    calls += 1;
  });
  await expect.poll(() => calls, { timeout: 3000 }).toBe(1);
  job.stop();
  expect(job.nextRun()).toBeNull();
});
