import { cli, defineCheck, fail, notApplicable, own, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import type { Verdict } from '../../src/kit.ts';
import type { SecretDetails } from '../../src/inventory/secrets.ts';
import { intervalHours } from '../../src/lineage/schedule-expression.ts';
import { primaryOf } from '../../src/lineage/secret-reference.ts';
import { mlSecrets, type MlSecret } from '../../src/lineage/secrets.ts';
import { undecided } from '../../src/lineage/undecided.ts';

type Origin = Parameters<typeof seen>[0];

export default defineCheck({
  id: 'sec-secret-rotation-enabled',
  control: 'secrets',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'account',
  title: 'Secrets that ML uses rotate automatically',
  why: 'A credential that leaked once stays of use to the thief until somebody changes it.',
  advice: 'Let Secrets Manager change the credentials on a schedule.',
  threat: { text: 'Use of stolen credentials over a long time', atlas: ['AML.T0055', 'AML.T0012'] },
  mapping: ['Security Hub SecretsManager.1', 'NIST IA-5(1)'],
  resourceTypes: ['AWS::SecretsManager::Secret'],
  subject: mlSecrets,
  fix: ({ arn, region, secret }) => ({
    text: 'Turn on rotation with an interval of at most 90 days. AWS and partners rotate their own secrets; every other needs a rotation function. Where the credential cannot be changed by a program, such as the token of some Git hosts, change it by hand and waive this finding.',
    command: [
      cli`aws secretsmanager rotate-secret --region ${region} --secret-id ${arn}`,
      ...(rotatesWithoutFunction(secret)
        ? []
        : [cli`--rotation-lambda-arn ${own(secret, (details) => details?.rotationLambdaArn, 'ROTATION_FUNCTION_ARN')}`]),
      '--rotation-rules AutomaticallyAfterDays=30',
    ].join(' '),
  }),
  evaluate(item, _views, run) {
    if (item.account !== run.account) return notApplicable('external', `the secret belongs to account ${item.account}`);
    return whenKnown(item.secret, (details, from) => {
      if (details === null) return notApplicable('deleted', 'Secrets Manager knows no such secret');
      if (details.deletedAt !== null) return notApplicable('deleted', 'the secret is scheduled for deletion');
      if (primaryOf(details) !== null)
        return notApplicable(
          'unsupported',
          `a replica rotates with its primary in ${details.primaryRegion}, which is judged there`,
        );
      return judge(item, { details, from }, run.parameters.secretRotationMaxDays);
    });
  },
});

interface Seen {
  readonly details: SecretDetails;
  readonly from: Origin;
}

function judge(item: MlSecret, { details, from }: Seen, maxDays: number): Verdict {
  const enabled = seen(from, 'DescribeSecretResponse.RotationEnabled', details.rotationEnabled);
  if (details.rotationEnabled === null) return fail('rotation was never configured', enabled);
  if (!details.rotationEnabled) return fail('rotation is off', enabled);
  const days = intervalDays(details);
  const { schedule, rotateAfterDays } = details;
  const rule =
    schedule === null
      ? seen(from, 'DescribeSecretResponse.RotationRules.AutomaticallyAfterDays', rotateAfterDays)
      : seen(from, 'DescribeSecretResponse.RotationRules.ScheduleExpression', schedule);
  if (days === null) {
    const detail = schedule === null ? 'rotation is on without an interval' : `the schedule ${schedule} is not understood`;
    return unknown(undecided(from, item, { reason: 'malformed', error: 'RotationRules', detail }), detail, enabled, rule);
  }
  const often = `rotates every ${Number(days.toFixed(1))} days`;
  return days > maxDays ? fail(`${often}, more than ${maxDays}`, enabled, rule) : pass(often, enabled, rule);
}

/** The schedule is what holds: AWS computes AutomaticallyAfterDays from it. `null`: no interval, or none that we understand. */
function intervalDays({ schedule, rotateAfterDays }: SecretDetails): number | null {
  if (schedule === null) return rotateAfterDays;
  const hours = intervalHours(schedule);
  return typeof hours === 'number' ? hours / 24 : null;
}

function rotatesWithoutFunction(secret: MlSecret['secret']): boolean {
  return secret.known && secret.value !== null && (secret.value.owningService !== null || secret.value.external);
}
