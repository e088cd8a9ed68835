import type { Rule, RuleGroup, WebACL } from '@aws-sdk/client-wafv2';
import { arnOf, type Place } from './place.ts';

/** Where a web ACL can be used. */
type Scope = 'regional' | 'global';

export function webAclArn(at: Place, name: string, id: string, scope: Scope = 'regional'): string {
  return arnOf(at, 'wafv2', `${scope}/webacl/${name}/${id}`);
}

/** A web ACL that lets through what no rule stops. */
export function webAcl(at: Place, name: string, id: string, Rules: Rule[], scope: Scope = 'regional'): WebACL {
  return {
    Name: name,
    Id: id,
    ARN: webAclArn(at, name, id, scope),
    DefaultAction: { Allow: {} },
    Rules,
    VisibilityConfig: visibility(name),
    Capacity: 700,
    ManagedByFirewallManager: false,
    LabelNamespace: `awswaf:${at.account}:webacl:${name}:`,
    RetrofittedByFirewallManager: false,
  };
}

export function ruleGroup(at: Place, name: string, id: string, Rules: Rule[]): RuleGroup {
  return { Name: name, Id: id, ARN: ruleGroupArn(at, name, id), Capacity: 50, Rules, VisibilityConfig: visibility(name) };
}

export function ruleGroupArn(at: Place, name: string, id: string): string {
  return arnOf(at, 'wafv2', `regional/rulegroup/${name}/${id}`);
}

/** At most `Limit` requests of one address in five minutes. */
export function rateRule(Priority: number, Limit: number, Action: NonNullable<Rule['Action']> = { Block: {} }): Rule {
  return {
    Name: 'limit-per-client',
    Priority,
    Statement: { RateBasedStatement: { Limit, EvaluationWindowSec: 300, AggregateKeyType: 'IP' } },
    Action,
    VisibilityConfig: visibility('limit-per-client'),
  };
}

/** AWS's rules against common attacks. */
export function commonRules(Priority: number): Rule {
  return {
    Name: 'common',
    Priority,
    Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
    OverrideAction: { None: {} },
    VisibilityConfig: visibility('common'),
  };
}

/** A group of the account's own or of another account. */
export function groupRule(Priority: number, ARN: string): Rule {
  return {
    Name: 'shared-rules',
    Priority,
    Statement: { RuleGroupReferenceStatement: { ARN } },
    OverrideAction: { None: {} },
    VisibilityConfig: visibility('shared-rules'),
  };
}

function visibility(MetricName: string): WebACL['VisibilityConfig'] {
  return { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName };
}
