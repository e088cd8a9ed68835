import { expect, test } from 'vitest';
import check from '../../../checks/least-privilege/lp-role-no-admin-access.ts';
import { missing } from '../../../src/core/fact.ts';
import type { IamEntity } from '../../../src/inventory/iam.ts';
import { run } from '../../support/inventory.ts';
import {
  allow,
  anIamRole,
  anMlRole,
  aPolicy,
  attached,
  authorizationGap,
  awsPolicy,
  deny,
  ownPolicy,
  iamTold,
  type Statement,
} from '../../support/roles.ts';

const administrator = awsPolicy('AdministratorAccess');
const everything = aPolicy(administrator, [allow('*')]);
const limits = ownPolicy('ml-boundary');
const notAction = (actions: unknown) => ({ Effect: 'Allow', NotAction: actions, Resource: '*' });
const tls = { Bool: { 'aws:SecureTransport': 'true' } };
const vpc = { StringEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d4e5f60001' } };
const one = (...statements: readonly Statement[]) => anMlRole(anIamRole(statements));
const withAdmin = (more: Partial<ReturnType<typeof anIamRole>> = {}, statements: readonly Statement[] = []) =>
  anMlRole(anIamRole(statements, { ...attached(administrator), ...more }));

test.for<[string, ReturnType<typeof anMlRole>, readonly IamEntity[], string]>([
  ['a role of one bucket', one(allow('s3:GetObject', 'arn:aws:s3:::training/*')), [], 'PASS'],
  ['a role without policies', one(), [], 'PASS'],
  ['AdministratorAccess', withAdmin(), [everything], 'FAIL'],
  [
    'PowerUserAccess',
    anMlRole(anIamRole([], attached(awsPolicy('PowerUserAccess')))),
    [aPolicy(awsPolicy('PowerUserAccess'), [notAction(['iam:*', 'organizations:*', 'account:*'])])],
    'FAIL',
  ],
  [
    'IAMFullAccess',
    anMlRole(anIamRole([], attached(awsPolicy('IAMFullAccess')))),
    [aPolicy(awsPolicy('IAMFullAccess'), [allow('iam:*')])],
    'FAIL',
  ],
  ['all of iam in an own policy', anMlRole(anIamRole([], attached(limits))), [aPolicy(limits, [allow('iam:*')])], 'FAIL'],
  ['all of sagemaker', one(allow('sagemaker:*')), [], 'PASS'],
  ['an attached policy that IAM did not tell', anMlRole(anIamRole([], attached(limits))), [], 'UNKNOWN'],
  ['the same, and known to be wide', anMlRole(anIamRole([allow('*')], attached(limits))), [], 'FAIL'],
  ['AdministratorAccess by name, its text not told', withAdmin(), [], 'FAIL'],
  [
    'AdministratorAccess of China, its text not told',
    anMlRole(anIamRole([], attached(awsPolicy('AdministratorAccess', 'aws-cn')))),
    [],
    'FAIL',
  ],
  ['AdministratorAccess not told, and something denied', withAdmin({}, [deny('iam:*')]), [], 'UNKNOWN'],
  ['AdministratorAccess under a boundary that IAM did not tell', withAdmin({ boundaryArn: limits }), [everything], 'UNKNOWN'],
  ['a policy without a default version', anMlRole(anIamRole([], attached(limits))), [aPolicy(limits, null)], 'UNKNOWN'],
  ['a text that is no policy', anMlRole(anIamRole([], { inlinePolicies: [{ name: 'odd', document: '%7B' }] })), [], 'UNKNOWN'],
  ['a condition that we do not know', one(allow('*', '*', { StringEquals: { 'aws:Nonsense': 'x' } })), [], 'UNKNOWN'],
  ['a role of another account', anMlRole(null, { external: true, account: '999988887777' }), [], 'NOT_APPLICABLE'],
  [
    'a service-linked role',
    anMlRole(null, { arn: 'arn:aws:iam::111122223333:role/aws-service-role/sagemaker.amazonaws.com/AWSServiceRoleForSageMaker' }),
    [],
    'NOT_APPLICABLE',
  ],
  ['edge 1: the elements as arrays', one(allow(['*'], ['*'])), [], 'FAIL'],
  [
    'edge 1: one statement that is no array',
    anMlRole(
      anIamRole([], {
        inlinePolicies: [
          { name: 'one', document: encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: allow('*') })) },
        ],
      }),
    ),
    [],
    'FAIL',
  ],
  ['edge 2: NotAction of iam', one(notAction(['iam:*'])), [], 'FAIL'],
  ['edge 3: only over TLS', one(allow('*', '*', tls)), [], 'FAIL'],
  ['edge 3: only from one VPC', one(allow('*', '*', vpc)), [], 'PASS'],
  ['edge 4: an explicit Deny of everything', withAdmin({}, [deny('*')]), [everything], 'PASS'],
  [
    'edge 4: a boundary without admin',
    withAdmin({ boundaryArn: limits }),
    [everything, aPolicy(limits, [allow('s3:*')])],
    'PASS',
  ],
  ['edge 4: a boundary with admin', withAdmin({ boundaryArn: administrator }), [everything], 'FAIL'],
  ['edge 6: a role that was deleted', anMlRole(null), [], 'NOT_APPLICABLE'],
])('%s is %s', ([, role, entities, status]) => {
  expect(check.evaluate(role, iamTold(entities), run).status).toBe(status);
});

