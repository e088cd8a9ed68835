import { all, any, conditionHolds, conditionStrength, type Answer, type ConditionContext, type Strength } from './conditions.ts';
import { asked, covers, isOpen, type Asked } from './coverage.ts';
import { arnParts, namesResource, type Pattern } from './match.ts';
import { parsePolicy, type ParsedStatement, type ParseResult, type PolicyEncoding } from './parse.ts';

/** One policy document of an identity. A document that is missing or unreadable stays in the list (catalogue 3.6 rule 10). */
export interface PolicySource {
  readonly name: string;
  /** `null` for inline policies. */
  readonly arn: string | null;
  readonly kind: 'inline' | 'managed' | 'boundary';
  readonly policy: ParseResult;
}

/** A role or user with everything that AWS says about its rights; group policies are sources of the user. */
export interface Identity {
  readonly arn: string;
  readonly sources: readonly PolicySource[];
  /** `null` when none is set. */
  readonly boundary: PolicySource | null;
  /** Start of the scan, ms since the epoch. */
  readonly now: number;
}

/** A statement as evidence. */
export interface StatementRef {
  readonly policy: string;
  readonly arn: string | null;
  readonly kind: PolicySource['kind'] | 'resource';
  /** 0-based place in the document; `null` for the document as a whole. */
  readonly index: number | null;
  readonly sid: string | null;
  readonly note: string | null;
}

/** An answer with the statements that it rests on. */
export interface Grant {
  readonly answer: Answer;
  /** Allow statements that grant it, or that may when the answer is `unknown`. */
  readonly because: readonly StatementRef[];
  /** What takes a granted right away: Deny, boundary, a condition that narrows. Only with `no`. */
  readonly limitedBy: readonly StatementRef[];
  /** Deny statements that were left out, as they do not hold for all callers. */
  readonly ignored: readonly StatementRef[];
  /** Documents that could not be read. */
  readonly unread: readonly string[];
}

export interface PolicyText {
  readonly name: string;
  readonly arn: string | null;
  readonly kind: PolicySource['kind'];
  /** `null` when AWS names the policy but its document is not there. */
  readonly text: string | null;
  readonly encoding: PolicyEncoding;
}

/** Parses one document, once; a missing one becomes a source that could not be read. */
export function policySource(given: PolicyText): PolicySource {
  const { name, arn, kind, text, encoding } = given;
  return {
    name,
    arn,
    kind,
    policy: text === null ? { ok: false, error: 'the document is missing' } : parsePolicy(text, encoding),
  };
}

export interface Target {
  /** `sagemaker:InvokeEndpoint`, `sagemaker:*` or `*`. */
  readonly action: string;
  /** An ARN or a pattern; `*` for all resources; `null` for at least some resource. */
  readonly resource: string | null;
}

/**
 * Whether the identity is granted this widely: for checks where `yes` is bad. An Allow whose condition narrows does not count, a
 * Deny with a condition that does not always hold subtracts nothing (rules 3 to 6). Documents that could not be read turn `no` into
 * `unknown` and leave a proven `yes`; an unread boundary turns `yes` into `unknown` (rule 10).
 */
export function allows(identity: Identity, target: Target): Grant {
  return answer(identity, target, plain('wide'));
}

/** Admin-equivalent: effective Allow on `*` of `*`, of `iam:*`, or a NotAction that leaves iam, sts, kms or s3 (decisions 4). */
export function adminEquivalent(identity: Identity): Grant {
  const open = { ...plain('wide'), onlyOpen: true };
  // Allow `*` with a Deny of a service is the same as a NotAction of it, so each service is asked for by itself.
  const left = ['iam:*', 'sts:*', 'kms:*', 's3:*'].map((action) => answer(identity, { action, resource: '*' }, open));
  return anyOf([...left, allows(identity, { action: 'iam:*', resource: '*' })]);
}

/** `service:*` on all resources, or by NotResource. */
export function allowsAllOfService(identity: Identity, service: string): Grant {
  return allows(identity, { action: `${service}:*`, resource: '*' });
}

/** A grant of several actions, with those that are not surely there. */
export interface Rights extends Grant {
  readonly lacking: readonly string[];
}

