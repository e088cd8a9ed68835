import { describe, expect, test } from 'vitest';

import type { Answer } from '../../src/iam/conditions.ts';
import { deniesEveryone, deniesWithoutMfa, trusts } from '../../src/iam/resource-policy.ts';
import { aPolicy, type Json } from './support/policies.ts';

const gateway = { Service: 'apigateway.amazonaws.com' };
const trust = (principal: unknown, rest: Json = {}): Json => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...rest,
});
const under = (operator: string, key: string, value: unknown): Json => ({ Condition: { [operator]: { [key]: value } } });

describe('trust', () => {
  test.for<[string, readonly Json[], Answer]>([
    ['the service', [trust(gateway)], 'yes'],
    ['rule 1: among others', [trust({ Service: ['lambda.amazonaws.com', 'apigateway.amazonaws.com'] })], 'yes'],
    ['rule 2: the action by wildcard', [trust(gateway, { Action: 'STS:*' })], 'yes'],
    ['another service', [trust({ Service: 'lambda.amazonaws.com' })], 'no'],
    ['an account', [trust({ AWS: 'arn:aws:iam::111122223333:root' })], 'no'],
    ['everyone', [trust('*')], 'unknown'],
    ['another action', [trust(gateway, { Action: 'sts:TagSession' })], 'no'],
    ['everyone but', [{ Effect: 'Allow', NotPrincipal: gateway, Action: 'sts:AssumeRole' }], 'unknown'],
    ['guarded by our account', [trust(gateway, under('StringEquals', 'aws:SourceAccount', '111122223333'))], 'yes'],
    ['guarded by another account', [trust(gateway, under('StringEquals', 'aws:SourceAccount', '999999999999'))], 'no'],
    [
      'guarded by an ARN of our account',
      [trust(gateway, under('ArnLike', 'aws:SourceArn', 'arn:aws:sagemaker:*:111122223333:*'))],
      'yes',
    ],
    [
      'guarded by an ARN of another',
      [trust(gateway, under('ArnLike', 'aws:SourceArn', 'arn:aws:sagemaker:*:999999999999:*'))],
      'no',
    ],
    [
      'guarded by one resource',
      [trust(gateway, under('ArnLike', 'aws:SourceArn', 'arn:aws:sagemaker:*:111122223333:endpoint/x'))],
      'unknown',
    ],
    ['under another condition', [trust(gateway, under('StringEquals', 'sts:ExternalId', 'x'))], 'unknown'],
    ['rule 4: denied', [trust(gateway), trust(gateway, { Effect: 'Deny' })], 'no'],
    ['rule 4: denied to everyone', [trust('*', { Effect: 'Deny' }), trust(gateway)], 'no'],
    ['rule 4: denied to all but it', [trust(gateway), { Effect: 'Deny', NotPrincipal: gateway, Action: '*' }], 'yes'],
    [
      'rule 4: denied outside our account',
      [trust(gateway), trust('*', { Effect: 'Deny', ...under('StringNotEquals', 'aws:SourceAccount', '111122223333') })],
      'yes',
    ],
    [
      'rule 4: denied under a condition',
      [trust(gateway), trust('*', { Effect: 'Deny', ...under('StringEquals', 'aws:Nonsense', 'x') })],
      'unknown',
    ],
    ['nobody', [], 'no'],
  ])('%s', ([, statements, expected]) => {
    expect(trusts(aPolicy(...statements), 'apigateway.amazonaws.com', '111122223333')).toBe(expected);
  });
});

const bucket = 'arn:aws:s3:::models';
const targets = [
  { action: 's3:DeleteObjectVersion', resource: `${bucket}/*` },
  { action: 's3:PutBucketVersioning', resource: bucket },
];
const denied = (condition: Json, rest: Json = {}): Json => ({
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:DeleteObjectVersion', 's3:PutBucketVersioning'],
  Resource: [bucket, `${bucket}/*`],
  ...condition,
  ...rest,
});
const boolIfExists = under('BoolIfExists', 'aws:MultiFactorAuthPresent', 'false');

