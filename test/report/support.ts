import type { AnyCheck } from '../../src/core/check.ts';
import { assess } from '../../src/engine/assess.ts';
import type { Registry } from '../../src/engine/plan.ts';
import type { Snapshot } from '../../src/inventory/snapshot.ts';
import { buildReport } from '../../src/report/build.ts';
import type { ReportData } from '../../src/report/report.ts';
import { aCheck, things } from '../support/checks.ts';

/** Knows one collector, that of the made-up things. Only its section is looked at. */
const registry = { checks: [], collectors: [{ section: things }], edgeRules: [] } as unknown as Registry;

/** The report of a snapshot of things. */
export function reportOf(snapshot: Snapshot, checks: readonly AnyCheck[] = [aCheck()]): ReportData {
  const report = buildReport(assess(snapshot, checks, registry));
  return { ...report, findings: [...report.findings] };
}
