import { ask, cli, defineCheck, fail, notApplicable, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import type { Collection, Evidence, Verdict } from '../../src/kit.ts';
import { describeStatement, reliablyAllows } from '../../src/iam/evaluate.ts';
import { parsePolicy } from '../../src/iam/parse.ts';
import { trusts } from '../../src/iam/resource-policy.ts';
import { apiAccounts } from '../../src/inventory/apis.ts';
import { authorization, type IamEntity, type IamRole } from '../../src/inventory/iam.ts';
import { identityOf, undecided } from '../../src/lineage/identities.ts';
import { inMlRegions } from '../../src/lineage/ml-regions.ts';
import { modelStages } from '../../src/lineage/model-apis.ts';

/** What AmazonAPIGatewayPushToCloudWatchLogs allows. */
const logActions = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  'logs:GetLogEvents',
  'logs:FilterLogEvents',
] as const;

const field = 'Account.cloudwatchRoleArn';

export default defineCheck({
  id: 'log-api-cloudwatch-role',
  control: 'logging',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'serve',
  title: 'API Gateway may write to CloudWatch Logs',
  why: 'Without a role for its logs API Gateway writes none, whatever the stages say.',
  advice: 'First of all give API Gateway the permission to read and write logs.',
  threat: { text: 'Membership inference and model inversion that nobody notices', atlas: ['AML.T0024'] },
  mapping: ['Security Hub APIGateway.1', 'NIST AU-12'],
  resourceTypes: ['AWS::ApiGateway::Account'],
  subject: inMlRegions(apiAccounts, 'arn:P:apigateway:R::/account'),
  uses: { modelStages, authorization },
  fix: ({ region }) => ({
    text: 'Create a role that trusts apigateway.amazonaws.com, attach AmazonAPIGatewayPushToCloudWatchLogs to it, and set it for the Region. The role counts for all APIs of the account there.',
    command: cli`aws apigateway update-account --region ${region} --patch-operations op=replace,path=/cloudwatchRoleArn,value=${ask('ROLE_ARN')}`,
  }),
  evaluate(account, { modelStages: stages, authorization: iam }, run) {
    const { region } = account;
    const here = stages.all
      .values()
      .filter((stage) => stage.region === region && stage.api.protocol !== 'HTTP')
      .toArray();
    if (!here.some(({ stage }) => stage.known)) {
      const gap = here.flatMap(({ stage }) => (stage.known ? [] : [stage.gap]))[0] ?? stages.gapIn(region);
      if (gap !== undefined) return unknown(gap, `could not tell whether an API in ${region} serves a model: ${gap.detail}`);
      return notApplicable('not-used-by-ml', 'no REST or WebSocket API here is in front of a model');
    }
    return whenKnown(account.settings, ({ cloudwatchRoleArn }, from) => {
      const evidence = seen(from, field, cloudwatchRoleArn);
      if (cloudwatchRoleArn === null) return fail('API Gateway has no role to write logs with', evidence);
      return whenKnown(iam.find(cloudwatchRoleArn), (role) =>
        role?.kind === 'role'
          ? judge(role, { iam, now: run.now, evidence })
          : fail('the role that API Gateway should write logs with does not exist', evidence),
      );
    });
  },
});

interface Judging {
  readonly iam: Collection<IamEntity>;
  readonly now: number;
  readonly evidence: Evidence;
}

function judge(role: IamRole, { iam, now, evidence }: Judging): Verdict {
  const trust = role.trustPolicy === null ? null : parsePolicy(role.trustPolicy, 'url');
  const trusted = trust?.ok === true ? trusts(trust.policy, 'apigateway.amazonaws.com', role.account) : 'unknown';
  const rights = reliablyAllows(identityOf(role, iam, { now }), logActions, null);
  const policies = [...role.attachedPolicies.map(({ name }) => name), ...role.inlinePolicies.map(({ name }) => name)];
  const all = [
    evidence,
    seen(role.from, 'RoleDetail.AssumeRolePolicyDocument', trust?.ok === true ? `apigateway.amazonaws.com: ${trusted}` : null),
    seen(
      role.from,
      'RoleDetail.AttachedManagedPolicies',
      policies,
      rights.because.map((one) => describeStatement(one)).join('; ') || undefined,
    ),
  ] as const;
  if (trusted === 'no') return fail('the role does not trust apigateway.amazonaws.com', ...all);
  if (rights.answer === 'no') return fail(`the role may not ${rights.lacking.join(', ')}`, ...all);
  if (rights.answer === 'unknown') return unknown(undecided(rights, role, iam), undefined, ...all);
  if (trusted === 'unknown')
    return unknown(
      {
        reason: 'malformed',
        operation: 'iam:GetAccountAuthorizationDetails',
        action: 'iam:GetAccountAuthorizationDetails',
        account: role.account,
        region: 'global',
        error: 'PolicyNotDecidable',
        detail: 'whether the trust policy lets API Gateway take the role cannot be decided',
      },
      undefined,
      ...all,
    );
  return pass('API Gateway may write logs with its role', ...all);
}
