import { describe, expect, test } from 'vitest';
import { gapReasons, missing } from '../../src/core/fact.ts';
import { fail, unknown } from '../../src/core/verdict.ts';
import { compareFindings, findingId, writeReport } from '../../src/report/report.ts';
import { aCheck, aSnapshot, aThing } from '../support/checks.ts';
import { gapOf, home } from '../support/inventory.ts';
import { reportOf } from './support.ts';

const second = aCheck({ id: 'test-another', control: 'encryption', severity: 'HIGH', origin: 'extension' });

describe('findings', () => {
  test('stand by check id, then ARN, then Region, whatever the order of the checks', () => {
    const items = [aThing('b', 'FAIL'), aThing('a', 'PASS'), aThing('c', 'PASS', 'us-east-1')];
    const { findings } = reportOf(aSnapshot(items), [aCheck(), second]);
    expect(findings.map(({ checkId, resource }) => `${checkId} ${resource.name}`)).toEqual([
      'test-another a',
      'test-another b',
      'test-another c',
      'test-thing-state a',
      'test-thing-state b',
      'test-thing-state c',
    ]);
    expect(findings).toEqual(findings.toSorted(compareFindings));
    expect(reportOf(aSnapshot(items.toReversed()), [second, aCheck()]).findings).toEqual(findings);
  });

  test('have an id that rests on check, account, Region and ARN alone', () => {
    const [before] = reportOf(aSnapshot([aThing('a', 'FAIL')])).findings;
    const [after] = reportOf(aSnapshot([aThing('a', 'PASS')]), [aCheck({ severity: 'LOW' })]).findings;
    expect(after?.id).toBe(before?.id);
    expect(before?.id).toBe(
      findingId({
        checkId: 'test-thing-state',
        account: home.account,
        region: 'eu-west-1',
        arn: 'arn:aws:test:eu-west-1:111122223333:thing/a',
      }),
    );
    expect(before?.id).toMatch(/^[0-9a-f]{16}$/);
    const { findings } = reportOf(aSnapshot([aThing('a', 'PASS'), aThing('b', 'PASS')]), [aCheck(), second]);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(4);
  });

  test('carry what each status needs: the fix, the gap, the reason', () => {
    const items = [aThing('a', 'FAIL'), aThing('b', 'UNKNOWN'), aThing('c', 'NOT_APPLICABLE'), aThing('d', 'PASS')];
    expect(reportOf(aSnapshot(items)).findings).toMatchObject([
      { status: 'FAIL', control: 1, message: 'it is bad', remediation: { text: 'Mend a.' }, evidence: [{ value: 'FAIL' }] },
      {
        status: 'UNKNOWN',
        gap: { action: 'test:DescribeThing' },
        remediation: { text: expect.stringContaining('"Action":"test:DescribeThing"') },
      },
      { status: 'NOT_APPLICABLE', reason: 'not-live', remediation: { text: 'Nothing to do.' } },
      { status: 'PASS', remediation: { text: 'Nothing to do.' }, evidence: [{ field: 'Thing.State' }] },
    ]);
  });

  test.for(gapReasons)('that are unknown as %s say what would make them known, in one line', (reason) => {
    const check = {
      ...aCheck(),
      evaluate: () => unknown(gapOf('test:DescribeThing', { reason, detail: 'the first 500 of 900' })),
    };
    const [finding] = reportOf(aSnapshot([aThing('a', 'PASS')]), [check]).findings;
    expect(finding?.remediation.text).toMatch(/^[A-Z].{15,}[.}]$/);
  });
});

