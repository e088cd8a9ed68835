import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/secrets.ts';
import { collectWith, target } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { region } from '../support/inventory.ts';
import { secretArn } from '../support/secrets.ts';

const manager = mockClient(SecretsManagerClient);
const other = secretArn.replace('ml/git', 'ml/db');

beforeEach(() => {
  manager.reset();
  manager.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('what is said of a secret, under the reference that was made', async () => {
  const reference = `${secretArn}:password::`;
  manager.on(DescribeSecretCommand, { SecretId: secretArn }).resolves({
    ARN: secretArn,
    Name: 'ml/git',
    RotationEnabled: true,
    RotationRules: { AutomaticallyAfterDays: 30, ScheduleExpression: 'rate(30 days)' },
    RotationLambdaARN: 'arn:aws:lambda:eu-west-1:111122223333:function:rotate',
    Tags: [{ Key: 'owner', Value: 'not kept' }],
  });
  const { items } = await collectWith(collector, { targets: [target('secret', reference)] });
  expect(JSON.stringify(items)).not.toContain('not kept');
  expect(items).toMatchObject([
    {
      arn: reference,
      region,
      secret: {
        value: {
          secretArn,
          name: 'ml/git',
          rotationEnabled: true,
          rotateAfterDays: 30,
          schedule: 'rate(30 days)',
          owningService: null,
          external: false,
          deletedAt: null,
          primaryRegion: null,
        },
      },
    },
  ]);
});

test('a denied detail is a gap of that secret alone, and one that does not exist is known not to', async () => {
  manager
    .on(DescribeSecretCommand, { SecretId: secretArn })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeSecretCommand, { SecretId: other })
    .rejects(awsError('ResourceNotFoundException'));
  const { items, gaps } = await collectWith(collector, { targets: [target('secret', secretArn), target('secret', other)] });
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    { arn: other, secret: { known: true, value: null } },
    { arn: secretArn, secret: { known: false, gap: { reason: 'denied' } } },
  ]);
});

test('the primary of a replica is looked at in its own Region', async () => {
  const primary = secretArn.replace(region, 'eu-central-1');
  manager
    .on(DescribeSecretCommand, { SecretId: secretArn })
    .resolves({ ARN: secretArn, Name: 'ml/git', PrimaryRegion: 'eu-central-1' })
    .on(DescribeSecretCommand, { SecretId: primary })
    .resolves({ ARN: primary, Name: 'ml/git', PrimaryRegion: 'eu-central-1', RotationEnabled: true });
  const { items } = await collectWith(collector, { targets: [target('secret', secretArn)] });
  expect(items).toMatchObject([
    { arn: primary, region: 'eu-central-1', secret: { value: { rotationEnabled: true }, from: { region: 'eu-central-1' } } },
    { arn: secretArn, region, secret: { value: { rotationEnabled: null } } },
  ]);
});

test('scheduled deletion and what others rotate is told', async () => {
  manager.on(DescribeSecretCommand).resolves({
    ARN: secretArn,
    Name: 'ml/git',
    DeletedDate: new Date('2026-11-20T00:00:00Z'),
    OwningService: 'rds',
    ExternalSecretRotationMetadata: [{ Key: 'k', Value: 'v' }],
  });
  const { items } = await collectWith(collector, { targets: [target('secret', secretArn)] });
  expect(items[0]?.secret).toMatchObject({
    value: { deletedAt: '2026-11-20T00:00:00.000Z', owningService: 'rds', external: true },
  });
});
