import type {
  FirewallManagerRuleGroup,
  Rule,
  RuleAction,
  RuleActionOverride,
  ExcludedRule,
  Statement,
} from '@aws-sdk/client-wafv2';
import type { WafAction, WafRule, WafStatement } from '../../inventory/waf.ts';

/** The rules as AWS gives them, by ascending priority. Rules of groups are read by `group`. */
export async function toRules(rules: readonly Rule[], group: ReadGroup): Promise<readonly WafRule[]> {
  const all = rules.map(async (rule): Promise<WafRule> => ({
    name: rule.Name ?? '',
    priority: rule.Priority ?? 0,
    action: actionOf(rule.Action),
    countOnly: rule.OverrideAction?.Count !== undefined,
    statement: await toStatement(rule.Statement, group),
  }));
  return (await Promise.all(all)).toSorted((a, b) => a.priority - b.priority);
}

/** Fetches the rules of a group of this account. */
export type ReadGroup = (arn: string) => Promise<Extract<WafStatement, { kind: 'group' }>['rules']>;

/** Groups that Firewall Manager puts before or after the own rules: their rules belong to the administrator's account. */
export function toManagerRules(groups: readonly FirewallManagerRuleGroup[]): readonly WafRule[] {
  return groups
    .map(({ Name: name = '', Priority: priority = 0, OverrideAction: override }): WafRule => ({
      name,
      priority,
      action: null,
      countOnly: override?.Count !== undefined,
      statement: { kind: 'managed-group', vendor: 'Firewall Manager', name },
    }))
    .toSorted((a, b) => a.priority - b.priority);
}

/** The name of the one member that is set. */
export function actionOf(action: RuleAction | undefined): WafAction | null {
  return memberOf(action)?.[0] ?? null;
}

async function toStatement(statement: Statement | undefined, group: ReadGroup): Promise<WafStatement> {
  const { AndStatement: and, OrStatement: or, NotStatement: not, RateBasedStatement: rate } = statement ?? {};
  const all = async (list: readonly Statement[] = []) => await Promise.all(list.map((one) => toStatement(one, group)));
  if (and !== undefined) return { kind: 'and', of: await all(and.Statements) };
  if (or !== undefined) return { kind: 'or', of: await all(or.Statements) };
  if (not !== undefined) return { kind: 'not', of: await toStatement(not.Statement, group) };
  if (rate?.Limit !== undefined) {
    return {
      kind: 'rate',
      limit: rate.Limit,
      windowSec: rate.EvaluationWindowSec ?? null,
      aggregateKeyType: rate.AggregateKeyType ?? '',
      customKeys: (rate.CustomKeys ?? []).map((key) => memberOf(key)?.[0] ?? ''),
      forwardedHeader: rate.ForwardedIPConfig?.HeaderName ?? null,
      scopeDown: rate.ScopeDownStatement === undefined ? null : await toStatement(rate.ScopeDownStatement, group),
    };
  }
  const { RuleGroupReferenceStatement: reference, ManagedRuleGroupStatement: managed } = statement ?? {};
  if (reference?.ARN !== undefined) {
    const overrides = overridesOf(reference.RuleActionOverrides, reference.ExcludedRules);
    return { kind: 'group', arn: reference.ARN, overrides, rules: await group(reference.ARN) };
  }
  if (managed !== undefined) return { kind: 'managed-group', vendor: managed.VendorName ?? '', name: managed.Name ?? '' };
  return toMatch(statement);
}

/** Excluded rules are the older way to make rules count only. */
function overridesOf(
  overrides: readonly RuleActionOverride[] = [],
  excluded: readonly ExcludedRule[] = [],
): Readonly<Record<string, WafAction>> {
  return Object.fromEntries([
    ...excluded.map(({ Name: name = '' }): [string, WafAction] => [name, 'Count']),
    ...overrides.map(({ Name: name = '', ActionToUse: action }): [string, WafAction] => [name, actionOf(action) ?? '']),
  ]);
}

function toMatch(statement: Statement | undefined): WafStatement {
  const { ByteMatchStatement: bytes, SizeConstraintStatement: size } = statement ?? {};
  const steps = (bytes?.TextTransformations ?? []).map(({ Type: type }) => type);
  const plain =
    steps.every((step) => step === 'NONE' || step === 'LOWERCASE') && bytes?.PreParseTextTransformations === undefined;
  if (bytes?.FieldToMatch?.UriPath !== undefined && bytes.SearchString !== undefined && plain) {
    const text = new TextDecoder().decode(bytes.SearchString);
    return { kind: 'path', position: bytes.PositionalConstraint ?? '', text, lowerCase: steps.includes('LOWERCASE') };
  }
  if (size?.Size !== undefined) return { kind: 'size', operator: size.ComparisonOperator ?? '', size: size.Size };
  return { kind: 'other', type: memberOf(statement)?.[0] ?? 'nothing' };
}

function memberOf(union: object | undefined): readonly [string, unknown] | undefined {
  return Object.entries(union ?? {}).find(([, value]) => value !== undefined);
}
