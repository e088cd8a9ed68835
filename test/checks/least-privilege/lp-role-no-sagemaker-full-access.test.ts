import { expect, test } from 'vitest';
import check from '../../../checks/least-privilege/lp-role-no-sagemaker-full-access.ts';
import { missing } from '../../../src/core/fact.ts';
import type { IamEntity } from '../../../src/inventory/iam.ts';
import { managedPolicy } from '../../../src/sandbox/seeds/support/managed-policies.ts';
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

const full = awsPolicy('AmazonSageMakerFullAccess');
const canvas = awsPolicy('AmazonSageMakerCanvasFullAccess');
const namesake = ownPolicy('AmazonSageMakerFullAccess');
const notStudio = { Effect: 'Allow', Action: 'sagemaker:*', NotResource: ['arn:aws:sagemaker:*:*:domain/*'] };
const training = allow(['sagemaker:CreateTrainingJob', 'sagemaker:DescribeTrainingJob'], 'arn:aws:sagemaker:*:*:training-job/*');
const one = (...statements: readonly Statement[]) => anMlRole(anIamRole(statements));
const having = (...arns: readonly string[]) => anMlRole(anIamRole([], attached(...arns)));
const asTold = (name: Parameters<typeof managedPolicy>[0]): IamEntity => ({
  ...aPolicy(managedPolicy(name).arn, null),
  document: encodeURIComponent(JSON.stringify(managedPolicy(name).document)),
});

test.for<[string, ReturnType<typeof anMlRole>, readonly IamEntity[], string]>([
  ['training jobs only', one(training), [], 'PASS'],
  ['the policy attached', having(full), [asTold('AmazonSageMakerFullAccess')], 'FAIL'],
  ['the policy attached, its text not told', having(full), [], 'FAIL'],
  ['all of sagemaker in an inline policy', one(allow('sagemaker:*')), [], 'FAIL'],
  ['all of sagemaker in an own policy', having(ownPolicy('ml')), [aPolicy(ownPolicy('ml'), [allow('SageMaker:*')])], 'FAIL'],
  ['an administrator', one(allow('*')), [], 'FAIL'],
  ['all of sagemaker, and all of it denied', one(allow('sagemaker:*'), deny('sagemaker:*')), [], 'PASS'],
  ['an own policy that IAM did not tell', having(ownPolicy('ml')), [], 'UNKNOWN'],
  ['a text that is no policy', anMlRole(anIamRole([], { inlinePolicies: [{ name: 'odd', document: '{' }] })), [], 'UNKNOWN'],
  ['a denied list', anMlRole(missing(authorizationGap())), [], 'UNKNOWN'],
  ['a role of another account', anMlRole(null, { external: true }), [], 'NOT_APPLICABLE'],
  [
    'a service-linked role',
    anMlRole(null, { arn: 'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX' }),
    [],
    'NOT_APPLICABLE',
  ],
  ['a deleted role', anMlRole(null), [], 'NOT_APPLICABLE'],
  ['edge 1: in China', having(awsPolicy('AmazonSageMakerFullAccess', 'aws-cn')), [], 'FAIL'],
  ['edge 1: in GovCloud', having(awsPolicy('AmazonSageMakerFullAccess', 'aws-us-gov')), [], 'FAIL'],
  ['edge 1: an own policy of that name', having(namesake), [aPolicy(namesake, [training])], 'PASS'],
  ['edge 2: by NotResource, as the real policy has it', one(notStudio), [], 'FAIL'],
  ['edge 3: the policy for Canvas', having(canvas), [asTold('AmazonSageMakerCanvasFullAccess')], 'PASS'],
])('%s is %s', ([, role, entities, status]) => {
  expect(check.evaluate(role, iamTold(entities), run).status).toBe(status);
});

test('edge 2: the evidence names the statement', () => {
  expect(check.evaluate(one(training, notStudio), iamTold([]), run).evidence).toMatchObject([
    { field: 'RoleDetail.RolePolicyList[].PolicyName', value: 'rights', note: 'inline policy rights, statement 2' },
  ]);
});

test('edge 3: the policy for Canvas is evidence', () => {
  expect(check.evaluate(having(canvas), iamTold([asTold('AmazonSageMakerCanvasFullAccess')]), run).evidence).toContainEqual(
    expect.objectContaining({ field: 'RoleDetail.AttachedManagedPolicies[].PolicyArn', value: [canvas] }),
  );
});

test('the fix detaches the policy, or finds out what the role uses', () => {
  expect(check.fix(having(full)).command).toBe(`aws iam detach-role-policy --role-name trainer --policy-arn ${full}`);
  expect(check.fix(one(allow('sagemaker:*'))).command).toBe(
    'aws iam generate-service-last-accessed-details --arn arn:aws:iam::111122223333:role/ml/trainer --granularity ACTION_LEVEL',
  );
});
