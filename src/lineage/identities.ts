import type { Gap } from '../core/fact.ts';
import type { Collection, Run } from '../core/resource.ts';
import { seen, type Evidence } from '../core/verdict.ts';
import {
  describeStatement,
  policySource,
  type Grant,
  type Identity,
  type PolicySource,
  type StatementRef,
} from '../iam/evaluate.ts';
import type { IamEntity, IamRole } from '../inventory/iam.ts';

/** A role as the policy engine takes it: a managed policy or boundary that IAM did not tell stays an unreadable source. */
export function identityOf(role: IamRole, authorization: Collection<IamEntity>, { now }: Pick<Run, 'now'>): Identity {
  const managed = (arn: string, name: string, kind: PolicySource['kind']): PolicySource =>
    policySource({ name, arn, kind, text: documentOf(arn, authorization), encoding: 'url' });
  return {
    arn: role.arn,
    sources: [
      ...role.inlinePolicies.map(({ name, document }) =>
        policySource({ name, arn: null, kind: 'inline', text: document, encoding: 'url' }),
      ),
      ...role.attachedPolicies.map(({ name, arn }) => managed(arn, name, 'managed')),
    ],
    boundary: role.boundaryArn === null ? null : managed(role.boundaryArn, role.boundaryArn, 'boundary'),
    now,
  };
}

function documentOf(arn: string, authorization: Collection<IamEntity>): string | null {
  const found = authorization.find(arn);
  return found.known && found.value?.kind === 'policy' ? found.value.document : null;
}

/**
 * Why a question about a role has no answer (`unknown`): what IAM did not tell, a document that could not be read, or a statement
 * whose effect depends on what only the request knows.
 */
export function undecided({ unread, because, ignored }: Grant, role: IamRole, authorization: Collection<IamEntity>): Gap {
  const hidden = unread.length > 0 ? authorization.gapIn('global') : undefined;
  if (hidden !== undefined) return hidden;
  const [error, detail] =
    unread.length > 0
      ? ['PolicyNotReadable', `no readable document of ${unread.join(', ')}`]
      : ['PolicyNotDecidable', [...because, ...ignored].map((statement) => describeStatement(statement)).join('; ')];
  return {
    reason: 'malformed',
    operation: 'iam:GetAccountAuthorizationDetails',
    action: 'iam:GetAccountAuthorizationDetails',
    account: role.account,
    region: 'global',
    error,
    detail,
  };
}

/** Everything that gives the role rights, or caps them: what a verdict that it lacks some rests on. */
export function rightsOf({ from, attachedPolicies, inlinePolicies, boundaryArn }: IamRole): readonly [Evidence, ...Evidence[]] {
  return [
    seen(
      from,
      fields.managed,
      attachedPolicies.map(({ arn }) => arn),
    ),
    seen(
      from,
      fields.inline,
      inlinePolicies.map(({ name }) => name),
    ),
    ...(boundaryArn === null ? [] : [seen(from, fields.boundary, boundaryArn)]),
  ];
}

/** The statements that decided, as evidence; `as` marks those that take a granted right away. */
export function statementsOf(statements: readonly StatementRef[], { from }: IamRole, as?: 'limitedBy'): readonly Evidence[] {
  return statements.map((statement) => {
    const note = describeStatement(statement);
    return seen(from, fields[statement.kind], statement.arn ?? statement.policy, as === undefined ? note : `${as}: ${note}`);
  });
}

const fields = {
  managed: 'RoleDetail.AttachedManagedPolicies[].PolicyArn',
  inline: 'RoleDetail.RolePolicyList[].PolicyName',
  boundary: 'RoleDetail.PermissionsBoundary.PermissionsBoundaryArn',
  resource: 'RoleDetail.AssumeRolePolicyDocument',
} as const satisfies Record<StatementRef['kind'], string>;
