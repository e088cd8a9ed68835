import { all, any, conditionHolds, not, type Answer, type ConditionContext } from './conditions.ts';
import { asked, covers, coversAction } from './coverage.ts';
import type { StatementRef } from './evaluate.ts';
import { arnParts } from './match.ts';
import type { ConditionEntry, ParsedPolicy, ParsedStatement } from './parse.ts';

/**
 * Whether the service may assume the role by its trust policy. `account`: the role's own; a guard against the confused deputy
 * (aws:SourceAccount, aws:SourceArn) that names it is fulfilled.
 */
export function trusts(trustPolicy: ParsedPolicy, servicePrincipal: string, account: string): Answer {
  const service = servicePrincipal.toLowerCase();
  const context = resourceContext(new Map([['aws:sourceaccount', [account]]]));
  const says = (effect: ParsedStatement['effect']): Answer =>
    any(
      trustPolicy.statements
        .filter((statement) => statement.effect === effect && coversAction(statement.actions, 'sts:assumerole'))
        .map((statement) => {
          const holds = statement.conditions.map((entry) => sourceArnHolds(entry, account) ?? conditionHolds([entry], context));
          return all([speaksOf(statement, service), ...holds]);
        }),
    );
  return all([says('Allow'), not(says('Deny'))]);
}

/** Whether the statement's principals have the service. Whether `*` stands for services too is not written down for an Allow. */
function speaksOf({ principals, effect }: ParsedStatement, service: string): Answer {
  if (principals === null) return 'unknown';
  if (principals.negated) return effect === 'Allow' ? 'unknown' : principals.services.includes(service) ? 'no' : 'yes';
  if (principals.services.includes(service)) return 'yes';
  if (principals.services.includes('*')) return 'unknown';
  return principals.everyone ? (effect === 'Deny' ? 'yes' : 'unknown') : 'no';
}

/** A condition on the calling resource that only asks for our account; `null` for any other. */
function sourceArnHolds(entry: ConditionEntry, account: string): Answer | null {
  if (entry.key.toLowerCase() !== 'aws:sourcearn' || !/^(Arn(Like|Equals)|StringLike)(IfExists)?$/i.test(entry.operator))
    return null;
  return any(
    entry.values.map((value): Answer => {
      const [, , , , owner = '', resource = ''] = arnParts(value);
      if (/^\d{12}$/.test(owner) && owner !== account) return 'no';
      return owner === account && resource === '*' ? 'yes' : 'unknown';
    }),
  );
}

/** An action on a resource, such as `s3:DeleteObjectVersion` on `arn:aws:s3:::bucket/*`. */
export interface DenyTarget {
  readonly action: string;
  readonly resource: string;
}

/** Whether a resource policy keeps out everybody in certain situations, with the Deny statements that do. */
export interface Denial {
  readonly answer: Answer;
  readonly because: readonly StatementRef[];
}

/** Lower-case condition key to its values in the situation; `null` where the request lacks the key. */
export type Situation = ReadonlyMap<string, readonly string[] | null>;

/**
 * Whether every target is denied to every principal in every one of the situations. Several statements may share the work. A Deny
 * with exceptions (NotPrincipal, a condition on the caller) is `unknown`.
 */
export function deniesEveryone(policy: ParsedPolicy, targets: readonly DenyTarget[], situations: readonly Situation[]): Denial {
  const because = new Map<number, StatementRef>();
  const answers = targets.flatMap(({ action, resource }) =>
    situations.map((situation) => {
      const context = resourceContext(situation);
      return any(
        policy.statements.map((statement): Answer => {
          if (statement.effect === 'Allow') return 'no';
          const coverage = covers(statement, asked(action, resource, ''), 'deny');
          const reach = coverage === 'maybe' ? 'unknown' : coverage;
          const denied = all([reach, isForEveryone(statement), conditionHolds(statement.conditions, context)]);
          if (denied === 'yes') because.set(statement.index, refOf(statement));
          return denied;
        }),
      );
    }),
  );
  const answer = all(answers);
  return { answer, because: answer === 'yes' ? [...because.values()].toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0)) : [] };
}

function isForEveryone({ principals }: ParsedStatement): Answer {
  if (principals === null || principals.negated) return 'unknown';
  return principals.everyone ? 'yes' : 'no';
}

function refOf({ index, sid }: ParsedStatement): StatementRef {
  return { policy: 'resource policy', arn: null, kind: 'resource', index, sid, note: null };
}

const withoutMfa: readonly Situation[] = [
  // Temporary credentials say so; long-term keys of a user have no such key at all.
  new Map([
    ['aws:multifactorauthpresent', ['false']],
    ['aws:multifactorauthage', null],
  ]),
  new Map([
    ['aws:multifactorauthpresent', null],
    ['aws:multifactorauthage', null],
  ]),
];

/**
 * Whether a bucket policy denies the targets to everyone who did not use MFA (ver-s3-mfa-delete). `Bool ... false` alone does not:
 * long-term access keys lack the key, so it takes BoolIfExists, a negated operator, or a Null form beside it.
 */
export function deniesWithoutMfa(bucketPolicy: ParsedPolicy, targets: readonly DenyTarget[]): Denial {
  return deniesEveryone(bucketPolicy, targets, withoutMfa);
}

function resourceContext(values: Situation): ConditionContext {
  return { policy: 'resource', values, now: null, settableTags: () => 'unknown' };
}
