import type { Gap } from '../core/fact.ts';
import { all, any, not, type Answer } from '../iam/conditions.ts';
import type { RateStatement, WafAction, WafRule, WafStatement, WebAclDetails } from '../inventory/waf.ts';

/** A rule that limits the requests of each client to a path. */
export interface RateLimit {
  /** Name of the rule, behind that of its group. */
  readonly rule: string;
  readonly action: WafAction;
  readonly statement: RateStatement;
  /** Requests in 5 minutes. */
  readonly per5Min: number;
}

export interface RateLimits {
  readonly limits: readonly RateLimit[];
  /** Rate-based rules that do not limit clients, and why, in words. */
  readonly failures: readonly { readonly statement: RateStatement; readonly why: string }[];
  /** Groups that could hold such a rule, and cannot be read. */
  readonly unread: readonly Gap[];
}

/** A rule as it works: groups are opened, and their overrides are applied. */
interface EffectiveRule {
  readonly name: string;
  readonly action: WafAction | null;
  readonly statement: WafStatement | Gap;
}

/** Which rules of a web ACL limit the requests of each client to a path (`*` stands for what is not fixed). */
export function rateLimits(
  acl: WebAclDetails,
  path: string,
  { max, place }: { readonly max: number; readonly place: Pick<Gap, 'account' | 'region'> },
): RateLimits {
  const limits: RateLimit[] = [];
  const failures: RateLimits['failures'][number][] = [];
  const unread: Gap[] = [];
  let shadow: string | null = null;
  for (const { name, action, statement } of acl.rules.flatMap((rule) => effective(rule, place))) {
    if ('reason' in statement) {
      if (shadow === null) unread.push(statement);
    } else if (statement.kind === 'rate') {
      const why = whyNot(statement, { action, path, max, shadow });
      if (why === null) limits.push({ rule: name, action: action ?? '', statement, per5Min: per5Min(statement) });
      else failures.push({ statement, why: `${name} ${why}` });
    } else if (action === 'Allow' && matchesPath(statement, path) === 'yes') {
      shadow ??= name;
    }
  }
  return { limits, failures, unread };
}

/** A limit over 5 minutes; without a window AWS WAF looks back over just that. */
function per5Min({ limit, windowSec }: RateStatement): number {
  return (limit * 300) / (windowSec ?? 300);
}

interface Judged {
  readonly action: WafAction | null;
  readonly path: string;
  readonly max: number;
  /** An earlier rule that lets every request to the path through. */
  readonly shadow: string | null;
}

function whyNot(statement: RateStatement, { action, path, max, shadow }: Judged): string | null {
  const { aggregateKeyType, customKeys, scopeDown } = statement;
  if (shadow !== null) return `never runs for the model: ${shadow} allows every request to it before (shadowed)`;
  if (action === null || !['Block', 'Challenge', 'Captcha'].includes(action))
    return `stops nobody: its action is ${action ?? 'none'}`;
  if (aggregateKeyType === 'CONSTANT') return 'counts the requests of all clients together';
  if (aggregateKeyType === 'CUSTOM_KEYS' && customKeys.every((key) => key === 'HTTPMethod' || key === 'UriPath'))
    return `counts by ${customKeys.join(' and ')}, which tells no client from another`;
  if (scopeDown !== null && matchesPath(scopeDown, path) === 'no') return `leaves out ${path}, where the model is`;
  if (per5Min(statement) > max) return `lets through ${per5Min(statement)} requests in 5 minutes, above ${max}`;
  return null;
}

function effective(rule: WafRule, place: Pick<Gap, 'account' | 'region'>): readonly EffectiveRule[] {
  const { name, action, countOnly, statement } = rule;
  if (statement.kind === 'managed-group') {
    // The rules of AWS's own groups are published: none of them is a limit that can be set.
    if (countOnly || statement.vendor === 'AWS') return [];
    return [{ name, action, statement: notReadable(statement, place) }];
  }
  if (statement.kind !== 'group') return [{ name, action, statement }];
  const { rules, overrides } = statement;
  if (!rules.known) return countOnly ? [] : [{ name, action, statement: rules.gap }];
  return (rules.value ?? []).flatMap((inner) =>
    effective(inner, place).map((one) => ({
      ...one,
      name: `${name}/${one.name}`,
      action: countOnly ? 'Count' : Object.hasOwn(overrides, inner.name) ? (overrides[inner.name] ?? null) : one.action,
    })),
  );
}

function notReadable(
  { vendor, name }: { readonly vendor: string; readonly name: string },
  { account, region }: Pick<Gap, 'account' | 'region'>,
): Gap {
  return {
    reason: 'not-collected',
    operation: 'wafv2:GetRuleGroup',
    action: 'wafv2:GetRuleGroup',
    account,
    region,
    error: 'NotReadable',
    detail: `the rules of the group ${name} of ${vendor} are not for the account to read`,
  };
}

/** Whether every request to a path matches, none does, or it depends on what else the client sends. */
export function matchesPath(statement: WafStatement, path: string): Answer {
  switch (statement.kind) {
    case 'and':
      return all(statement.of.map((one) => matchesPath(one, path)));
    case 'or':
      return any(statement.of.map((one) => matchesPath(one, path)));
    case 'not':
      return not(matchesPath(statement.of, path));
    case 'size':
      if (statement.size !== 0) return 'unknown';
      return statement.operator === 'GE' ? 'yes' : statement.operator === 'LT' ? 'no' : 'unknown';
    case 'path':
      return holdsText(statement.lowerCase ? path.toLowerCase() : path, statement.position, statement.text);
    case 'rate':
    case 'group':
    case 'managed-group':
    case 'other':
      return 'unknown';
  }
}

function holdsText(path: string, position: string, text: string): Answer {
  const parts = path.split('*');
  const [head = '', tail = ''] = [parts[0], parts.at(-1)];
  const fixed = parts.length === 1;
  const starts = sides(head.startsWith(text), fixed ? false : text.startsWith(head));
  const ends = sides(tail.endsWith(text), fixed ? false : text.endsWith(tail));
  switch (position) {
    case 'STARTS_WITH':
      return starts;
    case 'ENDS_WITH':
      return ends;
    case 'EXACTLY':
      if (fixed) return path === text ? 'yes' : 'no';
      return text.startsWith(head) && text.endsWith(tail) ? 'unknown' : 'no';
    case 'CONTAINS':
      return sides(
        parts.some((part) => part.includes(text)),
        !fixed,
      );
    default:
      return fixed && !path.includes(text) ? 'no' : 'unknown';
  }
}

function sides(sure: boolean, possible: boolean): Answer {
  return sure ? 'yes' : possible ? 'unknown' : 'no';
}
