import { expect, test } from 'vitest';
import { operationId } from '../../src/core/operation.ts';
import { operationsOf } from '../../src/engine/plan.ts';
import { registry } from '../../src/registry.gen.ts';
import type { FaultKind } from '../../src/sandbox/faults.ts';
import { hardened } from '../../src/sandbox/seeds/hardened.ts';
import { keysWith, truths, untruths, verdictsOf, type Struck } from './support/oracle.ts';
import { faultyScan, ofScan } from './support/scans.ts';

const kinds = ['truncated', 'empty', 'html', 'wrong-root', 'wrong-types'] as const satisfies readonly FaultKind[];

test.for(kinds)('R8: %s instead of every answer is no inventory and no verdict', async (kind) => {
  const { report, snapshot } = await faultyScan(hardened, { rules: [{ kind, match: ofScan }] });
  expect(untruths(truths.hardened, report.findings)).toEqual([]);
  expect(keysWith(report.findings, 'PASS').size).toBe(0);
  expect(keysWith(report.findings, 'FAIL').size).toBe(0);
  expect(new Set(snapshot.slices.flatMap((slice) => slice.gaps).map((gap) => gap.reason))).toEqual(new Set(['malformed']));
});

/** What is told where an operation may not be called at all. */
const denied = new Map<string, readonly string[]>();

async function toldWithout(id: string): Promise<readonly string[]> {
  const before = denied.get(id);
  if (before !== undefined) return before;
  const { report } = await faultyScan(hardened, {
    http: false,
    deny: ({ service, operation }) => (`${service}:${operation}` === id ? {} : undefined),
  });
  const told = verdictsOf(report.findings);
  denied.set(id, told);
  return told;
}

test.for(kinds)('R8: %s instead of one operation tells as much as its denial, and names it', async (kind) => {
  const told: string[] = [];
  let asked = 0;
  for (const { service, name, action } of operationsOf(registry)) {
    const id = operationId({ service, name });
    const { report, log } = await faultyScan(hardened, {
      http: false,
      rules: [{ kind, match: (call) => ofScan(call) && call.service === service && call.operation === name }],
    });
    if (log.count(id) === 0) continue;
    asked += 1;
    const struck: Struck = (gap) => gap.operation === id && gap.action === action && gap.reason === 'malformed';
    told.push(...untruths(truths.hardened, report.findings, struck).map((text) => `${id}: ${text}`));
    const without = new Set(await toldWithout(id));
    told.push(...verdictsOf(report.findings).flatMap((verdict) => (without.has(verdict) ? [] : [`${id}: ${verdict}`])));
  }
  expect(told).toEqual([]);
  expect(asked).toBeGreaterThan(50);
});