describe('rule 4: denied without MFA (ver-s3-mfa-delete)', () => {
  test.for<[string, readonly Json[], Answer]>([
    ['BoolIfExists', [denied(boolIfExists)], 'yes'],
    ['BoolIfExists with a JSON boolean', [denied(under('BoolIfExists', 'aws:multifactorauthpresent', false))], 'yes'],
    ['Null of the age', [denied(under('Null', 'aws:MultiFactorAuthAge', true))], 'yes'],
    ['negated', [denied(under('StringNotEquals', 'aws:MultiFactorAuthPresent', 'true'))], 'yes'],
    ['Bool alone misses long-term keys', [denied(under('Bool', 'aws:MultiFactorAuthPresent', 'false'))], 'no'],
    ['Null alone misses temporary credentials', [denied(under('Null', 'aws:MultiFactorAuthPresent', 'true'))], 'no'],
    [
      'Bool and Null in two statements',
      [denied(under('Bool', 'aws:MultiFactorAuthPresent', 'false')), denied(under('Null', 'aws:MultiFactorAuthPresent', 'true'))],
      'yes',
    ],
    ['always', [denied({})], 'yes'],
    ['AWS: *', [denied(boolIfExists, { Principal: { AWS: '*' } })], 'yes'],
    ['s3:* on the bucket by prefix', [denied(boolIfExists, { Action: 's3:*', Resource: `${bucket}*` })], 'yes'],
    [
      'one action a statement',
      [denied(boolIfExists, { Action: 's3:DeleteObjectVersion' }), denied(boolIfExists, { Action: 's3:PutBucketVersioning' })],
      'yes',
    ],
    ['one action only', [denied(boolIfExists, { Action: 's3:DeleteObjectVersion' })], 'no'],
    ['objects only', [denied(boolIfExists, { Resource: `${bucket}/*` })], 'no'],
    ['a prefix of the bucket', [denied(boolIfExists, { Resource: [bucket, `${bucket}/a/*`] })], 'no'],
    ['one principal', [denied(boolIfExists, { Principal: { AWS: 'arn:aws:iam::111122223333:role/x' } })], 'no'],
    [
      'all principals but one',
      [{ ...denied(boolIfExists, { Principal: undefined }), NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/x' } }],
      'unknown',
    ],
    [
      'with an exception',
      [
        denied({
          Condition: {
            BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' },
            ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/x' },
          },
        }),
      ],
      'unknown',
    ],
    ['the wrong way round', [denied(under('Bool', 'aws:MultiFactorAuthPresent', 'true'))], 'no'],
    ['an Allow', [denied(boolIfExists, { Effect: 'Allow' })], 'no'],
    ['no statements', [], 'no'],
  ])('%s', ([, statements, expected]) => {
    expect(deniesWithoutMfa(aPolicy(...statements), targets).answer).toBe(expected);
  });

  test('the statements are the evidence', () => {
    const policy = aPolicy(denied(boolIfExists, { Effect: 'Allow' }), denied(boolIfExists, { Sid: 'Mfa' }));
    expect(deniesWithoutMfa(policy, targets).because).toEqual([
      { policy: 'resource policy', arn: null, kind: 'resource', index: 1, sid: 'Mfa', note: null },
    ]);
  });
});

test('rule 4: denied without TLS', () => {
  const plainHttp = new Map([['aws:securetransport', ['false']]]);
  const everything = [{ action: 's3:GetObject', resource: `${bucket}/*` }];
  const policy = aPolicy(denied(under('Bool', 'aws:SecureTransport', 'false'), { Action: 's3:*' }));
  expect(deniesEveryone(policy, everything, [plainHttp]).answer).toBe('yes');
  expect(deniesEveryone(policy, everything, [new Map([['aws:securetransport', ['true']]])]).answer).toBe('no');
});
