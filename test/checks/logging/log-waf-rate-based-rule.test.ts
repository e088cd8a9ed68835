import { expect, test } from 'vitest';
import check from '../../../checks/logging/log-waf-rate-based-rule.ts';
import { denied, run, runWith, told } from '../../support/inventory.ts';
import { aGroup, aPath, aRate, aRule, aWebAcl, edgeAclArn, theStage } from '../../support/waf.ts';

const rate = (overrides: Parameters<typeof aRate>[0]) => aRule({ statement: aRate(overrides) });
const managed = (vendor: string, countOnly = false) =>
  aRule({ name: 'bought', action: null, countOnly, statement: { kind: 'managed-group', vendor, name: 'Limits' } });
const allow = (statement: ReturnType<typeof aPath>, priority = 0) =>
  aRule({ name: 'trusted', priority, action: 'Allow', statement });
const everything = { kind: 'size', operator: 'GE', size: 0 } as const;

test.for([
  ['a limit by address', aWebAcl([aRule()]), 'PASS'],
  [
    'a limit by forwarded address',
    aWebAcl([rate({ aggregateKeyType: 'FORWARDED_IP', forwardedHeader: 'X-Forwarded-For' })]),
    'PASS',
  ],
  ['a limit by custom keys', aWebAcl([rate({ aggregateKeyType: 'CUSTOM_KEYS', customKeys: ['IP', 'Header'] })]), 'PASS'],
  ['a challenge', aWebAcl([aRule({ action: 'Challenge' })]), 'PASS'],
  ['a captcha', aWebAcl([aRule({ action: 'Captcha' })]), 'PASS'],
  ['a limit inside a group', aWebAcl([aGroup(told([aRule()]))]), 'PASS'],
  ['no rate-based rule', aWebAcl([aRule({ statement: aPath('/admin') })]), 'FAIL'],
  ['no rule at all', aWebAcl([]), 'FAIL'],
  ['a rule that only counts', aWebAcl([aRule({ action: 'Count' })]), 'FAIL'],
  ['one limit for all clients together', aWebAcl([rate({ aggregateKeyType: 'CONSTANT' })]), 'FAIL'],
  ['custom keys that tell no client', aWebAcl([rate({ aggregateKeyType: 'CUSTOM_KEYS', customKeys: ['HTTPMethod'] })]), 'FAIL'],
  ['a limit above the parameter', aWebAcl([rate({ limit: 2001 })]), 'FAIL'],
  ['a limit at the parameter', aWebAcl([rate({ limit: 2000 })]), 'PASS'],
  ['a scope that leaves the model out', aWebAcl([rate({ scopeDown: aPath('/prod/login') })]), 'FAIL'],
  [
    'a scope that is all but the model',
    aWebAcl([rate({ scopeDown: { kind: 'not', of: aPath('/prod/predict', 'EXACTLY') } })]),
    'FAIL',
  ],
  ['a scope that has the model', aWebAcl([rate({ scopeDown: aPath('/prod/') })]), 'PASS'],
  ['a scope that depends on the client', aWebAcl([rate({ scopeDown: { kind: 'other', type: 'GeoMatchStatement' } })]), 'PASS'],
  [
    'a scope when the path is not known',
    aWebAcl([rate({ scopeDown: aPath('/login') })], { protects: [{ ...theStage, path: '*' }] }),
    'PASS',
  ],
  ['a web ACL that we may not read', aWebAcl(denied('wafv2:GetWebACL')), 'UNKNOWN'],
  ['a group that we may not read', aWebAcl([aGroup(denied('wafv2:GetRuleGroup'))]), 'UNKNOWN'],
  ['a group that we may not read, beside a limit', aWebAcl([aGroup(denied('wafv2:GetRuleGroup')), aRule()]), 'PASS'],
  ['a group of Firewall Manager', aWebAcl([managed('Firewall Manager')]), 'UNKNOWN'],
  ['a group of the Marketplace', aWebAcl([managed('Fortinet')]), 'UNKNOWN'],
  ['a group of AWS, whose rules are published', aWebAcl([managed('AWS')]), 'FAIL'],
  ['a group that has been deleted', aWebAcl([aGroup(told(null))]), 'FAIL'],
  ['a web ACL that has been deleted', aWebAcl(told(null)), 'NOT_APPLICABLE'],
  ['edge 1: 300 in a minute', aWebAcl([rate({ limit: 300, windowSec: 60 })]), 'PASS'],
  ['edge 1: 500 in a minute', aWebAcl([rate({ limit: 500, windowSec: 60 })]), 'FAIL'],
  ['edge 1: 4000 in ten minutes', aWebAcl([rate({ limit: 4000, windowSec: 600 })]), 'PASS'],
  ['edge 1: 801 in two minutes', aWebAcl([rate({ limit: 801, windowSec: 120 })]), 'FAIL'],
  [
    'edge 2: an address behind CloudFront',
    aWebAcl([aRule()], { protects: [{ ...theStage, proxy: 'arn:aws:cloudfront::1:distribution/E' }] }),
    'PASS',
  ],
  ['edge 3: a group that is set to Count', aWebAcl([aGroup(told([aRule()]), { countOnly: true })]), 'FAIL'],
  [
    'edge 3: a group that is set to Count and that we may not read',
    aWebAcl([aGroup(denied('wafv2:GetRuleGroup'), { countOnly: true })]),
    'FAIL',
  ],
  ['edge 3: a Marketplace group that is set to Count', aWebAcl([managed('Fortinet', true)]), 'FAIL'],
  ['edge 3: a rule of a group that is overridden to Count', aWebAcl([aGroup(told([aRule()]), {}, { limit: 'Count' })]), 'FAIL'],
  [
    'edge 3: a counting rule of a group that is overridden to Block',
    aWebAcl([aGroup(told([aRule({ action: 'Count' })]), {}, { limit: 'Block' })]),
    'PASS',
  ],
  ['edge 4: everything allowed before', aWebAcl([allow(everything), aRule()]), 'FAIL'],
  ['edge 4: the path allowed before', aWebAcl([allow(aPath('/prod')), aRule()]), 'FAIL'],
  ['edge 4: something allowed before', aWebAcl([allow({ kind: 'other', type: 'IPSetReferenceStatement' }), aRule()]), 'PASS'],
  ['edge 4: another path allowed before', aWebAcl([allow(aPath('/prod/health')), aRule()]), 'PASS'],
  ['edge 4: everything allowed after', aWebAcl([aRule(), allow(everything, 20)]), 'PASS'],
  ['edge 4: everything counted before', aWebAcl([{ ...allow(everything), action: 'Count' }, aRule()]), 'PASS'],
  [
    'edge 4: everything allowed before a group that we may not read',
    aWebAcl([allow(everything), aGroup(denied('wafv2:GetRuleGroup'))]),
    'FAIL',
  ],
  [
    'one of two paths without a limit',
    aWebAcl([rate({ scopeDown: aPath('/prod/predict') })], { protects: [theStage, { ...theStage, path: '/prod/score' }] }),
    'FAIL',
  ],
] as const)('%s is %s', ([, acl, status]) => {
  expect(check.evaluate(acl, {}, run).status).toBe(status);
});

