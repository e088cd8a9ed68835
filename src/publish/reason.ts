import { EndpointError } from '../aws/endpoint.ts';
import { CredentialsLost, errorFacts, kindOf } from '../aws/errors.ts';
import type { Session } from '../aws/session.ts';

export interface Failed {
  /** IAM action of the call. */
  readonly action: string;
  /** Account that must own the bucket. */
  readonly owner: string;
  readonly session: Pick<Session, 'adviceFor'>;
  /** Whether the user ended it. */
  readonly stopped: boolean;
}

const badCredentials = /^(InvalidAccessKeyId|InvalidToken|InvalidClientTokenId|SignatureDoesNotMatch|RequestTimeTooSkewed)$/;

/** Why a bucket could not be written, and what to do about it, in one line. A message of AWS is not repeated. */
export function reasonOf(error: unknown, { action, owner, session, stopped }: Failed): string {
  if (stopped) return 'it was stopped';
  if (error instanceof EndpointError) return error.message;
  if (error instanceof CredentialsLost) return session.adviceFor(error);
  const { name, status, message } = errorFacts(error);
  if (name === 'NoSuchBucket') return 'there is no such bucket';
  if (name.startsWith('KMS.')) return `the KMS key cannot be used (${name})`;
  if (name === 'NotImplemented') return 'the store has no conditional writes';
  if (badCredentials.test(name)) return `AWS refused the credentials (${name})`;
  switch (kindOf(error)) {
    case 'expired':
      return 'the credentials have expired: log in again';
    case 'unreachable':
    case 'transport':
      return 'S3 cannot be reached: check the endpoint and the network';
    case 'timeout':
      return 'S3 does not answer';
    case 'malformed':
      return 'what answers is not S3: look at the endpoint and for a proxy';
    case 'throttled':
    case 'server':
    case 'skewed':
      return `S3 keeps failing (${name})`;
    case 'final':
  }
  if (status === 409) return `S3 keeps failing (${name})`;
  if (status === 301 || status === 307) return 'the bucket is in another Region: set AWS_REGION';
  if (status !== 403) return `S3 refused it (${name})`;
  const denied = /\bkms:\w+/.exec(message)?.[0];
  if (denied !== undefined) return `access denied: the credentials need ${denied} on the bucket's KMS key`;
  return `access denied: the credentials need ${action}, and the bucket must be account ${owner}'s (else name its owner: --output-account)`;
}