/**
 * Whether each of the actions works whenever it is called: for checks where `yes` is good. A condition on an Allow, a conditional
 * Deny and a document that could not be read all turn `yes` into `unknown`.
 */
export function reliablyAllows(identity: Identity, actions: readonly string[], resource: string | null): Rights {
  const grants = actions.map((action) => answer(identity, { action, resource }, plain('reliable')));
  return {
    ...merged(all(grants.map((grant) => grant.answer)), grants),
    lacking: actions.filter((_, index) => grants[index]?.answer !== 'yes'),
  };
}

/** A resource pattern on which an action is granted. */
interface NamedResource {
  /** As in the policy: may hold wildcards and variables. Compare with `resourceMatches`. */
  readonly pattern: string;
  /** Granted only under a condition, or for some value of a variable. */
  readonly conditional: boolean;
  readonly because: readonly StatementRef[];
}

export interface NamedResources {
  readonly resources: readonly NamedResource[];
  /** Whether it is also granted on no named resource: `*`, `endpoint/*` or NotResource. */
  readonly wide: Answer;
  /** Documents that could hide further ones. */
  readonly unread: readonly string[];
}

/** On which resources the action is granted by name, with or without a condition. */
export function namedResources(identity: Identity, action: string): NamedResources {
  const found = candidates(identity, asked(action, '*', accountOf(identity))).map((candidate) => ({
    candidate,
    grant: decide(identity, asked(action, candidate, accountOf(identity)), plain('reach')),
    firm: decide(identity, asked(action, candidate, accountOf(identity)), plain('wide')).answer === 'yes',
  }));
  const named = found.filter(({ candidate }) => typeof candidate !== 'string' && namesResource(candidate.source));
  const resources = named.flatMap(({ candidate, grant, firm }) =>
    typeof candidate === 'string' || grant.because.length === 0 || grant.answer === 'no'
      ? []
      : [{ pattern: candidate.source, conditional: !firm, because: grant.because }],
  );
  const wide = found.filter((each) => !named.includes(each)).map(({ grant }) => grant.answer);
  const unread = documents(identity).filter(({ policy }) => !policy.ok);
  return {
    resources: resources.toSorted((a, b) => (a.pattern < b.pattern ? -1 : a.pattern > b.pattern ? 1 : 0)),
    wide: unread.length > 0 ? any([...wide, 'unknown']) : any(wide),
    unread: unread.map(({ name }) => name),
  };
}

/** One line that names the statement, for evidence. */
export function describeStatement(ref: StatementRef): string {
  const where = ref.index === null ? '' : `, statement ${ref.index + 1}${ref.sid === null ? '' : ` (${ref.sid})`}`;
  const kind = { inline: 'inline policy', managed: 'policy', boundary: 'permissions boundary', resource: 'resource policy' }[
    ref.kind
  ];
  return `${kind} ${ref.arn ?? ref.policy}${where}${ref.note === null ? '' : `: ${ref.note}`}`;
}

interface Way {
  /** `wide` and `reliable` as in `allows` and `reliablyAllows`; `reach` also counts what is granted under a condition. */
  readonly mode: 'wide' | 'reliable' | 'reach';
  /** Only Allow statements on all actions, or with NotAction. */
  readonly onlyOpen: boolean;
  /** Conditions on tags narrow whatever the identity may tag: ends the recursion. */
  readonly trustTags: boolean;
}

function plain(mode: Way['mode']): Way {
  return { mode, onlyOpen: false, trustTags: false };
}

function answer(identity: Identity, target: Target, way: Way): Grant {
  const account = accountOf(identity);
  if (target.resource !== null) return decide(identity, asked(target.action, target.resource, account), way);
  const somewhere = candidates(identity, asked(target.action, '*', account));
  return anyOf(['*', ...somewhere].map((resource) => decide(identity, asked(target.action, resource, account), way)));
}

