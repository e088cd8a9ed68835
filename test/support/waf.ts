import type { Fact } from '../../src/core/fact.ts';
import type { GroupStatement, RateStatement, WafRule, WebAclDetails } from '../../src/inventory/waf.ts';
import type { ModelWebAcl, ProtectedPath } from '../../src/lineage/model-web-acls.ts';
import { home, region, told } from './inventory.ts';

export const webAclArn = `arn:aws:wafv2:${region}:${home.account}:regional/webacl/fraud-api/11111111-2222-4333-8444-000000000001`;
export const edgeAclArn = `arn:aws:wafv2:us-east-1:${home.account}:global/webacl/fraud-edge/11111111-2222-4333-8444-000000000002`;
export const classicAclArn = `arn:aws:waf-regional:${region}:${home.account}:webacl/11111111-2222-4333-8444-000000000003`;

export function aRate(overrides: Partial<RateStatement> = {}): RateStatement {
  return {
    kind: 'rate',
    limit: 500,
    windowSec: null,
    aggregateKeyType: 'IP',
    customKeys: [],
    forwardedHeader: null,
    scopeDown: null,
    ...overrides,
  };
}

export function aRule(overrides: Partial<WafRule> = {}): WafRule {
  return { name: 'limit', priority: 10, action: 'Block', countOnly: false, statement: aRate(), ...overrides };
}

/** A reference to a group of rules. */
export function aGroup(
  rules: GroupStatement['rules'],
  overrides: Partial<WafRule> = {},
  byRule: Record<string, string> = {},
): WafRule {
  const arn = `arn:aws:wafv2:${region}:${home.account}:regional/rulegroup/shared/11111111-2222-4333-8444-000000000004`;
  return aRule({ name: 'shared', action: null, statement: { kind: 'group', arn, overrides: byRule, rules }, ...overrides });
}

export function aPath(text: string, position = 'STARTS_WITH'): WafRule['statement'] {
  return { kind: 'path', position, text, lowerCase: false };
}

export const theStage: ProtectedPath = {
  stage: `arn:aws:apigateway:${region}::/restapis/a1b2c3d4e5/stages/prod`,
  path: '/prod/predict',
  proxy: null,
};

/** A web ACL with these rules in front of `/prod/predict`. */
export function aWebAcl(
  rules: readonly WafRule[] | Fact<WebAclDetails | null>,
  overrides: Partial<ModelWebAcl> = {},
): ModelWebAcl {
  return {
    arn: webAclArn,
    type: 'AWS::WAFv2::WebACL',
    name: 'fraud-api',
    account: home.account,
    region,
    protects: [theStage],
    details: 'known' in rules ? rules : told({ defaultAction: 'Allow', rules }, 'wafv2:GetWebACL'),
    ...overrides,
  };
}
