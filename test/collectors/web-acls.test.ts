import { GetRuleGroupCommand, GetWebACLCommand, WAFV2Client, type Rule, type WebACL } from '@aws-sdk/client-wafv2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/web-acls.ts';
import { collectWith, target } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { edgeAclArn, webAclArn } from '../support/waf.ts';

const waf = mockClient(WAFV2Client);
const groupArn = 'arn:aws:wafv2:eu-west-1:111122223333:regional/rulegroup/shared/1';
const visibility = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const rule = (overrides: Partial<Rule>): Rule => ({
  Name: 'r',
  Priority: 0,
  VisibilityConfig: visibility,
  Statement: {},
  ...overrides,
});
const acl = (overrides: Partial<WebACL> = {}): WebACL => ({
  Name: 'fraud-api',
  Id: '1',
  ARN: webAclArn,
  DefaultAction: { Allow: {} },
  VisibilityConfig: visibility,
  ...overrides,
});
const rate = { Limit: 500, AggregateKeyType: 'IP' as const };
const reference = rule({
  Name: 'group',
  OverrideAction: { None: {} },
  Statement: { RuleGroupReferenceStatement: { ARN: groupArn } },
});
const inGroup = (...rules: Rule[]) => ({
  RuleGroup: { Name: 'shared', Id: '1', ARN: groupArn, Capacity: 1, VisibilityConfig: visibility, Rules: rules },
});
const rulesOf = async (rules: Rule[], more: Partial<WebACL> = {}) => {
  waf.on(GetWebACLCommand, { ARN: webAclArn }).resolves({ WebACL: acl({ Rules: rules, ...more }) });
  const { items } = await collectWith(collector, { targets: [target('web-acl', webAclArn)] });
  return items[0]?.details;
};

const managed = (name: string) => ({
  Name: name,
  Priority: 0,
  FirewallManagerStatement: {},
  OverrideAction: { None: {} },
  VisibilityConfig: visibility,
});

beforeEach(() => {
  waf.reset();
  waf.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('rules by priority, with what tells whom they meet', async () => {
  const details = await rulesOf([
    rule({
      Name: 'late',
      Priority: 9,
      Action: { Block: {} },
      Statement: {
        RateBasedStatement: {
          ...rate,
          EvaluationWindowSec: 60,
          ScopeDownStatement: { NotStatement: { Statement: { GeoMatchStatement: { CountryCodes: ['DE'] } } } },
        },
      },
    }),
    rule({
      Name: 'early',
      Priority: 1,
      Action: { Allow: {} },
      Statement: {
        AndStatement: {
          Statements: [
            {
              ByteMatchStatement: {
                SearchString: new TextEncoder().encode('/prod'),
                FieldToMatch: { UriPath: {} },
                TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
                PositionalConstraint: 'STARTS_WITH',
              },
            },
            {
              ByteMatchStatement: {
                SearchString: new TextEncoder().encode('hunter2'),
                FieldToMatch: { SingleHeader: { Name: 'x-origin' } },
                TextTransformations: [{ Priority: 0, Type: 'NONE' }],
                PositionalConstraint: 'EXACTLY',
              },
            },
          ],
        },
      },
    }),
  ]);
  expect(details).toMatchObject({
    value: {
      defaultAction: 'Allow',
      rules: [
        {
          name: 'early',
          action: 'Allow',
          statement: {
            kind: 'and',
            of: [
              { kind: 'path', text: '/prod', lowerCase: true },
              { kind: 'other', type: 'ByteMatchStatement' },
            ],
          },
        },
        {
          name: 'late',
          action: 'Block',
          statement: {
            kind: 'rate',
            limit: 500,
            windowSec: 60,
            scopeDown: { kind: 'not', of: { kind: 'other', type: 'GeoMatchStatement' } },
          },
        },
      ],
    },
  });
  expect(JSON.stringify(details)).not.toContain('hunter2');
});

test('a group of the account is read once, with its overrides', async () => {
  waf
    .on(GetRuleGroupCommand, { ARN: groupArn })
    .resolves(inGroup(rule({ Name: 'limit', Action: { Count: {} }, Statement: { RateBasedStatement: rate } })));
  const details = await rulesOf([
    rule({ ...reference, OverrideAction: { Count: {} } }),
    rule({
      Name: 'again',
      Priority: 1,
      Statement: {
        RuleGroupReferenceStatement: {
          ARN: groupArn,
          ExcludedRules: [{ Name: 'old' }],
          RuleActionOverrides: [{ Name: 'limit', ActionToUse: { Block: {} } }],
        },
      },
    }),
  ]);
  expect(details).toMatchObject({
    value: {
      rules: [
        { countOnly: true, statement: { kind: 'group', overrides: {}, rules: { value: [{ name: 'limit', action: 'Count' }] } } },
        { countOnly: false, statement: { overrides: { old: 'Count', limit: 'Block' } } },
      ],
    },
  });
  expect(waf.commandCalls(GetRuleGroupCommand)).toHaveLength(1);
});

test.for([
  ['gone', groupArn, 'WAFNonexistentItemException', { known: true, value: null }],
  ['denied', groupArn, 'AccessDeniedException', { gap: { reason: 'denied', action: 'wafv2:GetRuleGroup' } }],
  ['foreign, and not asked for', groupArn.replace('111122223333', '444455556666'), '', { gap: { reason: 'not-collected' } }],
] as const)('a group that is %s', async ([, arn, error, rules]) => {
  if (error !== '') waf.on(GetRuleGroupCommand).rejects(awsError(error));
  const details = await rulesOf([rule({ Statement: { RuleGroupReferenceStatement: { ARN: arn } } })]);
  expect(details).toMatchObject({ value: { rules: [{ statement: { kind: 'group', arn, rules } }] } });
});

test('groups of vendors and of Firewall Manager, first and last', async () => {
  const bought = rule({ Name: 'bought', Statement: { ManagedRuleGroupStatement: { VendorName: 'Fortinet', Name: 'api' } } });
  const details = await rulesOf([bought], {
    PreProcessFirewallManagerRuleGroups: [managed('first')],
    PostProcessFirewallManagerRuleGroups: [managed('last')],
  });
  expect(details).toMatchObject({
    value: {
      rules: [
        { name: 'first', statement: { vendor: 'Firewall Manager' } },
        { name: 'bought', statement: { kind: 'managed-group', vendor: 'Fortinet', name: 'api' } },
        { name: 'last' },
      ],
    },
  });
});

test('a denied web ACL, a deleted one, and one of another account, which is not asked for', async () => {
  const foreign = webAclArn.replace('111122223333', '444455556666');
  waf
    .on(GetWebACLCommand, { ARN: webAclArn })
    .rejects(awsError('AccessDeniedException'))
    .on(GetWebACLCommand, { ARN: edgeAclArn })
    .rejects(awsError('WAFNonexistentItemException'));
  const { items, gaps } = await collectWith(collector, {
    targets: [
      target('web-acl', webAclArn),
      target('web-acl', edgeAclArn),
      target('web-acl', foreign, { account: '444455556666' }),
    ],
  });
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    { name: 'fraud-api', details: { gap: { reason: 'denied', action: 'wafv2:GetWebACL' } } },
    { name: 'fraud-edge', details: { known: true, value: null } },
  ]);
});
