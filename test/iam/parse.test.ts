import { describe, expect, test } from 'vitest';

import { parsePolicy, type PolicyEncoding } from '../../src/iam/parse.ts';

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const policy = { Version: '2012-10-17', Statement: [statement] };
const text = JSON.stringify(policy);

/** RFC 3986, as IAM does it: also the characters that encodeURIComponent leaves. */
function encoded(plain: string): string {
  return encodeURIComponent(plain).replaceAll(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sources(given: string, encoding: PolicyEncoding): unknown {
  const parsed = parsePolicy(given, encoding);
  if (!parsed.ok) return parsed.error;
  return parsed.policy.statements.map(({ actions, resources }) => [
    actions.patterns.map(({ source }) => source),
    resources?.patterns.map(({ source }) => source),
  ]);
}

const seen = [[['s3:GetObject'], ['arn:aws:s3:::b/*']]];

describe('rule 1: decoding', () => {
  test.for<[string, string, PolicyEncoding]>([
    ['URL-encoded', encoded(text), 'url'],
    ['plain JSON', text, 'json'],
    ['escaped quotes, as API Gateway has them', text.replaceAll('"', String.raw`\"`), 'escaped-json'],
    ['escaped slashes too', text.replaceAll('"', String.raw`\"`).replaceAll('/', String.raw`\/`), 'escaped-json'],
    ['an API Gateway policy that is not escaped', text, 'escaped-json'],
    ['a single Statement object', JSON.stringify({ ...policy, Statement: statement }), 'json'],
    [
      'arrays for strings',
      JSON.stringify({ Statement: { ...statement, Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::b/*'] } }),
      'json',
    ],
    ['with Id and Sid', JSON.stringify({ ...policy, Id: 'x', Statement: [{ Sid: '', ...statement }] }), 'json'],
  ])('%s', ([, given, encoding]) => {
    expect(sources(given, encoding)).toEqual(seen);
  });

  test('a plus sign stays one', () => {
    const plus = JSON.stringify({ Statement: { ...statement, Resource: 'arn:aws:s3:::b/a+b' } });
    expect(sources(plus, 'url')).toEqual([[['s3:GetObject'], ['arn:aws:s3:::b/a+b']]]);
  });

  test.for<[string, unknown, string]>([
    ['not an object', [], 'policy: not an object'],
    ['no Statement', { Version: '2012-10-17' }, 'Statement: missing'],
    ['unknown version', { ...policy, Version: '2020-01-01' }, 'Version: not a version of the policy language'],
    ['unknown element of the policy', { ...policy, Extra: 1 }, 'policy: unknown element Extra'],
    ['a statement that is a string', { Statement: ['x'] }, 'Statement[0]: not an object'],
    ['unknown element of a statement', { Statement: [{ ...statement, action: 'x' }] }, 'Statement[0]: unknown element action'],
    [
      'unknown effect',
      { Statement: [statement, { ...statement, Effect: 'allow' }] },
      'Statement[1].Effect: neither Allow nor Deny',
    ],
    ['no action', { Statement: { Effect: 'Allow', Resource: '*' } }, 'Statement[0]: neither Action nor NotAction'],
    ['Action and NotAction', { Statement: { ...statement, NotAction: '*' } }, 'Statement[0]: both Action and NotAction'],
    [
      'Resource and NotResource',
      { Statement: { ...statement, NotResource: '*' } },
      'Statement[0]: both Resource and NotResource',
    ],
    [
      'an action that is a number',
      { Statement: { ...statement, Action: [1] } },
      'Statement[0].Action: a value that is not a string',
    ],
    ['a principal that is a name', { Statement: { ...statement, Principal: 'me' } }, 'Statement[0].Principal: not an object'],
    [
      'an unknown kind of principal',
      { Statement: { ...statement, Principal: { Aws: '*' } } },
      'Statement[0].Principal: unknown element Aws',
    ],
    ['a condition that is a list', { Statement: { ...statement, Condition: [] } }, 'Statement[0].Condition: not an object'],
    [
      'an operator without keys',
      { Statement: { ...statement, Condition: { Bool: 'x' } } },
      'Statement[0].Condition.Bool: not an object',
    ],
    [
      'a condition value that is an object',
      { Statement: { ...statement, Condition: { Bool: { k: {} } } } },
      'Statement[0].Condition.Bool.k: a value that is not a string, number or boolean',
    ],
    ['a Sid that is a number', { Statement: { ...statement, Sid: 1 } }, 'Statement[0].Sid: not a string'],
  ])('an error, never ignored: %s', ([, given, error]) => {
    expect(parsePolicy(JSON.stringify(given), 'json')).toEqual({ ok: false, error });
  });

  test('what is no JSON or no URL encoding is an error that does not quote the text', () => {
    expect(parsePolicy('{"Statement": secret', 'json')).toEqual({ ok: false, error: 'not valid JSON' });
    expect(parsePolicy('%7B%', 'url')).toEqual({ ok: false, error: 'not valid URL encoding' });
    expect(parsePolicy(String.raw`{\"Statement\": \x}`, 'escaped-json')).toEqual({ ok: false, error: 'not valid JSON' });
  });
});

test('principals and conditions', () => {
  const parsed = parsePolicy(
    JSON.stringify({
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: ['*', 'arn:aws:iam::1:root'], Service: 'SageMaker.amazonaws.com', Federated: 'f', CanonicalUser: 'c' },
        Action: 'sts:AssumeRole',
        Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { 'aws:MultiFactorAuthAge': [3600] } },
      },
    }),
    'json',
  );
  expect(parsed.ok ? parsed.policy.statements[0] : null).toMatchObject({
    resources: null,
    principals: {
      negated: false,
      everyone: true,
      services: ['sagemaker.amazonaws.com'],
      federated: ['f'],
      canonicalUsers: ['c'],
    },
    conditions: [
      { operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] },
      { operator: 'NumericLessThan', key: 'aws:MultiFactorAuthAge', values: ['3600'] },
    ],
  });
});
