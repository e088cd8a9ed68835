import { CreateSecretCommand, DeleteSecretCommand, RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { Account } from '../support/account.ts';

/** A secret's ARN. */
export async function createSecret(
  { secretsmanager }: Account,
  name: string,
  { rotatedBy, everyDays, deleted = false }: { rotatedBy?: string; everyDays?: number; deleted?: boolean } = {},
): Promise<string> {
  const { ARN: arn = '' } = await secretsmanager.send(new CreateSecretCommand({ Name: name, SecretString: 'not-a-real-secret' }));
  if (rotatedBy !== undefined) {
    const RotationRules = { AutomaticallyAfterDays: everyDays };
    await secretsmanager.send(
      new RotateSecretCommand({ SecretId: arn, RotationLambdaARN: rotatedBy, RotationRules, RotateImmediately: false }),
    );
  }
  if (deleted) await secretsmanager.send(new DeleteSecretCommand({ SecretId: arn, RecoveryWindowInDays: 30 }));
  return arn;
}
