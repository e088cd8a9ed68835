import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  actionPattern,
  arnMatches,
  namesResource,
  resourceMatches,
  resourcePattern,
  type Coverage,
} from '../../src/iam/match.ts';

describe('rule 2: actions', () => {
  test.for<[string, string, Coverage]>([
    ['s3:GetObject', 'S3:getobject'.toLowerCase(), 'yes'],
    ['S3:GET*', 's3:getobject', 'yes'],
    ['s3:Get?bject', 's3:getobject', 'yes'],
    ['s3:Get?', 's3:getobject', 'no'],
    ['*', 's3:getobject', 'yes'],
    ['*:*', '?*:?*', 'yes'],
    ['s3:*', 's3:?*', 'yes'],
    ['s*', 's3:?*', 'yes'],
    ['s3:Get*', 's3:?*', 'no'],
    ['s3:*', '?*:?*', 'no'],
  ])('%s has %s: %s', ([pattern, target, expected]) => {
    expect(actionPattern(pattern).contains(target, 'grant')).toBe(expected);
  });
});

describe('rule 2: resources', () => {
  const arn = 'arn:aws:s3:::bucket/models/a.tar.gz';
  test.for<[string, string, Coverage, Coverage]>([
    ['arn:aws:s3:::bucket/*', arn, 'yes', 'yes'],
    ['arn:aws:s3:::Bucket/*', arn, 'no', 'no'],
    ['arn:aws:s3:::bucket/models/?.tar.gz', arn, 'yes', 'yes'],
    // A variable that the caller chooses matches anything, one that he is does perhaps; no Deny may rest on either.
    ['arn:aws:s3:::bucket/${s3:prefix}/*', arn, 'yes', 'maybe'],
    ['arn:aws:s3:::bucket/${aws:username}/*', arn, 'maybe', 'maybe'],
    ["arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'none'}/*", arn, 'maybe', 'maybe'],
    ['arn:aws:s3:::other/${aws:username}/*', arn, 'no', 'no'],
    ['arn:aws:s3:::bucket/${*}', arn, 'no', 'no'],
    ['arn:aws:s3:::bucket/${$}', 'arn:aws:s3:::bucket/$', 'yes', 'yes'],
    // A tied variable is one value: never all of them.
    ['arn:aws:s3:::${aws:username}', 'arn:aws:s3:::*', 'no', 'no'],
    ['arn:aws:s3:::${s3:prefix}', 'arn:aws:s3:::*', 'yes', 'no'],
    ['arn:aws:s3:::b?cket', 'arn:aws:s3:::b*cket', 'no', 'no'],
    ['arn:aws:s3:::b*?', 'arn:aws:s3:::b?*', 'yes', 'yes'],
  ])('%s has %s: %s, for a Deny %s', ([pattern, target, grant, deny]) => {
    const compiled = resourcePattern(pattern, 'variables');
    expect([compiled.contains(target, 'grant'), compiled.contains(target, 'deny')]).toEqual([grant, deny]);
  });

  test('version 2008-10-17 knows no variables', () => {
    const compiled = resourcePattern('arn:aws:s3:::${s3:prefix}', 'plain');
    expect(compiled.contains('arn:aws:s3:::x', 'grant')).toBe('no');
    expect(compiled.contains('arn:aws:s3:::${s3:prefix}', 'grant')).toBe('yes');
  });

  test('a pattern as a check compares it', () => {
    expect(
      resourceMatches('arn:aws:sagemaker:*:*:endpoint/churn-*', 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/churn-1'),
    ).toBe(true);
    expect(
      resourceMatches('arn:aws:sagemaker:*:*:endpoint/churn', 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/churn-1'),
    ).toBe(false);
  });

  test.for<[string, boolean]>([
    ['*', false],
    ['arn:aws:sagemaker:*:*:*', false],
    ['arn:aws:sagemaker:eu-west-1:111122223333:endpoint/*', false],
    ['arn:aws:sagemaker:eu-west-1:111122223333:endpoint/churn', true],
    ['arn:aws:sagemaker:*:*:endpoint/churn-*', true],
    ['arn:aws:s3:::bucket/*', true],
    ['arn:aws:s3:::*/*', false],
    ['arn:aws:sns:eu-west-1:111122223333:alerts', true],
    ['arn:aws:logs:*:*:log-group:*', false],
  ])('%s names something: %s', ([source, expected]) => {
    expect(namesResource(source)).toBe(expected);
  });

  test('ArnLike compares part by part', () => {
    expect(arnMatches('arn:aws:iam::*:role/x', 'arn:aws:iam::1:role/x')).toBe(true);
    expect(arnMatches('arn:*:role/x', 'arn:aws:iam::1:role/x')).toBe(false);
    expect(arnMatches('arn:aws:logs:*:*:log-group:*', 'arn:aws:logs:r:1:log-group:x:*')).toBe(true);
  });
});

const glob = fc.array(fc.constantFrom('a', 'b', ':', '*', '?'), { maxLength: 8 }).map((parts) => parts.join(''));
const word = fc.array(fc.constantFrom('a', 'b', ':'), { maxLength: 8 }).map((parts) => parts.join(''));

function reference(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}

test('a pattern matches what the same regular expression does', () => {
  fc.assert(
    fc.property(glob, word, (pattern, target) => {
      expect(resourcePattern(pattern, 'plain').contains(target, 'grant')).toBe(reference(pattern).test(target) ? 'yes' : 'no');
    }),
    { numRuns: 3000 },
  );
});

/** The wildcards filled, one after the other: a pattern made from another is often contained in it. */
function filled(within: string, filling: readonly string[]): string {
  let next = 0;
  return within.replaceAll(
    /[*?]/g,
    (wildcard) => filling[next++ % filling.length]?.slice(0, wildcard === '?' ? 1 : 3) ?? wildcard,
  );
}

const some = (part: fc.Arbitrary<string>) => fc.array(part, { minLength: 1, maxLength: 4 });

test('what a contained pattern matches, the containing one does', () => {
  let contained = 0;
  fc.assert(
    fc.property(glob, some(glob), some(word), (outer, globs, words) => {
      const inner = filled(outer, globs);
      const target = filled(inner, words);
      if (resourcePattern(outer, 'plain').contains(resourcePattern(inner, 'plain').canonical, 'grant') !== 'yes') return;
      if (!reference(inner).test(target)) return;
      contained += 1;
      expect(reference(outer).test(target)).toBe(true);
    }),
    { numRuns: 3000 },
  );
  expect(contained).toBeGreaterThan(500);
});

test('many stars cost no time', () => {
  const started = performance.now();
  expect(resourcePattern(`${'*a'.repeat(1000)}b`, 'plain').contains('a'.repeat(2048), 'grant')).toBe('no');
  expect(resourcePattern(`${'*a${aws:username}'.repeat(100)}b`, 'variables').contains('a'.repeat(2048), 'grant')).toBe('no');
  expect(performance.now() - started).toBeLessThan(2000);
});
