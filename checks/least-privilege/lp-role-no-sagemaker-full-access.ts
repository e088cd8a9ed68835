import { cli, defineCheck, fail, pass, seen, unknown } from '../../src/kit.ts';
import { allowsAllOfService, describeStatement } from '../../src/iam/evaluate.ts';
import { authorization, type IamRole } from '../../src/inventory/iam.ts';
import { identityOf, rightsOf, statementsOf, undecided } from '../../src/lineage/identities.ts';
import { executionRoles, judgeOwnRole } from '../../src/lineage/roles.ts';

export default defineCheck({
  id: 'lp-role-no-sagemaker-full-access',
  control: 'least-privilege',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'develop',
  title: 'Execution roles do not use AmazonSageMakerFullAccess',
  why: 'The policy also opens every bucket with sagemaker in its name, every secret tagged SageMaker, and the deletion of alarms: one notebook reaches the data and models of all teams.',
  advice: 'AmazonSageMakerFullAccess gives access to everything in SageMaker: write a policy for what the role does.',
  threat: {
    text: 'Data poisoning and theft of models through broad rights on artifacts; deleting alarms hides drift',
    atlas: ['AML.T0012', 'AML.T0035', 'AML.T0020'],
  },
  mapping: ['NIST AC-6', 'Security Hub IAM.21'],
  resourceTypes: ['AWS::IAM::Role'],
  subject: executionRoles,
  uses: { authorization },
  fix({ arn, name, role }) {
    const text =
      'Write a customer managed policy from what the role has used, as Access Advisor and CloudTrail tell, and attach it. Then take away the policy that the evidence names.';
    const attached = role.known ? attachedFullAccess(role.value) : undefined;
    return attached === undefined
      ? { text, command: cli`aws iam generate-service-last-accessed-details --arn ${arn} --granularity ACTION_LEVEL` }
      : { text, command: cli`aws iam detach-role-policy --role-name ${name} --policy-arn ${attached}` };
  },
  evaluate: (subject, { authorization: iam }, run) =>
    judgeOwnRole(subject, (role, from) => {
      const attached = attachedFullAccess(role);
      if (attached !== undefined)
        return fail(
          'AmazonSageMakerFullAccess is attached to the role',
          seen(from, 'RoleDetail.AttachedManagedPolicies[].PolicyArn', attached),
        );
      const grant = allowsAllOfService(identityOf(role, iam, run), 'sagemaker');
      switch (grant.answer) {
        case 'yes':
          return fail(
            `the role may do everything in SageMaker by ${grant.because.map((each) => describeStatement(each)).join('; ')}`,
            ...statementsOf(grant.because, role),
          );
        case 'no':
          return pass(
            grant.limitedBy.length === 0
              ? 'no policy of the role allows everything in SageMaker'
              : 'a policy would allow everything in SageMaker, but the rights of the role are limited',
            ...rightsOf(role),
            ...statementsOf(grant.limitedBy, role, 'limitedBy'),
          );
        case 'unknown': {
          const gap = undecided(grant, role, iam);
          return unknown(
            gap,
            `it could not be decided whether the role may do everything in SageMaker: ${gap.detail}`,
            ...rightsOf(role),
          );
        }
      }
    }),
});

/** AWS's own policy in any partition; a customer policy of this name has an account id in its ARN. */
function attachedFullAccess(role: IamRole | null): string | undefined {
  return role?.attachedPolicies.find(({ arn }) => arn.endsWith(':aws:policy/AmazonSageMakerFullAccess'))?.arn;
}
