import { expect, test } from 'vitest';
import { healthOf, type EndedRun, type Runs } from '../../src/cli/health.ts';

const now = Date.parse('2026-10-03T12:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;

function ended(exit: number, hoursAgo = 10): EndedRun {
  const startedAt = now - hoursAgo * hour;
  return { runId: '01RUN', startedAt, endedAt: startedAt + 60_000, exit };
}

function runs(over: Partial<Runs>): Runs {
  return { since: now - 90 * day, running: null, last: null, succeededAt: now - 10 * hour, next: null, ...over };
}

test.for([
  ['before the first run', runs({ since: now - hour, succeededAt: null }), true, 'as planned'],
  ['after a complete run', runs({ last: ended(0) }), true, 'as planned'],
  ['after findings', runs({ last: ended(1) }), true, 'as planned'],
  ['after a run that could not read everything', runs({ last: ended(3) }), true, 'as planned'],
  ['after a report that could not be written, once', runs({ last: ended(5) }), true, 'as planned'],
  ['after a run that could not run', runs({ last: ended(4) }), false, 'the last run could not run (exit 4)'],
  ['after a run that was called wrongly', runs({ last: ended(2) }), false, 'the last run could not run (exit 2)'],
  [
    'without a report for longer than two nights',
    runs({ last: ended(5), succeededAt: now - 2 * day - 1 }),
    false,
    'no report since 2026-10-01T11:59:59.999Z',
  ],
  [
    'without any report for two nights after the start',
    runs({ since: now - 3 * day, succeededAt: null }),
    false,
    'no report since 2026-09-30T12:00:00.000Z',
  ],
] as const)('%s', ([, state, healthy, why]) => {
  expect(healthOf(state, 2 * day, now)).toMatchObject({ healthy, why });
});

test('it tells the run under way, the last one and the next, and nothing of the account', () => {
  const state = runs({ last: ended(3), running: { runId: '01NOW', startedAt: now - 1000 }, next: '2026-10-04T02:00:00.000Z' });
  expect(healthOf(state, 2 * day, now)).toEqual({
    healthy: true,
    why: 'as planned',
    running: { runId: '01NOW', startedAt: '2026-10-03T11:59:59.000Z' },
    last: { runId: '01RUN', startedAt: '2026-10-03T02:00:00.000Z', endedAt: '2026-10-03T02:01:00.000Z', exit: 3 },
    lastSuccess: '2026-10-03T02:00:00.000Z',
    next: '2026-10-04T02:00:00.000Z',
  });
});