/** Every resource that an Allow of the action speaks of; the boundary's too, as what is left may be no wider than that. */
function candidates(identity: Identity, question: Asked): readonly (Pattern | '*')[] {
  const bySource = new Map<string, Pattern | '*'>();
  for (const source of documents(identity)) {
    for (const statement of source.policy.ok ? source.policy.policy.statements : []) {
      if (statement.effect === 'Deny' || !mayCover(statement, question)) continue;
      const { resources } = statement;
      const patterns = resources === null || resources.negated ? [] : resources.patterns;
      if (patterns.length === 0) bySource.set('*', '*');
      for (const each of patterns) bySource.set(each.source, each);
    }
  }
  return [...bySource.values()];
}

function documents({ sources, boundary }: Identity): readonly PolicySource[] {
  return boundary === null ? sources : [...sources, boundary];
}

function mayCover(statement: ParsedStatement, question: Asked): boolean {
  return covers({ ...statement, resources: null }, question, 'grant') !== 'no';
}

/** What the statements of some documents say to one question. */
interface Layer {
  readonly sure: StatementRef[];
  readonly unsure: StatementRef[];
  readonly narrowed: StatementRef[];
  readonly denies: StatementRef[];
  readonly conditionalDenies: StatementRef[];
  readonly unread: string[];
}

function decide(identity: Identity, question: Asked, way: Way): Grant {
  const own = layer(identity, identity.sources, question, way);
  const cap = identity.boundary === null ? null : layer(identity, [identity.boundary], question, way);
  const granted = allowed(own, way.mode);
  const left = cap === null ? 'yes' : allowed(cap, way.mode);
  const denies = [...own.denies, ...(cap?.denies ?? [])];
  const ignored = [...own.conditionalDenies, ...(cap?.conditionalDenies ?? [])];
  const unread = [...own.unread, ...(cap?.unread ?? [])];
  const because = [...own.sure, ...own.unsure, ...(way.mode === 'wide' ? [] : own.narrowed)];
  const no = (limitedBy: readonly StatementRef[]): Grant => ({ answer: 'no', because: [], limitedBy, ignored, unread });
  if (denies.length > 0) return no(granted === 'no' ? [] : denies);
  if (granted === 'no') return no(own.narrowed);
  if (left === 'no') return no(boundaryRef(identity));
  const doubtful = way.mode === 'reliable' && (ignored.length > 0 || unread.length > 0);
  const certain = granted === 'yes' && left === 'yes' && !doubtful;
  return {
    answer: certain ? 'yes' : 'unknown',
    because: certain && way.mode === 'wide' ? own.sure : because,
    limitedBy: [],
    ignored,
    unread,
  };
}

function boundaryRef({ boundary }: Identity): readonly StatementRef[] {
  if (boundary === null) return [];
  const { name, arn, kind } = boundary;
  return [{ policy: name, arn, kind, index: null, sid: null, note: 'the permissions boundary does not allow it' }];
}

function allowed(found: Layer, mode: Way['mode']): Answer {
  if (found.sure.length > 0) return 'yes';
  if (mode === 'reach' && found.unsure.length + found.narrowed.length > 0) return 'yes';
  if (found.unsure.length > 0 || found.unread.length > 0) return 'unknown';
  return mode === 'reliable' && found.narrowed.length > 0 ? 'unknown' : 'no';
}

function layer(identity: Identity, sources: readonly PolicySource[], question: Asked, way: Way): Layer {
  const found: Layer = { sure: [], unsure: [], narrowed: [], denies: [], conditionalDenies: [], unread: [] };
  for (const source of sources) {
    if (!source.policy.ok) {
      found.unread.push(source.name);
      continue;
    }
    for (const statement of source.policy.policy.statements) {
      if (statement.effect === 'Allow') addAllow(found, { identity, source, statement, question, way });
      else addDeny(found, { identity, source, statement, question, way });
    }
  }
  return found;
}

interface Step {
  readonly identity: Identity;
  readonly source: PolicySource;
  readonly statement: ParsedStatement;
  readonly question: Asked;
  readonly way: Way;
}

function addAllow(found: Layer, step: Step): void {
  const { statement, question, way } = step;
  if (way.onlyOpen && !isOpen(statement.actions)) return;
  const coverage = covers(statement, question, 'grant');
  if (coverage === 'no') return;
  const strength = strengthOf(step);
  if (strength === 'narrows') found.narrowed.push(refOf(step, 'a condition narrows it'));
  else if (strength === 'unknown') found.unsure.push(refOf(step, 'its condition could not be judged'));
  else if (coverage === 'maybe') found.unsure.push(refOf(step, 'its resource depends on the request'));
  else found.sure.push(refOf(step, statement.conditions.length === 0 ? null : 'its condition does not narrow it'));
}

