import { expect, test } from 'vitest';
import { operationId } from '../../src/core/operation.ts';
import { operationsOf } from '../../src/engine/plan.ts';
import { registry } from '../../src/registry.gen.ts';
import type { FaultKind } from '../../src/sandbox/faults.ts';
import { hardened } from '../../src/sandbox/seeds/hardened.ts';
import { keysWith, truths, untruths } from './support/oracle.ts';
import { faultyScan, ofScan } from './support/scans.ts';

const kinds = ['truncated', 'empty', 'html', 'wrong-root', 'wrong-types'] as const satisfies readonly FaultKind[];

test.for(kinds)('R8: %s instead of every answer is no inventory and no verdict', async (kind) => {
  const { report, snapshot } = await faultyScan(hardened, { rules: [{ kind, match: ofScan }] });
  expect(untruths(truths.hardened, report.findings)).toEqual([]);
  expect(keysWith(report.findings, 'PASS').size).toBe(0);
  expect(keysWith(report.findings, 'FAIL').size).toBe(0);
  expect(new Set(snapshot.slices.flatMap((slice) => slice.gaps).map((gap) => gap.reason))).toEqual(new Set(['malformed']));
});

test.for(kinds)('R8: %s instead of one operation hides what it tells, and names it', async (kind) => {
  const told: string[] = [];
  for (const { service, name, ...operation } of operationsOf(registry)) {
    const id = operationId({ service, name });
    const { report, log } = await faultyScan(hardened, {
      http: false,
      rules: [{ kind, match: (call) => ofScan(call) && call.service === service && call.operation === name }],
    });
    if (log.count(id) === 0) continue;
    const wrong = untruths(
      truths.hardened,
      report.findings,
      (gap) => gap.operation === id && gap.action === operation.action && gap.reason === 'malformed',
    );
    told.push(...wrong.map((text) => `${id}: ${text}`));
  }
  expect(told).toEqual([]);
});
