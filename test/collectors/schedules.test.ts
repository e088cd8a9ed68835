import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/schedules.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const scheduler = mockClient(SchedulerClient);
const schedule = (name: string) => ({
  Name: name,
  Arn: `arn:aws:scheduler:${region}:${home.account}:schedule/default/${name}`,
  State: 'ENABLED' as const,
  Target: { Arn: `arn:${name}` },
});

beforeEach(() => {
  scheduler.reset();
  scheduler.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('enabled schedules of two pages', async () => {
  scheduler
    .on(ListSchedulesCommand, { State: 'ENABLED' })
    .resolves({ Schedules: [schedule('a')], NextToken: 'more' })
    .on(ListSchedulesCommand, { State: 'ENABLED', NextToken: 'more' })
    .resolves({ Schedules: [schedule('b'), { ...schedule('off'), State: 'DISABLED' }] });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    { name: 'a', expression: null, targets: { value: ['arn:a'] } },
    { name: 'b', targets: { value: ['arn:b'] } },
  ]);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  scheduler
    .on(ListSchedulesCommand)
    .resolves({ Schedules: [schedule('a')], NextToken: 'more' })
    .on(ListSchedulesCommand, { NextToken: 'more' })
    .rejects(awsError('AccessDeniedException'));
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['a']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'scheduler:ListSchedules' }]);
});
