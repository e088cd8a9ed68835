import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/event-rules.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const events = mockClient(EventBridgeClient);
const rule = (name: string) => ({
  Name: name,
  Arn: `arn:aws:events:${region}:${home.account}:rule/${name}`,
  State: 'ENABLED' as const,
  ScheduleExpression: 'rate(1 day)',
});

beforeEach(() => {
  events.reset();
  events.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('enabled rules with a schedule, of two pages, with all targets; others are not asked for theirs', async () => {
  events
    .on(ListRulesCommand)
    .resolves({ Rules: [rule('a'), { ...rule('off'), State: 'DISABLED' }], NextToken: 'more' })
    .on(ListRulesCommand, { NextToken: 'more' })
    .resolves({ Rules: [rule('b'), { ...rule('on-event'), ScheduleExpression: undefined, EventPattern: '{}' }] })
    .on(ListTargetsByRuleCommand, { Rule: 'a' })
    .resolves({ Targets: [{ Id: '1', Arn: 'arn:one' }], NextToken: 'more' })
    .on(ListTargetsByRuleCommand, { Rule: 'a', NextToken: 'more' })
    .resolves({ Targets: [{ Id: '2', Arn: 'arn:two' }] })
    .on(ListTargetsByRuleCommand, { Rule: 'b' })
    .rejects(awsError('AccessDeniedException'));
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    { name: 'a', expression: 'rate(1 day)', targets: { value: ['arn:one', 'arn:two'] } },
    { name: 'b', targets: { known: false, gap: { action: 'events:ListTargetsByRule' } } },
  ]);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  events
    .on(ListRulesCommand)
    .resolves({ Rules: [rule('a')], NextToken: 'more' })
    .on(ListRulesCommand, { NextToken: 'more' })
    .rejects(awsError('AccessDeniedException'))
    .on(ListTargetsByRuleCommand)
    .resolves({ Targets: [] });
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['a']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'events:ListRules' }]);
});
