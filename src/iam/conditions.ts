import { arnMatches, arnParts, tiesToPrincipal, valueMatches } from './match.ts';
import type { ConditionEntry } from './parse.ts';

export type Answer = 'yes' | 'no' | 'unknown';

/** Whether a Condition block really keeps callers out (catalogue 3.6 rules 4 and 5). */
export type Strength = 'narrows' | 'does-not-narrow' | 'unknown';

/** What is known of the requests in question. */
export interface ConditionContext {
  /** In an identity policy the caller is fixed: a condition about him is always true or never, it narrows nothing. */
  readonly policy: 'identity' | 'resource';
  /** Lower-case key to its values in every such request; `null` where no such request has the key. */
  readonly values: ReadonlyMap<string, readonly string[] | null>;
  /** Start of the scan, ms since the epoch; `null` leaves every date open. */
  readonly now: number | null;
  /** Whether the caller may set the tags that a condition on resource tags relies on. */
  readonly settableTags: () => Answer;
}

type Kind = 'string' | 'like' | 'arn' | 'bool' | 'ip' | 'number' | 'binary' | 'null';
type Order = 'equal' | 'less' | 'greater';

interface Base {
  readonly kind: Kind;
  readonly negated: boolean;
  readonly order: Order;
  /** Without regard to case. */
  readonly fold: boolean;
}

interface Operator extends Base {
  readonly quantifier: 'all' | 'any' | null;
  readonly ifExists: boolean;
}

const bases: ReadonlyMap<string, Base> = new Map([
  base('StringEquals', 'string'),
  base('StringEqualsIgnoreCase', 'string', { fold: true }),
  base('StringNotEquals', 'string', { negated: true }),
  base('StringNotEqualsIgnoreCase', 'string', { negated: true, fold: true }),
  base('StringLike', 'like'),
  base('StringNotLike', 'like', { negated: true }),
  base('ArnEquals', 'arn'),
  base('ArnLike', 'arn'),
  base('ArnNotEquals', 'arn', { negated: true }),
  base('ArnNotLike', 'arn', { negated: true }),
  base('Bool', 'bool', { fold: true }),
  base('IpAddress', 'ip'),
  base('NotIpAddress', 'ip', { negated: true }),
  base('BinaryEquals', 'binary'),
  base('Null', 'null'),
  ...['Numeric', 'Date'].flatMap((type) => [
    base(`${type}Equals`, 'number'),
    base(`${type}NotEquals`, 'number', { negated: true }),
    base(`${type}LessThan`, 'number', { order: 'less' }),
    base(`${type}LessThanEquals`, 'number', { order: 'less' }),
    base(`${type}GreaterThan`, 'number', { order: 'greater' }),
    base(`${type}GreaterThanEquals`, 'number', { order: 'greater' }),
  ]),
]);

function base(name: string, kind: Kind, rest: Partial<Base> = {}): readonly [string, Base] {
  return [name.toLowerCase(), { kind, negated: false, order: 'equal', fold: false, ...rest }];
}

