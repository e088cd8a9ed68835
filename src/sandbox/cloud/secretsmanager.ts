import type { DescribeSecretResponse } from '@aws-sdk/client-secrets-manager';
import type { AccountOf } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers } from '../types.ts';

/** Secrets Manager, without any secret value. */
export function secretsmanager(accountOf: AccountOf): Handlers {
  return defineHandlers('secretsmanager', {
    DescribeSecret({ SecretId: id = '' }, call) {
      const all = accountOf(call).in[call.region]?.secretsmanager?.secrets ?? [];
      return all.find((secret) => isNamed(secret, id)) ?? secretNotFound();
    },
  });
}

/** By name, by ARN, or by ARN without the six characters at its end. */
function isNamed({ ARN: arn = '', Name: name }: DescribeSecretResponse, id: string): boolean {
  return id === name || id === arn || id === arn.replace(/-[A-Za-z0-9]{6}$/, '');
}

function secretNotFound(): never {
  throw new SandboxError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.", 400);
}
