import { inherit } from '../core/collection.ts';
import { known, mapFact, type Fact, type Origin } from '../core/fact.ts';
import { derived, type Derived, type Resource } from '../core/resource.ts';
import { notApplicable, seen, whenKnown, type Verdict } from '../core/verdict.ts';
import type { Edge, RoleUse } from '../core/edge.ts';
import { authorization, type IamEntity, type IamRole } from '../inventory/iam.ts';
import { nameOf } from './arn.ts';
import { reached, type Reached } from './reached.ts';

/** A role that ML uses, in whatever account it is. */
export interface MlRole extends Resource {
  readonly uses: readonly RoleUse[];
  /** Who uses it, and by which field: the first of each use. */
  readonly edges: readonly Edge[];
  /** Further ones. */
  readonly more: number;
  /** Known to be `null` when the account has no such role (any more); always `null` for roles of other accounts. */
  readonly role: Fact<IamRole | null>;
  /** The role belongs to another account. */
  readonly external: boolean;
}

/** Roles that the graph reaches. The gaps are those of the graph; a role that IAM did not tell is a gap of its own. */
export const mlRoles = rolesOf('lineage.ml-roles', reached('role'));

/** Roles that ML code runs as, and so whoever can change that code. */
export const executionRoles = rolesOf('lineage.execution-roles', reached('role', 'execution'));

function rolesOf(name: string, from: Derived<Reached>) {
  return derived({
    name,
    type: authorization.type,
    arn: 'arn:P:iam::A:role/*',
    from: { reached: from, authorization },
    derive: ({ reached: targets, authorization: iam }, run) => ({
      items: [...targets.all].map((target): MlRole => {
        const external = target.account !== run.account;
        return {
          arn: target.arn,
          type: authorization.type,
          name: nameOf(target.arn),
          account: target.account,
          region: 'global',
          uses: usesOf(target.edges),
          edges: target.edges,
          more: target.more,
          external,
          role: external ? known(null, originOf(run.now)) : roleOf(iam.find(target.arn)),
        };
      }),
      gaps: inherit(targets),
    }),
  });
}

/** Judges a role of the account; other accounts' roles, AWS's own and deleted ones are not ours to change. */
export function judgeOwnRole(
  { arn, account, external, role, edges, more }: MlRole,
  judge: (role: IamRole, from: Origin) => Verdict,
): Verdict {
  if (external) return notApplicable('external', `the role belongs to account ${account}`);
  if (/:role\/aws-service-role\//.test(arn)) return notApplicable('aws-managed', 'AWS owns the policy of a service-linked role');
  return whenKnown(role, (detail, from) => {
    if (detail !== null) return judge(detail, from);
    const users = [...new Set(edges.map((edge) => edge.from))];
    return notApplicable(
      'deleted',
      `the role does not exist, but ${users.join(', ')}${more > 0 ? ' and others' : ''} names it`,
      seen(from, 'RoleDetail.Arn', null),
    );
  });
}

function roleOf(found: Fact<IamEntity | undefined>): Fact<IamRole | null> {
  return mapFact(found, (entity) => (entity?.kind === 'role' ? entity : null));
}

function usesOf(edges: readonly Edge[]): readonly RoleUse[] {
  const all: readonly RoleUse[] = ['execution', 'integration', 'function', 'logging'];
  return all.filter((use) => edges.some((edge) => edge.use === use));
}

function originOf(now: number): Origin {
  return { operation: 'sts:GetCallerIdentity', region: 'global', at: new Date(now).toISOString() };
}
