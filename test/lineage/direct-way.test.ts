import { expect, test } from 'vitest';
import { directWay } from '../../src/lineage/direct-way.ts';
import { anApi, anIntegration } from '../support/apis.ts';
import { home, region } from '../support/inventory.ts';

const root = `arn:aws:execute-api:${region}:${home.account}:a1b2c3d4e5`;
const invoke = (overrides: object = {}) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: `${root}/*`,
  ...overrides,
});
const deny = (condition: object) => invoke({ Effect: 'Deny', Condition: condition });
const policy = (...statements: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const way = (text: string | null, ...authorizations: readonly string[]) =>
  directWay(
    anApi({ policy: text }),
    'prod',
    (authorizations.length === 0 ? ['NONE'] : authorizations).map((authorization) => ({
      integration: anIntegration({ authorization }),
      via: 'endpoint',
    })),
  );

test.for([
  ['no policy', null, 'open'],
  ['everybody', policy(invoke()), 'open'],
  [
    'everybody, with escaped quotes and slashes',
    policy(invoke())
      .replaceAll('"', String.raw`\"`)
      .replaceAll('/', String.raw`\/`),
    'open',
  ],
  ['everybody, in the short form of a resource', policy(invoke({ Resource: 'execute-api:/*' })), 'open'],
  ['everybody, on the route', policy(invoke({ Resource: `${root}/prod/POST/predict` })), 'open'],
  ['another stage only', policy(invoke({ Resource: `${root}/beta/*` })), 'closed'],
  ['one account', policy(invoke({ Principal: { AWS: '444455556666' } })), 'closed'],
  ['some addresses', policy(invoke({ Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } } })), 'closed'],
  ['all addresses', policy(invoke({ Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } })), 'open'],
  ['all but some addresses', policy(invoke(), deny({ IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } })), 'open'],
  ['a Deny for all other addresses', policy(invoke(), deny({ NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } })), 'closed'],
  ['a Deny without the header', policy(invoke(), deny({ StringNotEquals: { 'aws:Referer': 'x' } })), 'closed'],
  ['a VPC endpoint', policy(invoke({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } })), 'closed'],
  ['a Deny of another method', policy(invoke(), { ...deny({}), Resource: `${root}/prod/DELETE/predict` }), 'open'],
  ['a condition that nobody can judge', policy(invoke({ Condition: { StringLike: { 'aws:UserAgent': 'edge*' } } })), 'unknown'],
  ['a policy that is no JSON', '{', 'unknown'],
] as const)('%s: %s is %s', ([, text, answer]) => {
  expect(way(text)).toBe(answer);
});

test('an authorizer on every route guards, one on some does not', () => {
  expect([way(null, 'CUSTOM'), way(null, 'CUSTOM', 'NONE'), way(policy(invoke()), 'AWS_IAM')]).toEqual([
    'guarded',
    'open',
    'guarded',
  ]);
});

test('a policy that is silent does not close what IAM authorizes', () => {
  const elsewhere = policy(invoke({ Resource: `${root}/beta/*` }));
  expect([way(elsewhere, 'AWS_IAM'), way(elsewhere, 'CUSTOM')]).toEqual(['guarded', 'closed']);
});
