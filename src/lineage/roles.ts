import { inherit } from '../core/collection.ts';
import { known, mapFact, type Fact } from '../core/fact.ts';
import { derived, type Resource } from '../core/resource.ts';
import type { Edge, RoleUse } from '../core/edge.ts';
import { authorization, type IamEntity, type IamRole } from '../inventory/iam.ts';
import { nameOf } from './arn.ts';
import { reached } from './reached.ts';

/** A role that ML uses, in whatever account it is. */
export interface MlRole extends Resource {
  readonly uses: readonly RoleUse[];
  /** Who uses it, and by which field. */
  readonly edges: readonly Edge[];
  /** Known to be `null` when the account has no such role (any more); always `null` for roles of other accounts. */
  readonly role: Fact<IamRole | null>;
  /** The role belongs to another account. */
  readonly external: boolean;
}

/** Roles that the graph reaches. The gaps are those of the graph; a role that IAM did not tell is a gap of its own. */
export const mlRoles = derived({
  name: 'lineage.ml-roles',
  type: 'AWS::IAM::Role',
  arn: 'arn:P:iam::A:role/*',
  from: { reached: reached('role'), authorization },
  derive: ({ reached: targets, authorization: iam }, run) => ({
    items: targets.all.map((target): MlRole => {
      const external = target.account !== run.account;
      return {
        arn: target.arn,
        type: 'AWS::IAM::Role',
        name: nameOf(target.arn),
        account: target.account,
        region: 'global',
        uses: usesOf(target.edges),
        edges: target.edges,
        external,
        role: external ? known(null, originOf(run.now)) : roleOf(iam.find(target.arn)),
      };
    }),
    gaps: inherit(targets),
  }),
});

function roleOf(found: Fact<IamEntity | undefined>): Fact<IamRole | null> {
  return mapFact(found, (entity) => (entity?.kind === 'role' ? entity : null));
}

function usesOf(edges: readonly Edge[]): readonly RoleUse[] {
  const all: readonly RoleUse[] = ['execution', 'integration', 'function', 'logging'];
  return all.filter((use) => edges.some((edge) => edge.use === use));
}

function originOf(now: number): { operation: string; region: string; at: string } {
  return { operation: 'sts:GetCallerIdentity', region: 'global', at: new Date(now).toISOString() };
}
