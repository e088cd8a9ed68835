import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Account } from '../support/account.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

/** A role, by default one that SageMaker may take; its policies are ARNs, or statements of its own. */
export async function createRole(
  { iam }: Account,
  name: string,
  {
    policies,
    boundary,
    service = 'sagemaker',
  }: { policies: readonly (string | Statement)[]; boundary?: string; service?: string },
): Promise<string> {
  const trust = { Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document(trust), PermissionsBoundary: boundary }),
  );
  for (const policy of policies) {
    await (typeof policy === 'string'
      ? iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: policy }))
      : iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'own', PolicyDocument: document(policy) })));
  }
  return Role?.Arn ?? '';
}

/** The ARN of a policy of the account's own. */
export async function createPolicy({ iam }: Account, name: string, statement: Statement): Promise<string> {
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: document(statement) }));
  return Policy?.Arn ?? '';
}
