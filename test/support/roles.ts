import { known, type Fact, type Gap } from '../../src/core/fact.ts';
import type { Collection } from '../../src/core/resource.ts';
import { authorization, type IamEntity, type IamPolicy, type IamRole } from '../../src/inventory/iam.ts';
import type { MlRole } from '../../src/lineage/roles.ts';
import { gapOf, home, listOf, originOf } from './inventory.ts';

const from = originOf('iam:GetAccountAuthorizationDetails', 'global');

/** A policy statement. */
export type Statement = Readonly<Record<string, unknown>>;

export function allow(action: unknown, resource: unknown = '*', condition?: Statement): Statement {
  return { Effect: 'Allow', Action: action, Resource: resource, ...(condition === undefined ? {} : { Condition: condition }) };
}

export function deny(action: unknown, resource: unknown = '*'): Statement {
  return { ...allow(action, resource), Effect: 'Deny' };
}

/** A document as IAM gives it: URL-encoded, the marks that `encodeURIComponent` leaves included. */
function document(...statements: readonly Statement[]): string {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return encodeURIComponent(text).replaceAll('*', '%2A').replaceAll("'", '%27').replaceAll('(', '%28').replaceAll(')', '%29');
}

/** The execution role `trainer`, whose one inline policy has these statements. */
export function anIamRole(statements: readonly Statement[] = [], overrides: Partial<IamRole> = {}): IamRole {
  const name = overrides.name ?? 'trainer';
  return {
    arn: `arn:aws:iam::${home.account}:role/ml/${name}`,
    type: authorization.type,
    name,
    account: home.account,
    region: 'global',
    from,
    kind: 'role',
    path: '/ml/',
    trustPolicy: document({ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    inlinePolicies: statements.length === 0 ? [] : [{ name: 'rights', document: document(...statements) }],
    attachedPolicies: [],
    boundaryArn: null,
    ...overrides,
  };
}

/** A managed policy; `null` for one without a default version in the answer. */
export function aPolicy(arn: string, statements: readonly Statement[] | null): IamPolicy {
  return {
    arn,
    type: 'AWS::IAM::ManagedPolicy',
    name: arn.split('/').at(-1) ?? arn,
    account: home.account,
    region: 'global',
    from,
    kind: 'policy',
    document: statements === null ? null : document(...statements),
  };
}

/** What a role has attached. */
export function attached(...arns: readonly string[]): Pick<IamRole, 'attachedPolicies'> {
  return { attachedPolicies: arns.map((arn) => ({ arn, name: arn.split('/').at(-1) ?? arn })) };
}

export const awsPolicy = (name: string, partition = 'aws') => `arn:${partition}:iam::aws:policy/${name}`;
export const ownPolicy = (name: string) => `arn:aws:iam::${home.account}:policy/${name}`;

/** A role that a notebook runs as. */
export function anMlRole(role: IamRole | null | Fact<IamRole | null>, overrides: Partial<MlRole> = {}): MlRole {
  const fact = role === null || !('known' in role) ? known(role, from) : role;
  const arn = overrides.arn ?? (fact.known ? fact.value?.arn : undefined) ?? `arn:aws:iam::${home.account}:role/ml/trainer`;
  return {
    arn,
    type: authorization.type,
    name: arn.split('/').at(-1) ?? arn,
    account: home.account,
    region: 'global',
    uses: ['execution'],
    more: 0,
    edges: [
      {
        from: `arn:aws:sagemaker:eu-west-1:${home.account}:notebook-instance/fraud-research`,
        field: 'DescribeNotebookInstanceOutput.RoleArn',
        to: { kind: 'role', id: arn, region: 'global', account: home.account },
        certainty: 'declared',
        use: 'execution',
        prefix: null,
      },
    ],
    role: fact,
    external: false,
    ...overrides,
  };
}

export const authorizationGap = (overrides: Partial<Gap> = {}): Gap =>
  gapOf('iam:GetAccountAuthorizationDetails', { region: 'global', ...overrides });

/** What IAM told; with gaps, a part of it. */
export function iamTold(
  entities: readonly IamEntity[],
  ...gaps: readonly Gap[]
): { readonly authorization: Collection<IamEntity> } {
  return { authorization: listOf(entities, ...gaps) };
}