describe('coverage', () => {
  const gaps = [
    gapOf('test:ListThings', { region: 'us-east-1' }),
    gapOf('test:ListThings', { region: 'eu-central-1' }),
    gapOf('test:ListThings', { region: 'ap-south-1', reason: 'timeout' }),
  ];
  const items = [aThing('a', 'UNKNOWN'), aThing('b', 'UNKNOWN'), aThing('c', 'PASS', 'us-east-1')];
  const regions = [...gaps.map((gap) => gap.region), 'eu-west-1'].map((region) => aThing('x', 'PASS', region));
  const { coverage, run } = reportOf(aSnapshot([...items, ...regions], { gaps }), [aCheck(), second]);

  test('names each gap once, with the findings and checks that it costs', () => {
    expect(
      coverage.gaps.map(({ region, operation, reason, findings, checks }) => [region, operation, reason, findings, checks]),
    ).toEqual([
      ['ap-south-1', 'test:ListThings', 'timeout', 2, ['test-another', 'test-thing-state']],
      ['eu-central-1', 'test:ListThings', 'denied', 2, ['test-another', 'test-thing-state']],
      ['eu-west-1', 'test:DescribeThing', 'denied', 4, ['test-another', 'test-thing-state']],
      ['us-east-1', 'test:ListThings', 'denied', 2, ['test-another', 'test-thing-state']],
    ]);
    expect(run.complete).toBe(false);
  });

  test('counts calls by operation', () => {
    expect(coverage.calls).toEqual({ total: 8, ok: 3, failed: 5 });
    expect(coverage.operations).toMatchObject([
      { operation: 'test:DescribeThing', failed: 2 },
      { operation: 'test:ListThings', calls: 6, failed: 3 },
    ]);
  });

  test('lists the missing permissions, and only what was denied', () => {
    const checks = ['test-another', 'test-thing-state'];
    expect(coverage.missingPermissions).toEqual([
      { action: 'test:DescribeThing', regions: ['eu-west-1'], checks },
      { action: 'test:ListThings', regions: ['eu-central-1', 'us-east-1'], checks },
    ]);
  });

  test('lists what else was denied of what open checks read: the next scan must not find one more', () => {
    const behind = { ...aThing('a', 'UNKNOWN'), size: missing(gapOf('test:GetThingSize')) };
    const { coverage: found } = reportOf(aSnapshot([behind]));
    expect(found.missingPermissions).toEqual([
      { action: 'test:DescribeThing', regions: ['eu-west-1'], checks: ['test-thing-state'] },
      { action: 'test:GetThingSize', regions: ['eu-west-1'], checks: ['test-thing-state'] },
    ]);
    expect(found.statement?.Action).toEqual(['test:DescribeThing', 'test:GetThingSize']);
  });

  test('leaves out what was denied and cost nothing', () => {
    const thing = { ...aThing('a', 'PASS'), size: missing(gapOf('test:GetThingSize')) };
    expect(reportOf(aSnapshot([thing])).coverage).toMatchObject({ missingPermissions: [], statement: null });
  });

  test('gives one statement with all of them', () => {
    expect(coverage.statement).toEqual({
      Sid: 'MlwardenMissing',
      Effect: 'Allow',
      Action: ['test:DescribeThing', 'test:ListThings'],
      Resource: '*',
    });
  });

  test('without a gap has nothing to add, and the run is complete', () => {
    const clean = reportOf(aSnapshot([aThing('a', 'PASS')]));
    expect(clean.coverage).toMatchObject({ gaps: [], missingPermissions: [], statement: null });
    expect(clean.run.complete).toBe(true);
  });

  test('of a stopped scan is never complete', () => {
    expect(reportOf({ ...aSnapshot([aThing('a', 'PASS')]), complete: false }).run.complete).toBe(false);
  });
});