test('the list was denied: each role is UNKNOWN, and names the permission', () => {
  const gap = authorizationGap();
  const verdict = check.evaluate(anMlRole(missing(gap)), iamTold([], gap), run);
  expect(verdict).toMatchObject({ status: 'UNKNOWN', gap: { action: 'iam:GetAccountAuthorizationDetails', reason: 'denied' } });
});

test('the list was cut short: what is missing has that gap', () => {
  const role = anMlRole(anIamRole([], attached(awsPolicy('AmazonS3ReadOnlyAccess'))));
  const verdict = check.evaluate(role, iamTold([], authorizationGap({ reason: 'truncated' })), run);
  expect(verdict).toMatchObject({ status: 'UNKNOWN', gap: { reason: 'truncated' } });
});

test('a complete list without an attached policy names the policy and the permission', () => {
  const verdict = check.evaluate(anMlRole(anIamRole([], attached(limits))), iamTold([]), run);
  expect(verdict).toMatchObject({
    status: 'UNKNOWN',
    gap: {
      action: 'iam:GetAccountAuthorizationDetails',
      error: 'PolicyNotReadable',
      detail: 'no readable document of ml-boundary',
    },
  });
});

test('the evidence names the statement and the policy that decide', () => {
  const { message, evidence } = check.evaluate(withAdmin(), iamTold([everything]), run);
  expect(message).toContain(`policy ${administrator}, statement 1`);
  expect(evidence).toMatchObject([
    {
      operation: 'iam:GetAccountAuthorizationDetails',
      field: 'RoleDetail.AttachedManagedPolicies[].PolicyArn',
      value: administrator,
    },
  ]);
});

test('edge 4: the evidence of a limited administrator says limitedBy', () => {
  const { evidence } = check.evaluate(withAdmin({}, [deny('*')]), iamTold([everything]), run);
  expect(evidence).toContainEqual(
    expect.objectContaining({ value: 'rights', note: 'limitedBy: inline policy rights, statement 1' }),
  );
});

test('edge 5: organization policies are not among what is read', () => {
  expect(Object.keys(check.uses)).toEqual(['authorization']);
});

test('edge 6: a deleted role is listed with who names it', () => {
  const { message } = check.evaluate(anMlRole(null), iamTold([]), run);
  expect(message).toContain('notebook-instance/fraud-research');
});

test('the fix detaches the policy, or caps the role', () => {
  expect(check.fix(withAdmin()).command).toBe(`aws iam detach-role-policy --role-name trainer --policy-arn ${administrator}`);
  expect(check.fix(one(allow('*'))).command).toContain('put-role-permissions-boundary --role-name trainer');
});
