import type { DescribeSecretResponse } from '@aws-sdk/client-secrets-manager';
import { arnOf, daysAgo, type Place } from './place.ts';

/** Secrets Manager adds a hyphen and six characters to the name. */
export function secretArn(at: Place, name: string): string {
  return arnOf(at, 'secretsmanager', `secret:${name}-Q7w2Rt`);
}

/** A secret that was never set to rotate. */
export function secret(at: Place, Name: string, more: Partial<DescribeSecretResponse> = {}): DescribeSecretResponse {
  return {
    ARN: secretArn(at, Name),
    Name,
    CreatedDate: daysAgo(at, 260),
    LastChangedDate: daysAgo(at, 260),
    VersionIdsToStages: { 'b0d7f0c2-4f5e-4a3b-9c8d-7e6f5a4b3c2d': ['AWSCURRENT'] },
    ...more,
  };
}

/** A secret that a function rotates. */
export function rotatedSecret(
  at: Place,
  Name: string,
  RotationRules: NonNullable<DescribeSecretResponse['RotationRules']>,
): DescribeSecretResponse {
  return secret(at, Name, {
    RotationEnabled: true,
    RotationLambdaARN: arnOf(at, 'lambda', 'function:rotate-secrets'),
    RotationRules,
    LastRotatedDate: daysAgo(at, 6),
    LastChangedDate: daysAgo(at, 6),
  });
}