/** `null` for an operator that the grammar does not know. */
function operatorOf(written: string): Operator | null {
  const [, quantifier, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/i.exec(written) ?? [];
  const found = bases.get(name.toLowerCase());
  if (found === undefined || (found.kind === 'null' && ifExists !== undefined)) return null;
  const every = quantifier?.toLowerCase() === 'forallvalues';
  return { ...found, quantifier: quantifier === undefined ? null : every ? 'all' : 'any', ifExists: ifExists !== undefined };
}

const always = ['aws:currenttime', 'aws:epochtime', 'aws:securetransport'];
/** Keys that every request has: IfExists and ForAllValues change nothing there. */
const alwaysPresent = {
  resource: new Set(always),
  identity: new Set([...always, 'aws:principalarn', 'aws:principalaccount', 'aws:principaltype', 'aws:userid']),
} as const satisfies Record<ConditionContext['policy'], ReadonlySet<string>>;

/** Whether the block is true for every request in question; an empty one is. */
export function conditionHolds(conditions: readonly ConditionEntry[], context: ConditionContext): Answer {
  return all(conditions.map((entry) => entryHolds(entry, context)));
}

/** Whether the block of an Allow narrows whom or what it reaches. One narrowing entry is enough: the entries are joined by AND. */
export function conditionStrength(conditions: readonly ConditionEntry[], context: ConditionContext): Strength {
  const strengths = conditions.map((entry) => entryStrength(entry, conditions, context));
  if (strengths.includes('narrows')) return 'narrows';
  return strengths.includes('unknown') ? 'unknown' : 'does-not-narrow';
}

/** Kleene's AND. */
export function all(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

/** Kleene's OR. */
export function any(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

/** Kleene's NOT. */
export function not(answer: Answer): Answer {
  return answer === 'unknown' ? 'unknown' : answer === 'yes' ? 'no' : 'yes';
}

function entryHolds(entry: ConditionEntry, context: ConditionContext): Answer {
  const operator = operatorOf(entry.operator);
  if (operator === null || entry.values.length === 0) return 'unknown';
  const key = entry.key.toLowerCase();
  const values = context.values.get(key);
  const present = values === undefined ? alwaysPresent[context.policy].has(key) : values !== null;
  if (operator.kind === 'null') return nullHolds(entry, values === null ? 'no' : present ? 'yes' : 'unknown');
  if (values === null) return trueWhenMissing(operator) ? 'yes' : 'no';
  if (isTime(key)) return timeHolds(entry, operator, context.now);
  if (values === undefined) return unseenHolds(entry, operator, present);
  const each = values.map((value) => {
    const matched = any(entry.values.map((wanted) => matches(operator, wanted, value)));
    return operator.negated ? not(matched) : matched;
  });
  return operator.quantifier === 'any' ? any(each) : all(each);
}

function nullHolds(entry: ConditionEntry, present: Answer): Answer {
  const wanted = new Set(entry.values.map((value) => value.toLowerCase()));
  if ([...wanted].some((value) => value !== 'true' && value !== 'false')) return 'unknown';
  if (wanted.size === 2) return 'yes';
  return wanted.has('false') ? present : not(present);
}

/** Rule 4: negated operators, IfExists and ForAllValues are true when the key is missing; ForAnyValue is not. */
function trueWhenMissing(operator: Operator): boolean {
  return operator.ifExists || operator.quantifier === 'all' || (operator.negated && operator.quantifier !== 'any');
}

/** A key whose value nobody knows here: decided only where every value gives the same. */
function unseenHolds(entry: ConditionEntry, operator: Operator, present: boolean): Answer {
  if (!takesEverything(entry, operator)) return 'unknown';
  if (operator.negated) return present ? 'no' : 'unknown';
  return present || trueWhenMissing(operator) ? 'yes' : 'unknown';
}

function takesEverything(entry: ConditionEntry, operator: Operator): boolean {
  const values = entry.values.map((value) => value.toLowerCase());
  const { kind } = operator;
  if (kind === 'like' || kind === 'arn') return values.some((value) => /^\*+$/.test(value));
  if (kind === 'bool') return values.includes('true') && values.includes('false');
  return kind === 'ip' && values.includes('0.0.0.0/0') && values.includes('::/0');
}

function matches(operator: Operator, wanted: string, value: string): Answer {
  if (wanted.includes('${')) return 'unknown';
  const [a, b] = operator.fold ? [wanted.toLowerCase(), value.toLowerCase()] : [wanted, value];
  const { kind } = operator;
  if (kind === 'string' || kind === 'bool') return a === b ? 'yes' : 'no';
  if (kind === 'like') return valueMatches(a, b) ? 'yes' : 'no';
  if (kind === 'arn') return arnMatches(a, b) ? 'yes' : 'no';
  return 'unknown';
}

function isTime(key: string): boolean {
  return key === 'aws:currenttime' || key === 'aws:epochtime';
}

/** A date that far ahead is none: five years, in ms. */
const farFuture = 5 * 366 * 86_400_000;

/** Whether the condition on the clock is true now and stays so: an end soon, or a start to come, decides nothing. */
function timeHolds(entry: ConditionEntry, operator: Operator, now: number | null): Answer {
  if (now === null || operator.kind !== 'number') return 'unknown';
  return any(
    entry.values.map((value): Answer => {
      const moment = momentOf(value);
      if (Number.isNaN(moment)) return 'unknown';
      if (operator.order === 'less') return moment < now ? 'no' : moment > now + farFuture ? 'yes' : 'unknown';
      if (operator.order === 'greater') return moment <= now ? 'yes' : moment > now + farFuture ? 'no' : 'unknown';
      return operator.negated ? 'yes' : 'no';
    }),
  );
}

/** ISO 8601, or seconds since the epoch. */
function momentOf(value: string): number {
  return /^\d{5,}(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}

function entryStrength(entry: ConditionEntry, block: readonly ConditionEntry[], context: ConditionContext): Strength {
  const decided = entryHolds(entry, context);
  if (decided !== 'unknown') return decided === 'yes' ? 'does-not-narrow' : 'narrows';
  const operator = operatorOf(entry.operator);
  if (operator === null) return 'unknown';
  const key = entry.key.toLowerCase();
  const known = keyClass(key);
  if (operator.kind === 'null') return known === 'idle' ? 'does-not-narrow' : 'unknown';
  const mustBePresent = alwaysPresent[context.policy].has(key) || hasNullGuard(block, key);
  if (!mustBePresent && (operator.ifExists || operator.quantifier === 'all')) return 'does-not-narrow';
  if (operator.negated) return takesEverything(entry, operator) ? 'unknown' : 'does-not-narrow';
  if (known === 'idle') return 'does-not-narrow';
  if (known === null || entry.values.length === 0) return 'unknown';
  if (known.about === 'caller' && context.policy === 'identity') return 'unknown';
  const byValue = weakest(entry.values.map((value) => valueStrength(value, operator, known.shape)));
  return known.about === 'tag' && byValue === 'narrows' ? tagStrength(context) : byValue;
}

/** A tag that the same principal can set is no border (rule 5). */
function tagStrength(context: ConditionContext): Strength {
  const settable = context.settableTags();
  if (settable === 'unknown') return 'unknown';
  return settable === 'yes' ? 'does-not-narrow' : 'narrows';
}

function hasNullGuard(block: readonly ConditionEntry[], key: string): boolean {
  return block.some(
    (entry) =>
      operatorOf(entry.operator)?.kind === 'null' &&
      entry.key.toLowerCase() === key &&
      entry.values.length > 0 &&
      entry.values.every((value) => value.toLowerCase() === 'false'),
  );
}

/** The values are joined by OR, so the weakest one decides. */
function weakest(strengths: readonly Strength[]): Strength {
  if (strengths.includes('does-not-narrow')) return 'does-not-narrow';
  return strengths.includes('unknown') ? 'unknown' : 'narrows';
}

type Shape = 'account' | 'id' | 'arn' | 'ip' | 'text';

/** Keys of rule 5 that keep callers out when their values are concrete. */
interface Restricting {
  readonly about: 'caller' | 'place' | 'tag';
  readonly shape: Shape;
}

const restrictingKeys: ReadonlyMap<string, Restricting> = new Map([
  ...keys('caller', 'arn', ['aws:PrincipalArn']),
  ...keys('caller', 'account', ['aws:PrincipalAccount', 'kms:CallerAccount']),
  ...keys('caller', 'id', ['aws:PrincipalOrgID', 'aws:PrincipalOrgPaths']),
  ...keys('caller', 'text', ['aws:userid', 'aws:username', 'aws:PrincipalServiceName', 'aws:PrincipalServiceNamesList']),
  ...keys('place', 'account', ['aws:SourceAccount', 'aws:ResourceAccount', 's3:ResourceAccount', 's3:DataAccessPointAccount']),
  ...keys('place', 'account', ['aws:VpceAccount']),
  ...keys('place', 'id', ['aws:SourceOrgID', 'aws:SourceOrgPaths', 'aws:ResourceOrgID', 'aws:ResourceOrgPaths']),
  ...keys('place', 'id', ['aws:VpceOrgID', 'aws:VpceOrgPaths', 'aws:SourceVpc', 'aws:SourceVpce', 'aws:Ec2InstanceSourceVpc']),
  ...keys('place', 'arn', ['aws:SourceArn', 'aws:SourceVpcArn', 's3:DataAccessPointArn', 'iam:AssociatedResourceArn']),
  ...keys('place', 'ip', ['aws:SourceIp', 'aws:VpcSourceIp', 'aws:Ec2InstanceSourcePrivateIPv4']),
  ...keys('place', 'text', ['iam:PassedToService']),
]);

function keys(about: Restricting['about'], shape: Shape, names: readonly string[]): (readonly [string, Restricting])[] {
  return names.map((name) => [name.toLowerCase(), { about, shape }]);
}

/** Keys that the caller meets at will, or that stand for the usual way to call. */
const idleKeys = new Set(['aws:securetransport', 'kms:viaservice', 'aws:useragent', 'aws:referer', 's3:tlsversion']);

function keyClass(key: string): Restricting | 'idle' | null {
  if (idleKeys.has(key)) return 'idle';
  if (key.startsWith('aws:principaltag/')) return { about: 'caller', shape: 'text' };
  if (/^[a-z0-9-]+:(resourcetag|existingobjecttag|buckettag)\/./.test(key)) return { about: 'tag', shape: 'text' };
  if (key.startsWith('kms:encryptioncontext:')) return { about: 'place', shape: 'text' };
  return restrictingKeys.get(key) ?? null;
}

/** Whether one wanted value is concrete enough to keep anyone out. */
function valueStrength(written: string, operator: Operator, shape: Shape): Strength {
  const variables = [...written.matchAll(/\$\{([^}]*)\}/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => !/^[*?$]$/.test(name));
  if (variables.length > 0) return variables.every((name) => tiesToPrincipal(name)) ? 'narrows' : 'unknown';
  const value = written.replaceAll(/\$\{[*?$]\}/g, 'x');
  if (operator.kind === 'ip') return shape === 'ip' ? networkStrength(value) : 'unknown';
  if (operator.kind !== 'string' && operator.kind !== 'like' && operator.kind !== 'arn') return 'unknown';
  if (!/[*?]/.test(value)) return value === '' ? 'unknown' : 'narrows';
  // To StringEquals a star is a star: such a value is a mistake whose effect we do not guess.
  if (operator.kind === 'string') return 'unknown';
  if (/^[*?:/]+$/.test(value)) return 'does-not-narrow';
  if (shape === 'text') return 'narrows';
  if (shape === 'id') return idStrength(value);
  return shape === 'arn' ? arnStrength(value) : 'unknown';
}

/** `o-*` is any organization, `o-abc/*` a path in one. */
function idStrength(value: string): Strength {
  const first = value.split('/')[0] ?? '';
  if (/^[a-z]+-[*?]+$/.test(first)) return 'does-not-narrow';
  return /[*?]/.test(first) ? 'unknown' : 'narrows';
}

function arnStrength(value: string): Strength {
  const [, , , , account, resource] = arnParts(value);
  if (account === undefined || resource === undefined) return 'unknown';
  if (account !== '' && !/[*?]/.test(account)) return 'narrows';
  if (/^([a-z-]+[/:])?[*?]+$/.test(resource)) return 'does-not-narrow';
  return account === '' ? 'narrows' : 'unknown';
}

/** A network nearly as large as the address space keeps nobody out. */
function networkStrength(value: string): Strength {
  const [address = '', length] = value.split('/');
  const v6 = address.includes(':');
  const bits = length === undefined ? (v6 ? 128 : 32) : /^\d+$/.test(length) ? Number(length) : Number.NaN;
  if (Number.isNaN(bits)) return 'unknown';
  if (bits <= (v6 ? 3 : 1)) return 'does-not-narrow';
  return bits < (v6 ? 16 : 8) ? 'unknown' : 'narrows';
}