describe('Regions', () => {
  test('that were left out are one HIGH unknown in each control that was asked for', () => {
    const snapshot = aSnapshot([aThing('a', 'PASS')], { enabled: ['eu-west-1', 'sa-east-1', 'us-east-1'] });
    const report = reportOf(snapshot, [aCheck(), second]);
    const found = report.findings.filter((finding) => finding.checkId === 'inventory-region-complete');
    expect(found.map(({ status, severity, control }) => [status, severity, control])).toEqual([
      ['UNKNOWN', 'HIGH', 1],
      ['UNKNOWN', 'HIGH', 3],
    ]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
    expect(found[0]).toMatchObject({
      message: 'enabled Regions were not scanned: sa-east-1, us-east-1',
      gap: { reason: 'not-collected', detail: '2 enabled Regions left out of the scan' },
      resource: { arn: 'arn:aws:iam::111122223333:root', region: 'global' },
    });
    expect(report.run.regions.unscanned).toEqual(['sa-east-1', 'us-east-1']);
    expect(report.checks.map(({ id }) => id)).toEqual(['inventory-region-complete', 'test-another', 'test-thing-state']);
    expect(report.coverage.missingPermissions).toEqual([]);
    expect(report.scores.overall.score).toBeLessThan(100);
  });

  test('all scanned: no such result and no such check', () => {
    const report = reportOf(aSnapshot([aThing('a', 'PASS')]));
    expect(report.checks.map(({ id }) => id)).toEqual(['test-thing-state']);
    expect(report.run.regions.unscanned).toEqual([]);
  });

  test('in which nothing could be read are named with the cause', () => {
    const gap = gapOf('test:ListThings', { reason: 'unavailable' });
    const unread = aSnapshot([], { gaps: [gap] });
    const { run } = reportOf({ ...unread, calls: unread.calls.filter((call) => call.failed > 0) });
    expect(run.regions.failed).toEqual([{ region: 'eu-west-1', why: 'the service could not be reached' }]);
    expect(reportOf(aSnapshot([aThing('a', 'PASS')], { gaps: [gap] })).run.regions.failed).toEqual([]);
  });
});

describe('scores', () => {
  test('of the post leave out our own checks', () => {
    const snapshot = aSnapshot([aThing('a', 'PASS'), aThing('b', 'PASS')]);
    const strict = { ...second, control: 'vpc', evaluate: () => fail('never good enough') } as const;
    const { scores } = reportOf(snapshot, [aCheck(), strict]);
    expect(scores.post).toEqual(reportOf(snapshot).scores.overall);
    expect([scores.post.score, scores.overall.score]).toEqual([100, 33]);
  });

  test('of seven controls stand in their order; without a check they do not apply', () => {
    const { controls } = reportOf(aSnapshot([aThing('a', 'PASS'), aThing('b', 'UNKNOWN')]));
    expect(controls.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(controls.map(({ applicable }) => applicable)).toEqual([true, false, false, false, false, false, false]);
    expect(controls[0]).toMatchObject({ score: 50, range: { low: 50, high: 100 }, verifiedShare: 0.5 });
    expect(controls[0]?.counts).toEqual({ PASS: 1, FAIL: 0, UNKNOWN: 1, NOT_APPLICABLE: 0 });
    expect(controls[1]).toMatchObject({ score: null, range: null, verifiedShare: null, grade: null, caps: [] });
  });

  test('of an account without ML are left out, with a note why', () => {
    const { scores, findings } = reportOf(aSnapshot([]));
    expect(scores.overall.score).toBeNull();
    expect(scores.note).toBe('no ML workload found in 1 Region: account-level results are shown, unscored');
    expect(findings).toMatchObject([{ status: 'NOT_APPLICABLE', reason: 'no-resource', resource: { region: '*', name: '*' } }]);
    const { note } = reportOf(aSnapshot([], { enabled: ['eu-west-1', 'us-east-1'] })).scores;
    expect(note).toBe(
      'no ML workload found in 1 Region; 1 enabled Region was not scanned: account-level results are shown, unscored',
    );
  });

  test('of an account that we could not look into have no such note', () => {
    const { scores } = reportOf(aSnapshot([], { gaps: [gapOf('test:ListThings')] }));
    expect(scores.note).toBeUndefined();
    expect(scores.overall.score).toBe(0);
  });
});

test('report.json of a snapshot is the same to the byte', async () => {
  const gap = gapOf('test:ListThings', { region: 'us-east-1' });
  const items = [
    aThing('bad', 'FAIL'),
    aThing('good', 'PASS'),
    aThing('hidden', 'UNKNOWN'),
    aThing('gone', 'NOT_APPLICABLE'),
    aThing('broken', 'CRASH', 'us-east-1'),
  ];
  const snapshot = aSnapshot(items, { gaps: [gap], enabled: ['eu-west-1', 'sa-east-1', 'us-east-1'] });
  const text = writeReport(reportOf(snapshot, [aCheck(), second]));
  expect(writeReport(reportOf(structuredClone(snapshot), [second, aCheck()]))).toBe(text);
  await expect(text).toMatchFileSnapshot('report.json.golden');
});
