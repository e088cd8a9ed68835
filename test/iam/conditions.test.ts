import { describe, expect, test } from 'vitest';

import {
  conditionHolds,
  conditionStrength,
  type Answer,
  type ConditionContext,
  type Strength,
} from '../../src/iam/conditions.ts';
import { allow, aPolicy, NOW, ROLE, type Json } from './support/policies.ts';

function entries(condition: Json) {
  return aPolicy(allow('*', '*', condition)).statements.flatMap(({ conditions }) => conditions);
}

const resource: ConditionContext = { policy: 'resource', values: new Map(), now: NOW, settableTags: () => 'no' };
const identity: ConditionContext = {
  policy: 'identity',
  values: new Map([
    ['aws:principalarn', [ROLE]],
    ['aws:principalaccount', ['111122223333']],
  ]),
  now: NOW,
  settableTags: () => 'no',
};

function one(operator: string, key: string, value: unknown): Json {
  return { [operator]: { [key]: value } };
}

describe('strength of a Condition', () => {
  test.for<[string, Json, Strength]>([
    ['no entries', {}, 'does-not-narrow'],
    // Rule 4
    ['rule 4: negated', one('StringNotEquals', 'aws:SourceVpce', 'vpce-1'), 'does-not-narrow'],
    ['rule 4: negated, unknown key', one('StringNotLike', 'ec2:InstanceType', 't3.*'), 'does-not-narrow'],
    ['rule 4: negated address', one('NotIpAddress', 'aws:SourceIp', '10.0.0.0/8'), 'does-not-narrow'],
    ['rule 4: negated ARN', one('ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::1:role/x'), 'does-not-narrow'],
    ['rule 4: IfExists', one('StringEqualsIfExists', 'aws:SourceVpce', 'vpce-1'), 'does-not-narrow'],
    [
      'rule 4: IfExists beside a Null guard',
      { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' }, Null: { 'aws:sourcevpce': 'false' } },
      'narrows',
    ],
    [
      'rule 4: ForAllValues without Null guard',
      one('ForAllValues:StringEquals', 'aws:PrincipalOrgPaths', 'o-abc/r-1/'),
      'does-not-narrow',
    ],
    [
      'rule 4: ForAllValues with Null guard',
      { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-abc/*' }, Null: { 'aws:PrincipalOrgPaths': false } },
      'narrows',
    ],
    [
      'rule 4: the guard must be false',
      { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-abc/*' }, Null: { 'aws:PrincipalOrgPaths': true } },
      'unknown',
    ],
    ['rule 4: ForAnyValue', one('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-abc/*'), 'narrows'],
    // Rule 5, not restricting
    ['rule 5: SecureTransport', one('Bool', 'aws:SecureTransport', 'true'), 'does-not-narrow'],
    ['rule 5: userid *', one('StringLike', 'aws:userid', '*'), 'does-not-narrow'],
    ['rule 5: date far ahead', one('DateLessThan', 'aws:CurrentTime', '2099-01-01T00:00:00Z'), 'does-not-narrow'],
    ['rule 5: date far ahead, in seconds', one('NumericLessThan', 'aws:EpochTime', '4070908800'), 'does-not-narrow'],
    ['rule 5: date long past', one('DateGreaterThan', 'aws:CurrentTime', '2020-01-01T00:00:00Z'), 'does-not-narrow'],
    ['rule 5: expired', one('DateLessThan', 'aws:CurrentTime', '2020-01-01T00:00:00Z'), 'narrows'],
    ['rule 5: ends soon', one('DateLessThan', 'aws:CurrentTime', '2026-12-01T00:00:00Z'), 'unknown'],
    ['rule 5: kms:ViaService alone', one('StringEquals', 'kms:ViaService', 's3.eu-west-1.amazonaws.com'), 'does-not-narrow'],
    [
      'rule 5: kms:ViaService and an account',
      { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com', 'kms:CallerAccount': '111122223333' } },
      'narrows',
    ],
    ['rule 5: any organization', one('StringLike', 'aws:PrincipalOrgID', 'o-*'), 'does-not-narrow'],
    ['rule 5: any address', one('IpAddress', 'aws:SourceIp', ['10.0.0.0/8', '0.0.0.0/0']), 'does-not-narrow'],
    ['rule 5: any address in halves', one('IpAddress', 'aws:SourceIp', ['0.0.0.0/1', '128.0.0.0/1']), 'does-not-narrow'],
    ['rule 5: a very large network', one('IpAddress', 'aws:SourceIp', '16.0.0.0/4'), 'unknown'],
    ['rule 5: one value of several is a star', one('StringLike', 'aws:SourceVpc', ['vpc-1', '*']), 'does-not-narrow'],
    ['rule 5: role of any account', one('ArnLike', 'aws:SourceArn', 'arn:aws:s3:*:*:*'), 'does-not-narrow'],
    ['rule 5: named role of any account', one('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/Admin'), 'unknown'],
    // Rule 5, restricting
    ['rule 5: principal', one('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/*'), 'narrows'],
    ['rule 5: account', one('StringEquals', 'aws:PrincipalAccount', '111122223333'), 'narrows'],
    ['rule 5: organization', one('StringEquals', 'aws:PrincipalOrgID', 'o-abcdefghij'), 'narrows'],
    ['rule 5: network', one('StringEquals', 'aws:SourceVpce', ['vpce-1', 'vpce-2']), 'narrows'],
    ['rule 5: address', one('IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '2001:db8::/32']), 'narrows'],
    ['rule 5: resource account', one('StringEquals', 'aws:ResourceAccount', '111122223333'), 'narrows'],
    ['rule 5: resource tag', one('StringEquals', 'aws:ResourceTag/team', 'ml'), 'narrows'],
    ['rule 5: tag of a service', one('StringEquals', 's3:ExistingObjectTag/SageMaker', 'true'), 'narrows'],
    ['rule 5: tag equal to the caller’s', one('StringEquals', 'aws:ResourceTag/team', '${aws:PrincipalTag/team}'), 'narrows'],
    ['rule 5: passed to service', one('StringEquals', 'iam:PassedToService', 'sagemaker.amazonaws.com'), 'narrows'],
    ['rule 5: encryption context', one('StringEquals', 'kms:EncryptionContext:project', 'churn'), 'narrows'],
    ['key names have no case', one('stringequals', 'AWS:SOURCEVPCE', 'vpce-1'), 'narrows'],
    // Unknown
    ['unknown operator', one('StringMatches', 'aws:SourceVpce', 'vpce-1'), 'unknown'],
    ['unknown key', one('StringEquals', 'aws:Nonsense', 'x'), 'unknown'],
    ['a star that is a text', one('StringEquals', 'aws:PrincipalOrgID', '*'), 'unknown'],
    ['a variable that the caller chooses', one('StringEquals', 'aws:ResourceTag/team', '${aws:RequestTag/team}'), 'unknown'],
    ['no values', one('StringEquals', 'aws:SourceVpce', []), 'unknown'],
    ['unknown beside narrowing', { StringEquals: { 'aws:Nonsense': 'x', 'aws:SourceVpce': 'vpce-1' } }, 'narrows'],
    ['unknown beside idle', { StringEquals: { 'aws:Nonsense': 'x' }, Bool: { 'aws:SecureTransport': true } }, 'unknown'],
  ])('%s', ([, condition, expected]) => {
    expect(conditionStrength(entries(condition), resource)).toBe(expected);
  });

  test.for<[string, Answer, Strength]>([
    ['rule 5: tags that nobody here sets', 'no', 'narrows'],
    ['rule 5: tags that the same principal can set', 'yes', 'does-not-narrow'],
    ['rule 5: tags that he may be able to set', 'unknown', 'unknown'],
  ])('%s', ([, settable, expected]) => {
    const condition = entries(one('StringEquals', 'aws:ResourceTag/team', 'ml'));
    expect(conditionStrength(condition, { ...resource, settableTags: () => settable })).toBe(expected);
  });

  test.for<[string, Json, Strength]>([
    ['his own account', one('StringEquals', 'aws:PrincipalAccount', '111122223333'), 'does-not-narrow'],
    ['himself', one('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/*'), 'does-not-narrow'],
    ['another role: never', one('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/other'), 'narrows'],
    ['his organization', one('StringEquals', 'aws:PrincipalOrgID', 'o-abcdefghij'), 'unknown'],
    ['any user id, if there is one', one('StringLikeIfExists', 'aws:userid', '*'), 'does-not-narrow'],
    ['a network', one('StringEquals', 'aws:SourceVpce', 'vpce-1'), 'narrows'],
  ])('in an identity policy, a condition on the caller is always true or never: %s', ([, condition, expected]) => {
    expect(conditionStrength(entries(condition), identity)).toBe(expected);
  });
});

describe('whether a Condition always holds', () => {
  test.for<[string, Json, Answer]>([
    ['rule 4: TLS off', one('Bool', 'aws:SecureTransport', 'false'), 'unknown'],
    ['TLS on or off', one('Bool', 'aws:SecureTransport', ['true', 'false']), 'yes'],
    ['rule 4: another network', one('StringNotEquals', 'aws:SourceVpce', 'vpce-1'), 'unknown'],
    ['everybody but himself', one('ArnNotLike', 'aws:PrincipalArn', ROLE), 'no'],
    ['everybody but another', one('ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/other'), 'yes'],
    ['a key that is always there', one('Null', 'aws:userid', 'false'), 'yes'],
    ['a key that is never missing', one('Null', 'aws:userid', 'true'), 'no'],
    ['present or not', one('Null', 'aws:Nonsense', ['true', 'false']), 'yes'],
    ['one part open', { Null: { 'aws:userid': 'false' }, StringEquals: { 'aws:Nonsense': 'x' } }, 'unknown'],
    ['one part false', { Null: { 'aws:userid': 'true' }, StringEquals: { 'aws:Nonsense': 'x' } }, 'no'],
    ['revoked sessions', one('DateLessThan', 'aws:TokenIssueTime', '2026-01-01T00:00:00Z'), 'unknown'],
  ])('%s', ([, condition, expected]) => {
    expect(conditionHolds(entries(condition), identity)).toBe(expected);
  });

  test.for<[string, string, Answer]>([
    ['rule 4: a missing key', 'StringEquals', 'no'],
    ['rule 4: a missing key, negated', 'StringNotEquals', 'yes'],
    ['rule 4: a missing key, IfExists', 'StringEqualsIfExists', 'yes'],
    ['rule 4: a missing key, ForAllValues', 'ForAllValues:StringEquals', 'yes'],
    ['rule 4: a missing key, ForAnyValue', 'ForAnyValue:StringEquals', 'no'],
    ['rule 4: a missing key, ForAnyValue negated', 'ForAnyValue:StringNotEquals', 'no'],
  ])('%s', ([, operator, expected]) => {
    const context = { ...resource, values: new Map([['aws:sourcevpce', null]]) };
    expect(conditionHolds(entries(one(operator, 'aws:SourceVpce', 'vpce-1')), context)).toBe(expected);
  });
});