function addDeny(found: Layer, step: Step): void {
  const { identity, statement, question } = step;
  const coverage = covers(statement, question, 'deny');
  if (coverage === 'no') return;
  const holds = conditionHolds(
    statement.conditions,
    contextOf(identity, () => 'unknown'),
  );
  if (holds === 'no') return;
  if (holds === 'yes' && coverage === 'yes') found.denies.push(refOf(step, null));
  else found.conditionalDenies.push(refOf(step, 'does not hold for all callers'));
}

function refOf({ source, statement }: Step, note: string | null): StatementRef {
  return { policy: source.name, arn: source.arn, kind: source.kind, index: statement.index, sid: statement.sid, note };
}

function strengthOf({ identity, statement, way }: Step): Strength {
  if (statement.conditions.length === 0) return 'does-not-narrow';
  const settable = (): Answer => (way.trustTags ? 'no' : settableTags(identity, statement));
  return conditionStrength(statement.conditions, contextOf(identity, settable));
}

function contextOf(identity: Identity, tags: () => Answer): ConditionContext {
  const account = accountOf(identity);
  const values = new Map([
    ['aws:principalarn', [identity.arn]],
    ['aws:principalaccount', [account]],
    ['kms:calleraccount', [account]],
  ]);
  return { policy: 'identity', values, now: identity.now, settableTags: tags };
}

function accountOf(identity: Identity): string {
  return arnParts(identity.arn)[4] ?? '';
}

const taggingActions = {
  iam: ['iam:TagRole', 'iam:TagUser', 'iam:TagPolicy'],
  s3: ['s3:PutObjectTagging', 's3:PutObjectVersionTagging', 's3:PutBucketTagging', 's3:TagResource'],
  sagemaker: ['sagemaker:AddTags'],
  kms: ['kms:TagResource'],
  secretsmanager: ['secretsmanager:TagResource'],
  ec2: ['ec2:CreateTags'],
  logs: ['logs:TagResource', 'logs:TagLogGroup'],
  ecr: ['ecr:TagResource'],
  lambda: ['lambda:TagResource'],
} as const satisfies Record<string, readonly string[]>;

/** Whether the identity may tag what the statement is about, and so open its own condition on tags. */
function settableTags(identity: Identity, statement: ParsedStatement): Answer {
  const services = new Set(statement.actions.patterns.map(({ canonical }) => canonical.split(':')[0] ?? ''));
  const known: Readonly<Record<string, readonly string[]>> = taggingActions;
  const anyService = statement.actions.negated || [...services].some((service) => /[*?]/.test(service));
  const actions = anyService
    ? Object.values(taggingActions).flat()
    : [...services].flatMap((service) => known[service] ?? [`${service}:TagResource`, `${service}:AddTags`]);
  const way = { ...plain('wide'), trustTags: true };
  return any(actions.map((action) => answer(identity, { action, resource: null }, way).answer));
}

/** Any of the grants: the ones that decide give the evidence. */
function anyOf(grants: readonly Grant[]): Grant {
  return merged(any(grants.map((grant) => grant.answer)), grants);
}

function merged(decided: Answer, grants: readonly Grant[]): Grant {
  const deciding = grants.filter((grant) => grant.answer === decided);
  return {
    answer: decided,
    because: distinct(deciding.flatMap((grant) => grant.because)),
    limitedBy: decided === 'no' ? distinct(deciding.flatMap((grant) => grant.limitedBy)) : [],
    ignored: distinct(grants.flatMap((grant) => grant.ignored)),
    unread: [...new Set(grants.flatMap((grant) => grant.unread))],
  };
}

function distinct(refs: readonly StatementRef[]): readonly StatementRef[] {
  return [...new Map(refs.map((ref) => [`${ref.kind} ${ref.arn ?? ref.policy} ${ref.index}`, ref])).values()];
}