test('the limit is a parameter', () => {
  expect(check.evaluate(aWebAcl([aRule()]), {}, runWith({ wafMaxRatePer5Min: 499 })).status).toBe('FAIL');
});

test('edge 1: a window that is left out is shown as the default', () => {
  expect(check.evaluate(aWebAcl([aRule()]), {}, run).evidence).toMatchObject([
    { operation: 'wafv2:GetWebACL', field: 'RateBasedStatement.Limit', value: 500 },
    { field: 'RateBasedStatement.EvaluationWindowSec', value: null, note: 'defaulted: 300 seconds' },
    { field: 'RateBasedStatement.AggregateKeyType', value: 'IP' },
    { field: 'Rule.Action', value: 'Block', note: 'limit' },
  ]);
});

test('edge 2: the evidence says whose address is counted behind CloudFront', () => {
  const acl = aWebAcl([aRule()], { protects: [{ ...theStage, proxy: 'arn:aws:cloudfront::1:distribution/E' }] });
  expect(check.evaluate(acl, {}, run).evidence[2]?.note).toContain('FORWARDED_IP');
});

test('edge 4: the reason is shadowed', () => {
  expect(check.evaluate(aWebAcl([allow(everything), aRule()]), {}, run).message).toContain(
    'trusted allows every request to it before (shadowed)',
  );
});

test('the fix names the web ACL, its scope and its default action', () => {
  expect(check.fix(aWebAcl([])).command).toBe(
    'aws wafv2 update-web-acl --region eu-west-1 --scope REGIONAL --name fraud-api --id 11111111-2222-4333-8444-000000000001 --lock-token LOCK_TOKEN --default-action ' +
      "'Allow={}' --visibility-config SampledRequestsEnabled=true,CloudWatchMetricsEnabled=true,MetricName=fraud-api --rules file://rules.json",
  );
  expect(check.fix(aWebAcl([], { arn: edgeAclArn })).command).toContain(
    '--region us-east-1 --scope CLOUDFRONT --name fraud-edge',
  );
});
