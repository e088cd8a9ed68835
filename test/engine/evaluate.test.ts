import { expect, test } from 'vitest';
import { derived } from '../../src/core/resource.ts';
import { unscannedRegions } from '../../src/engine/evaluate.ts';
import { aCheck, aSnapshot, aThing, resultsOf, things } from '../support/checks.ts';
import { gapOf } from '../support/inventory.ts';

const outcome = (...[snapshot, checks]: Parameters<typeof resultsOf>) =>
  resultsOf(snapshot, checks).map(({ resource, verdict }) => [resource.region, resource.name, verdict.status]);

test('one verdict a resource, in the order of ARNs', () => {
  const items = [aThing('b', 'FAIL'), aThing('a', 'PASS'), aThing('c', 'NOT_APPLICABLE'), aThing('d', 'UNKNOWN')];
  expect(outcome(aSnapshot(items), [aCheck()])).toEqual([
    ['eu-west-1', 'a', 'PASS'],
    ['eu-west-1', 'b', 'FAIL'],
    ['eu-west-1', 'c', 'NOT_APPLICABLE'],
    ['eu-west-1', 'd', 'UNKNOWN'],
  ]);
});

test('a list with a gap is one UNKNOWN a Region, and what was read stays', () => {
  const gap = gapOf('test:ListThings', { region: 'us-east-1' });
  const snapshot = aSnapshot([aThing('a', 'PASS'), aThing('b', 'PASS', 'us-east-1')], { gaps: [gap] });
  expect(outcome(snapshot, [aCheck()])).toEqual([
    ['eu-west-1', 'a', 'PASS'],
    ['us-east-1', 'b', 'PASS'],
    ['us-east-1', '*', 'UNKNOWN'],
  ]);
  const hidden = resultsOf(snapshot, [aCheck()]).at(-1);
  expect(hidden?.resource.arn).toBe('arn:aws:test:us-east-1:111122223333:thing/*');
  expect(hidden?.verdict).toMatchObject({ gap, message: expect.stringContaining('test:ListThings in us-east-1') });
});

test('nothing to judge, and nothing hidden, is not applicable', () => {
  expect(outcome(aSnapshot([]), [aCheck()])).toEqual([['*', '*', 'NOT_APPLICABLE']]);
});

test('an empty list with a gap is UNKNOWN, never "nothing to judge"', () => {
  expect(outcome(aSnapshot([], { gaps: [gapOf('test:ListThings')] }), [aCheck()])).toEqual([['eu-west-1', '*', 'UNKNOWN']]);
});

test('a section that was not collected is UNKNOWN, not empty', () => {
  const [result] = resultsOf(aSnapshot([], { sections: [] }), [aCheck()]);
  expect(result?.verdict).toMatchObject({ status: 'UNKNOWN', gap: { reason: 'not-collected' } });
});

test('a check that crashes is UNKNOWN for that resource alone', () => {
  const results = resultsOf(aSnapshot([aThing('a', 'CRASH'), aThing('b', 'PASS')]), [aCheck()]);
  expect(results.map(({ verdict }) => verdict.status)).toEqual(['UNKNOWN', 'PASS']);
  expect(results[0]?.verdict).toMatchObject({
    gap: { reason: 'failed', error: 'TypeError', operation: 'mlwarden:test-thing-state' },
  });
});

test('a derivation that crashes is UNKNOWN, and a derived collection keeps the gaps that it inherits', () => {
  const crashing = derived({
    name: 'test.crashing',
    type: things.type,
    arn: 'arn:P:test:R:A:thing/*',
    from: { things },
    derive: () => {
      throw new Error('a defect of the derivation');
    },
  });
  const half = derived({
    name: 'test.half',
    type: things.type,
    arn: 'arn:P:test:R:A:thing/*',
    from: { things },
    derive: ({ things: all }) => ({ items: all.all.values().take(1), gaps: all.gaps }),
  });
  const snapshot = aSnapshot([aThing('a', 'PASS'), aThing('b', 'PASS')], { gaps: [gapOf('test:ListThings')] });
  expect(resultsOf(snapshot, [aCheck({ subject: crashing })]).map(({ verdict }) => verdict)).toMatchObject([
    { status: 'UNKNOWN', gap: { reason: 'failed' } },
  ]);
  expect(outcome(snapshot, [aCheck({ subject: half })])).toEqual([
    ['eu-west-1', 'a', 'PASS'],
    ['eu-west-1', '*', 'UNKNOWN'],
  ]);
});

test('enabled Regions that were not scanned are named', () => {
  expect(unscannedRegions(aSnapshot([], { enabled: ['ap-south-1', 'eu-west-1'] }))).toEqual(['ap-south-1']);
});
