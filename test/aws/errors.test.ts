import { expect, test } from 'vitest';
import { kindOf, toGap } from '../../src/aws/errors.ts';
import { LockedOperation } from '../../src/aws/locks.ts';

const operation = { service: 's3', name: 'GetBucketPolicy', action: 's3:GetBucketPolicy' } as const;
const place = { account: '123456789012', region: 'eu-central-1' };

function awsError(name: string, { status = 400, message = 'no', skew = false } = {}): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: status, ...(skew ? { clockSkewCorrected: true } : {}) },
  });
}

function networkError(code: string, name = 'Error', message = code): Error {
  return Object.assign(new Error(message), { name, code });
}

test.for([
  ['AccessDenied', awsError('AccessDenied', { status: 403 }), 'denied', 'final'],
  ['AccessDeniedException', awsError('AccessDeniedException'), 'denied', 'final'],
  ['EC2', awsError('UnauthorizedOperation', { status: 403 }), 'denied', 'final'],
  ['AuthorizationError', awsError('AuthorizationErrorException'), 'denied', 'final'],
  ['a HEAD without a body', awsError('UnknownError', { status: 403 }), 'denied', 'final'],
  [
    'a service control policy',
    awsError('AccessDenied', { message: 'with an explicit deny in a service control policy' }),
    'denied-scp',
    'final',
  ],
  [
    'a resource control policy',
    awsError('AccessDenied', { message: 'with an explicit deny in a resource control policy' }),
    'denied-scp',
    'final',
  ],
  [
    'a resource policy',
    awsError('AccessDenied', { message: 'with an explicit deny in a resource-based policy' }),
    'denied-resource-policy',
    'final',
  ],
  ['a key policy', awsError('AccessDeniedException', { message: 'no KMS key policy allows' }), 'denied-resource-policy', 'final'],
  [
    'an identity policy',
    awsError('AccessDenied', { message: 'because no identity-based policy allows the s3:GetBucketPolicy action' }),
    'denied',
    'final',
  ],
  ['throttling', awsError('Throttling'), 'throttled', 'throttled'],
  ['S3 throttling', awsError('SlowDown', { status: 503 }), 'throttled', 'throttled'],
  ['EC2 throttling', awsError('RequestLimitExceeded', { status: 503 }), 'throttled', 'throttled'],
  ['a Region that is off', awsError('UnrecognizedClientException', { status: 403 }), 'unavailable', 'final'],
  ['EC2 in a Region that is off', awsError('AuthFailure', { status: 401 }), 'unavailable', 'final'],
  ['not opted in', awsError('OptInRequired', { status: 403 }), 'unavailable', 'final'],
  ['a clock that was wrong', awsError('RequestTimeTooSkewed', { status: 403, skew: true }), 'failed', 'skewed'],
  ['expired credentials', awsError('ExpiredToken', { status: 403 }), 'unavailable', 'expired'],
  ['expired credentials, JSON', awsError('ExpiredTokenException', { status: 403 }), 'unavailable', 'expired'],
  ['a server fault', awsError('InternalError', { status: 500 }), 'unavailable', 'server'],
  ['a slow client', awsError('RequestTimeout', { status: 400 }), 'unavailable', 'server'],
  [
    'an unreadable answer',
    Object.assign(new SyntaxError('Unexpected end of JSON'), { $metadata: { httpStatusCode: 200 } }),
    'malformed',
    'malformed',
  ],
  ['unreadable XML', awsError('Error', { status: 200, message: 'XML parse error' }), 'malformed', 'malformed'],
  [
    'an unreadable refusal',
    Object.assign(new SyntaxError('x'), { $metadata: { httpStatusCode: 403 } }),
    'malformed',
    'malformed',
  ],
  ['half a refusal, XML', awsError('Error', { status: 400 }), 'malformed', 'malformed'],
  ['no such name', networkError('ENOTFOUND'), 'unavailable', 'unreachable'],
  ['no such port', networkError('ECONNREFUSED'), 'unavailable', 'unreachable'],
  [
    'no connection',
    networkError('', 'TimeoutError', 'the request socket did not establish a connection'),
    'unavailable',
    'unreachable',
  ],
  ['a name server that is busy', networkError('EAI_AGAIN'), 'unavailable', 'transport'],
  ['no file handle left', networkError('EMFILE'), 'unavailable', 'transport'],
  ['expired credentials, EC2', awsError('RequestExpired'), 'unavailable', 'expired'],
  ['a reset, as the SDK has it', networkError('ECONNRESET', 'TimeoutError'), 'unavailable', 'transport'],
  [
    'no connection, as the system has it',
    networkError('ETIMEDOUT', 'TimeoutError', 'connect ETIMEDOUT 192.0.2.1:443'),
    'unavailable',
    'unreachable',
  ],
  [
    'no headers',
    networkError('ETIMEDOUT', 'TimeoutError', 'a request has exceeded the configured 20000 ms requestTimeout'),
    'timeout',
    'timeout',
  ],
  ['a defect', new TypeError('x is undefined'), 'failed', 'final'],
  ['nothing', undefined, 'failed', 'final'],
  ['a text', 'boom', 'failed', 'final'],
] as const)('%s', ([, error, reason, kind]) => {
  expect(kindOf(error)).toBe(kind);
  expect(toGap(error, operation, place)).toMatchObject({
    reason,
    operation: 's3:GetBucketPolicy',
    action: 's3:GetBucketPolicy',
    ...place,
  });
});

test('a gap holds codes, and nothing that a stranger wrote', () => {
  const message = 'User: arn:aws:iam::1:user/x is not authorized. Encoded authorization failure message: c2VjcmV0 \u001B[31m';
  const gap = toGap(awsError('AccessDenied\u001B[31m<script>', { status: 403, message }), operation, place);
  expect(gap.detail).toBe('s3:GetBucketPolicy gave no answer (denied): AccessDenied31mscript, HTTP 403');
  const long = toGap(awsError('A'.repeat(500)), operation, place);
  expect(long.detail.length).toBeLessThanOrEqual(200);
});

test('a defect of mlwarden is no gap', () => {
  expect(() => toGap(new LockedOperation('s3:GetObject'), operation, place)).toThrow(LockedOperation);
});
