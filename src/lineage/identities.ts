import type { Gap } from '../core/fact.ts';
import type { Collection, Run } from '../core/resource.ts';
import { describeStatement, policySource, type Grant, type Identity, type PolicySource } from '../iam/evaluate.ts';
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
