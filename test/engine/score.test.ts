import { expect, test } from 'vitest';
import type { AnyCheck, Severity } from '../../src/core/check.ts';
import type { Status } from '../../src/core/verdict.ts';
import { assess } from '../../src/engine/assess.ts';
import { score, Tallies, type ScoreOptions, type Tally } from '../../src/engine/score.ts';
import { aCheck, aSnapshot, aThing, resultsOf, things } from '../support/checks.ts';
import { gapOf } from '../support/inventory.ts';

type Sample = readonly [severity: Severity, ...statuses: Status[]];

/** Tallies of one check each. */
function talliesOf(samples: readonly Sample[], control: AnyCheck['control'] = 'logging'): readonly Tally[] {
  const tallies = new Tallies();
  for (const [index, [severity, ...statuses]] of samples.entries()) {
    const check = aCheck({ id: `test-${control}-${index}`, severity, control });
    const judged = statuses.map((status, number) => aThing(`t${number}`, status));
    for (const result of resultsOf(aSnapshot(judged), [check])) tallies.add(result);
  }
  return tallies.all();
}

function scoreOf(samples: readonly Sample[], options: Partial<ScoreOptions> = {}) {
  const scores = score(talliesOf(samples), { controls: new Set(['logging']), regionsMissing: false, empty: false, ...options });
  const control = scores.controls.find((one) => one.control === 'logging')?.score ?? null;
  return { control, overall: scores.overall };
}

test("the catalogue's example: 50, up to 66, 83 % verified", () => {
  const { control } = scoreOf([
    ['HIGH', 'PASS'],
    ['HIGH', 'FAIL'],
    ['MEDIUM', 'PASS'],
    ['MEDIUM', 'UNKNOWN'],
  ]);
  expect(control).toMatchObject({ score: 50, range: { low: 50, high: 66 }, grade: 'D' });
  expect(Math.floor(100 * (control?.verifiedShare ?? 0))).toBe(83);
  expect(control?.caps.map((cap) => cap.at)).toEqual([79]);
});

test.for([
  [
    'everything passes',
    [
      ['HIGH', 'PASS'],
      ['LOW', 'PASS'],
    ],
    100,
    'A',
  ],
  [
    'not applicable is left out',
    [
      ['HIGH', 'PASS', 'NOT_APPLICABLE'],
      ['CRITICAL', 'NOT_APPLICABLE'],
    ],
    100,
    'A',
  ],
  ['a share, rounded down', [['MEDIUM', 'PASS', 'PASS', 'FAIL']], 66, 'C'],
  [
    'a CRITICAL FAIL caps at 39',
    [
      ['CRITICAL', 'PASS', 'FAIL'],
      ['HIGH', 'PASS'],
      ['HIGH', 'PASS'],
      ['HIGH', 'PASS'],
    ],
    39,
    'F',
  ],
  ['a HIGH FAIL caps at 79', [['HIGH', 'PASS', 'PASS', 'PASS', 'PASS', 'PASS', 'PASS', 'PASS', 'PASS', 'FAIL']], 79, 'B'],
  [
    'an unknown HIGH caps at 89',
    [
      [
        'HIGH',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'PASS',
        'UNKNOWN',
      ],
    ],
    89,
    'B',
  ],
  ['unknown earns nothing', [['MEDIUM', 'UNKNOWN']], 0, 'F'],
  ['98 of 100 without a severe FAIL is an A', [['LOW', ...Array.from({ length: 49 }, () => 'PASS' as const), 'FAIL']], 98, 'A'],
] satisfies [string, Sample[], number, string][])('%s', ([, samples, points, grade]) => {
  expect(scoreOf(samples).control).toMatchObject({ score: points, grade });
});

test('INFO weighs nothing, and nothing that weighs is not applicable', () => {
  expect(scoreOf([['INFO', 'FAIL']]).control).toBeNull();
  expect(scoreOf([['HIGH', 'NOT_APPLICABLE']])).toEqual({ control: null, overall: null });
});

test('less than 95 % verified is no A', () => {
  expect(scoreOf([['LOW', ...Array.from({ length: 18 }, () => 'PASS' as const), 'UNKNOWN', 'UNKNOWN']]).control?.grade).toBe('B');
});

test('the range takes unknown as good, and its caps are computed again', () => {
  const { control } = scoreOf([['HIGH', 'UNKNOWN', 'PASS']]);
  expect(control).toMatchObject({ score: 50, range: { low: 50, high: 100 } });
});

test('unscanned Regions weigh as an unknown HIGH check, once in each control', () => {
  const { control } = scoreOf([['HIGH', 'PASS']], { regionsMissing: true });
  expect(control).toMatchObject({ score: 50, verifiedShare: 0.5, range: { low: 50, high: 100 } });
  expect(control?.caps[0]?.cause).toContain('inventory-region-complete');
});

/** One CRITICAL check of this status, and three that pass. */
const withCritical = (critical: Status) => [
  ...talliesOf([['CRITICAL', critical]], 'vpc'),
  ...talliesOf([['HIGH', 'PASS']], 'encryption'),
  ...talliesOf([['HIGH', 'PASS']], 'logging'),
  ...talliesOf([['HIGH', 'PASS']], 'secrets'),
];

test('the overall score is the mean of the controls, at most 59 with a CRITICAL FAIL', () => {
  const options: ScoreOptions = { controls: new Set(), regionsMissing: false, empty: false };
  expect(score(withCritical('FAIL'), options).overall).toMatchObject({ score: 59, grade: 'D', caps: [{ at: 59 }] });
  expect(score(withCritical('PASS'), options).overall).toMatchObject({ score: 100, grade: 'A', caps: [] });
});

test('an account without ML is not scored; one whose lists failed is not empty', () => {
  const registry = {
    checks: [],
    edgeRules: [],
    collectors: [{ section: things, runs: 'every-region' as const, operations: {}, collect: async () => {} }],
  };
  const empty = assess(aSnapshot([]), [aCheck()], registry);
  expect(empty).toMatchObject({ empty: true, scores: { overall: null } });
  const dark = assess(aSnapshot([], { gaps: [gapOf('test:ListThings')] }), [aCheck()], registry);
  expect(dark).toMatchObject({ empty: false, scores: { overall: { score: 0 } } });
});
