import { CreateKeyCommand, EnableKeyRotationCommand, type KeySpec } from '@aws-sdk/client-kms';
import type { Account } from '../support/account.ts';

/** A KMS key's id; with `rotatesAfter` it rotates after so many days. */
export async function createKey(
  { kms }: Account,
  { rotatesAfter, spec = 'SYMMETRIC_DEFAULT' }: { rotatesAfter?: number; spec?: KeySpec } = {},
): Promise<string> {
  const usage = spec === 'SYMMETRIC_DEFAULT' ? 'ENCRYPT_DECRYPT' : 'SIGN_VERIFY';
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec: spec, KeyUsage: usage }));
  const id = KeyMetadata?.KeyId ?? '';
  if (rotatesAfter !== undefined) await kms.send(new EnableKeyRotationCommand({ KeyId: id, RotationPeriodInDays: rotatesAfter }));
  return id;
}
