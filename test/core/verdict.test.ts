import { expect, test } from 'vitest';
import { describeGap, every, fail, notApplicable, pass, seen, unknown, whenKnown, type Verdict } from '../../src/core/verdict.ts';
import { denied, gapOf, originOf, told } from '../support/inventory.ts';

const evidence = seen(originOf('test:Describe'), 'Field', true);
const good = pass('good', evidence);
const bad = fail('bad');
const dark = unknown(gapOf('test:Describe'));
const none = notApplicable('no-resource', 'none');

test.for([
  [[good, good], 'PASS'],
  [[good, bad], 'FAIL'],
  [[good, dark], 'UNKNOWN'],
  [[bad, dark], 'FAIL'],
  [[dark, bad, good], 'FAIL'],
  [[none, good], 'PASS'],
  [[none, dark], 'UNKNOWN'],
  [[none, none], 'NOT_APPLICABLE'],
] satisfies [[Verdict, ...Verdict[]], string][])('every: FAIL beats UNKNOWN beats PASS (%#)', ([parts, status]) => {
  expect(every(parts).status).toBe(status);
  const [first, ...rest] = parts.toReversed();
  expect(every([first ?? good, ...rest]).status).toBe(status);
});

test('every joins the messages and the evidence of the parts that decide', () => {
  const verdict = every([fail('one', evidence), pass('fine', evidence), fail('two', evidence), fail('one')]);
  expect(verdict.message).toBe('one; two');
  expect(verdict.evidence).toHaveLength(2);
});

test('a gap is UNKNOWN, and its message names the permission and the Region', () => {
  const verdict = whenKnown(denied('sagemaker:DescribeModel'), () => good);
  expect(verdict).toMatchObject({ status: 'UNKNOWN', gap: { action: 'sagemaker:DescribeModel' } });
  expect(verdict.message).toBe('could not look: access denied for sagemaker:DescribeModel in eu-west-1');
});

test('a known value is judged with where it was seen', () => {
  const verdict = whenKnown(told(3), (value, from) => pass('seen', seen(from, 'Count', value, 'a note')));
  expect(verdict.evidence).toEqual([{ ...originOf('test:Describe'), field: 'Count', value: 3, note: 'a note' }]);
});

test('a gap of a global call names no Region', () => {
  expect(describeGap(gapOf('iam:GetRole', { region: 'global', reason: 'throttled' }))).toBe(
    'could not look: throttled until the deadline for iam:GetRole',
  );
});
