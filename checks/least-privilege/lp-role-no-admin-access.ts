import { ask, cli, defineCheck, fail, pass, seen, unknown } from '../../src/kit.ts';
import { adminEquivalent, describeStatement, type Identity } from '../../src/iam/evaluate.ts';
import { authorization, type IamRole } from '../../src/inventory/iam.ts';
import { identityOf, rightsOf, statementsOf, undecided } from '../../src/lineage/identities.ts';
import { executionRoles, judgeOwnRole } from '../../src/lineage/roles.ts';

/** AWS managed policies that make an administrator, in any partition: by ARN, as their text may not have been read. */
const administrators = /:aws:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

export default defineCheck({
  id: 'lp-role-no-admin-access',
  control: 'least-privilege',
  severity: 'CRITICAL',
  tier: 1,
  origin: 'post',
  stage: 'account',
  title: 'ML execution roles are not administrators',
  why: 'Whoever can run a notebook cell or a training job becomes administrator of the account, and can then switch off every other control.',
  advice: 'Give each role only the permissions that its task needs.',
  threat: {
    text: 'Data poisoning, membership inference and model inversion through full access to every artifact',
    atlas: ['AML.T0012', 'AML.T0035'],
  },
  mapping: ['Security Hub IAM.1', 'NIST AC-6', 'NIST AC-3'],
  resourceTypes: ['AWS::IAM::Role'],
  subject: executionRoles,
  uses: { authorization },
  fix({ name, role }) {
    const text =
      'Attach a policy with only the actions and resources that the role uses, then take away the policy that the evidence names. A permissions boundary without IAM rights keeps the role from growing back.';
    const attached = role.known ? attachedAdministrator(role.value) : undefined;
    return attached === undefined
      ? {
          text,
          command: cli`aws iam put-role-permissions-boundary --role-name ${name} --permissions-boundary ${ask('BOUNDARY_POLICY_ARN')}`,
        }
      : { text, command: cli`aws iam detach-role-policy --role-name ${name} --policy-arn ${attached}` };
  },
  evaluate: (subject, { authorization: iam }, run) =>
    judgeOwnRole(subject, (role, from) => {
      const identity = identityOf(role, iam, run);
      const grant = adminEquivalent(identity);
      switch (grant.answer) {
        case 'yes':
          return fail(
            `the role is an administrator by ${grant.because.map((each) => describeStatement(each)).join('; ')}`,
            ...statementsOf(grant.because, role),
          );
        case 'no':
          return pass(
            grant.limitedBy.length === 0
              ? 'no policy of the role makes it an administrator'
              : 'a policy would make the role an administrator, but its rights are limited',
            ...rightsOf(role),
            ...statementsOf(grant.limitedBy, role, 'limitedBy'),
          );
        case 'unknown': {
          const attached = attachedAdministrator(role);
          if (attached !== undefined && !mayBeLimited(identity))
            return fail(
              `the role is an administrator by the policy ${attached}`,
              seen(from, 'RoleDetail.AttachedManagedPolicies[].PolicyArn', attached),
            );
          const gap = undecided(grant, role, iam);
          return unknown(gap, `it could not be decided whether the role is an administrator: ${gap.detail}`, ...rightsOf(role));
        }
      }
    }),
});

function attachedAdministrator(role: IamRole | null): string | undefined {
  return role?.attachedPolicies.find(({ arn }) => administrators.test(arn))?.arn;
}

/** Whether anything that was read could take rights away again. */
function mayBeLimited({ boundary, sources }: Identity): boolean {
  const denies = sources.some(({ policy }) => policy.ok && policy.policy.statements.some(({ effect }) => effect === 'Deny'));
  return boundary !== null || denies;
}
