import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Answer } from '../../src/iam/conditions.ts';
import { adminEquivalent, allows, allowsAllOfService, reliablyAllows, type Identity } from '../../src/iam/evaluate.ts';
import { aBoundary, aRole, bounded, withUnread, type Json } from './support/policies.ts';

const action = fc.constantFrom(
  '*',
  'iam:*',
  'iam:PassRole',
  'sts:*',
  'kms:*',
  's3:*',
  's3:Get*',
  'sagemaker:*',
  'sagemaker:InvokeEndpoint',
);
const resource = fc.constantFrom(
  '*',
  'arn:aws:iam::*:*',
  'arn:aws:s3:::b/*',
  'arn:aws:sagemaker:*:*:endpoint/x',
  'arn:aws:s3:::${aws:username}/*',
);
const condition = fc.constantFrom<Json>(
  {},
  {},
  {},
  { Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
  { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
  { Condition: { StringEquals: { 'aws:ResourceTag/a': 'b' } } },
  { Condition: { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } } },
  { Condition: { StringEquals: { 'aws:Nonsense': 'x' } } },
);

function statement(effect: 'Allow' | 'Deny'): fc.Arbitrary<Json> {
  return fc
    .record({
      actions: fc.tuple(fc.constantFrom('Action', 'NotAction'), fc.array(action, { minLength: 1, maxLength: 3 })),
      resources: fc.tuple(
        fc.constantFrom('Resource', 'Resource', 'NotResource'),
        fc.array(resource, { minLength: 1, maxLength: 2 }),
      ),
      condition,
    })
    .map((parts) => ({
      Effect: effect,
      [parts.actions[0]]: parts.actions[1],
      [parts.resources[0]]: parts.resources[1],
      ...parts.condition,
    }));
}

const statements = fc.array(fc.oneof(statement('Allow'), statement('Allow'), statement('Deny')), { maxLength: 4 });

const questions: readonly ((identity: Identity) => Answer)[] = [
  (identity) => adminEquivalent(identity).answer,
  (identity) => allowsAllOfService(identity, 'sagemaker').answer,
  (identity) => allows(identity, { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' }).answer,
];

/** All of them, with one that must surely work. */
const all = [...questions, (identity: Identity) => reliablyAllows(identity, ['s3:GetObject'], 'arn:aws:s3:::b/k').answer];

const rank = { no: 0, unknown: 1, yes: 2 } as const satisfies Record<Answer, number>;
const ranks = (identity: Identity) => questions.map((ask) => rank[ask(identity)]);
const answers = (identity: Identity) => all.map((ask) => ask(identity));

test('another Deny never gives more', () => {
  fc.assert(
    fc.property(statements, statement('Deny'), (given, more) => {
      const before = ranks(aRole(...given));
      const after = ranks(aRole(...given, more));
      expect(after.every((each, index) => each <= (before[index] ?? -1))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('another Allow never takes anything', () => {
  fc.assert(
    fc.property(statements, statement('Allow'), (given, more) => {
      const before = ranks(aRole(...given));
      const after = ranks(aRole(...given, more));
      expect(after.every((each, index) => each >= (before[index] ?? 3))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a boundary never gives more, and one of everything changes nothing', () => {
  fc.assert(
    fc.property(statements, statements, (given, limits) => {
      const before = ranks(aRole(...given));
      const after = ranks(bounded(aRole(...given), aBoundary(...limits)));
      expect(after.every((each, index) => each <= (before[index] ?? -1))).toBe(true);
      const open = aBoundary({ Effect: 'Allow', Action: '*', Resource: '*' });
      expect(answers(bounded(aRole(...given), open))).toEqual(answers(aRole(...given)));
    }),
    { numRuns: 300 },
  );
});

test('the order of statements does not matter', () => {
  fc.assert(
    fc.property(
      statements.chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length }))),
      ([given, shuffled]) => {
        expect(answers(aRole(...shuffled))).toEqual(answers(aRole(...given)));
      },
    ),
    { numRuns: 300 },
  );
});

const unwrap = (given: Json): Json =>
  Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, Array.isArray(value) && value.length === 1 ? value[0] : value]),
  );

test('rule 1: a string is the same as an array of one', () => {
  fc.assert(
    fc.property(statements, (given) => {
      expect(answers(aRole(...given.map((each) => unwrap(each))))).toEqual(answers(aRole(...given)));
    }),
    { numRuns: 300 },
  );
});

test('rule 10: an unread document leaves proven harm, and never makes anything safe', () => {
  fc.assert(
    fc.property(statements, (given) => {
      const before = answers(aRole(...given)).slice(0, questions.length);
      const after = answers(withUnread(aRole(...given))).slice(0, questions.length);
      expect(after.every((each, index) => each === before[index] || (before[index] === 'no' && each === 'unknown'))).toBe(true);
      expect(reliablyAllows(withUnread(aRole(...given)), ['s3:GetObject'], 'arn:aws:s3:::b/k').answer).not.toBe('yes');
    }),
    { numRuns: 300 },
  );
});
