import { expect, test } from 'vitest';
import check from '../../../checks/secrets/sec-secret-rotation-enabled.ts';
import type { SecretReferenceItem } from '../../../src/inventory/secrets.ts';
import type { MlSecret } from '../../../src/lineage/secrets.ts';
import { denied, home, region, run, runWith, told } from '../../support/inventory.ts';
import { aSecret, secretArn } from '../../support/secrets.ts';

/** The secret as the graph reaches it, through the Git configuration of a code repository. */
const mlSecret = (details: Parameters<typeof aSecret>[0] = {}, overrides: Partial<SecretReferenceItem> = {}): MlSecret => ({
  ...aSecret(details, overrides),
  edges: [
    {
      from: `arn:aws:sagemaker:${region}:${home.account}:code-repository/fraud-code`,
      field: 'CodeRepositorySummary.GitConfig.SecretArn',
      to: { kind: 'secret', id: secretArn, region, account: home.account },
      certainty: 'declared',
      use: null,
      prefix: null,
    },
  ],
});
const never = { rotationEnabled: null, rotateAfterDays: null, rotationLambdaArn: null };

test.for([
  ['every 30 days', mlSecret(), 'PASS'],
  ['every 90 days', mlSecret({ rotateAfterDays: 90 }), 'PASS'],
  ['every 91 days', mlSecret({ rotateAfterDays: 91 }), 'FAIL'],
  ['rotation that is off', mlSecret({ rotationEnabled: false }), 'FAIL'],
  ['rotation that was never configured', mlSecret(never), 'FAIL'],
  ['a secret that we may not read', mlSecret(denied('secretsmanager:DescribeSecret')), 'UNKNOWN'],
  ['a schedule that we do not understand', mlSecret({ schedule: 'cron(0 8)', rotateAfterDays: 30 }), 'UNKNOWN'],
  ['rotation without an interval', mlSecret({ rotateAfterDays: null }), 'UNKNOWN'],
  ['a secret that is scheduled for deletion', mlSecret({ ...never, deletedAt: '2026-11-20T00:00:00.000Z' }), 'NOT_APPLICABLE'],
  ['a secret that does not exist', mlSecret(told(null)), 'NOT_APPLICABLE'],
  ['a replica', mlSecret({ ...never, primaryRegion: 'eu-central-1' }), 'NOT_APPLICABLE'],
  [
    'a secret of another account',
    mlSecret(denied('secretsmanager:DescribeSecret'), { account: '999988887777' }),
    'NOT_APPLICABLE',
  ],
  [
    'edge 1: managed by RDS, without a function',
    mlSecret({ owningService: 'rds', rotationLambdaArn: null, rotateAfterDays: 7 }),
    'PASS',
  ],
  ['edge 1: managed by a partner, without a function', mlSecret({ external: true, rotationLambdaArn: null }), 'PASS'],
  ['edge 2: a Git token that does not rotate', mlSecret(never), 'FAIL'],
  ['edge 3: rate()', mlSecret({ schedule: 'rate(12 hours)' }), 'PASS'],
  ['edge 3: cron(), on the first of every month', mlSecret({ schedule: 'cron(0 8 1 * ? *)' }), 'PASS'],
  ['edge 3: cron(), twice a year', mlSecret({ schedule: 'cron(0 8 1 1,7 ? *)', rotateAfterDays: 30 }), 'FAIL'],
] as const)('%s is %s', ([, secret, status]) => {
  expect(check.evaluate(secret, {}, run).status).toBe(status);
});

test('the longest interval is a parameter', () => {
  expect(check.evaluate(mlSecret(), {}, runWith({ secretRotationMaxDays: 7 })).status).toBe('FAIL');
});

test('the evidence is the switch and the rule', () => {
  expect(check.evaluate(mlSecret({ schedule: 'rate(10 days)' }), {}, run)).toMatchObject({
    message: 'rotates every 10 days',
    evidence: [
      { operation: 'secretsmanager:DescribeSecret', field: 'DescribeSecretResponse.RotationEnabled', value: true },
      { field: 'DescribeSecretResponse.RotationRules.ScheduleExpression', value: 'rate(10 days)' },
    ],
  });
});

test('the fix turns on rotation with what is known, and edge 2: says when to waive', () => {
  const { text, command } = check.fix(mlSecret({ rotationEnabled: false }));
  expect(command).toBe(
    `aws secretsmanager rotate-secret --region eu-west-1 --secret-id ${secretArn} --rotation-lambda-arn arn:aws:lambda:eu-west-1:111122223333:function:rotate-git --rotation-rules AutomaticallyAfterDays=30`,
  );
  expect(text).toContain('waive');
  expect(check.fix(mlSecret(never)).command).toContain('--rotation-lambda-arn ROTATION_FUNCTION_ARN');
  expect(check.fix(mlSecret({ ...never, owningService: 'rds' })).command).not.toContain('--rotation-lambda-arn');
});
