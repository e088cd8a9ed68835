import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { intervalHours } from '../../src/lineage/schedule-expression.ts';

const day = 24;

test.for([
  ['rate(10 days)', 10 * day],
  ['rate(1 day)', day],
  ['rate(4 hours)', 4],
  ['rate(1 hour)', 1],
  ['rate(30 minutes)', 0.5],
  ['Rate( 4  Hours )', 4],
  ['cron(0 * ? * * *)', 1],
  ['cron(0 0 ? * * *)', day],
  ['cron(0 23 ? * * *)', day],
  ['cron(0 0/2 ? * * *)', 2],
  ['cron(0 17/12 ? * * *)', day],
  ['cron(0 */8 * * ? *)', 8],
  ['cron(0 0/7 ? * * *)', 7],
  ['cron(15 8,20 * * ? *)', 12],
  ['cron(0/15 * * * ? *)', 0.25],
  ['cron(0 8-18 * * ? *)', 14],
  ['cron(0 22-2 * * ? *)', 20],
  ['cron(0 8 1 * ? *)', 31 * day],
  ['cron(0 8 1,15 * ? *)', 17 * day],
  ['cron(0 8 25/10 * ? *)', 31 * day],
  ['cron(0 8 L * ? *)', 31 * day],
  ['cron(0 8 LW * ? *)', 33 * day],
  ['cron(0 8 15W * ? *)', 32 * day],
  ['cron(0 8 ? * SUN *)', 7 * day],
  ['cron(0 8 ? * 1 *)', 7 * day],
  ['cron(0 8 ? * MON-FRI *)', 3 * day],
  ['cron(0 8 ? * mon,thu *)', 4 * day],
  ['cron(0 8 ? * L *)', 7 * day],
  ['cron(0 8 ? * 6L *)', 35 * day],
  ['cron(0 8 ? * SUN#1 *)', 35 * day],
  ['cron(0 8 1 1/3 ? *)', 92 * day],
  ['cron(0 8 1 JAN,JUL ? *)', 184 * day],
  ['cron(0 8 1 1 ? *)', 366 * day],
] as const)('%s runs at least every %d hours', ([expression, hours]) => {
  expect(intervalHours(expression)).toBe(hours);
});

test.for([
  ['cron(0 * ? * * *)', 1],
  ['cron(0 14 ? * * *)', 24],
  ['cron(0 17/12 ? * * *)', 12],
  ['cron(0 3/6 ? * * *)', 6],
  ['cron(0 0/24 ? * * *)', 24],
] as const)('Model Monitor: %s runs every %d hours', ([expression, hours]) => {
  expect(intervalHours(expression, 'model-monitor')).toBe(hours);
});

test.for(['NOW', 'now', 'at(2026-11-20T13:00:00)'])('%s runs once', (expression) => {
  expect(intervalHours(expression)).toBe('once');
});

test.for([
  '',
  'daily',
  'rate(0 days)',
  'rate(-1 days)',
  'rate(1 week)',
  'cron()',
  'cron(0 8 * * *)',
  'cron(0 8 1 * ? 2026)',
  'cron(0 8 1 * MON *)',
  'cron(0 [0-23] ? * * *)',
  'cron(60 * * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0 8 0 * ? *)',
  'cron(0 8 31 2 ? *)',
  'cron(0 8 ? 13 * *)',
  'cron(0 8 ? * FUN *)',
  'cron(0 */0 * * ? *)',
])('%s is not understood', (expression) => {
  expect(intervalHours(expression)).toBeNull();
});

test('no text makes it throw, and every interval is above zero', () => {
  const field = fc.constantFrom('*', '?', '0', '5', '1-5', '1/3', 'L', 'MON', '6#3', '3W', '*/2', 'x', '');
  const cron = fc.array(field, { minLength: 5, maxLength: 7 }).map((fields) => `cron(${fields.join(' ')})`);
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), cron),
      fc.constantFrom('cron' as const, 'model-monitor' as const),
      (expression, dialect) => {
        const hours = intervalHours(expression, dialect);
        expect(hours).toSatisfy((value) => typeof value !== 'number' || value > 0);
      },
    ),
  );
});
