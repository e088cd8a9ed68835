import type { AnyCheck } from '../../src/core/check.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { registry } from '../../src/registry.gen.ts';
import { aSnapshot, resultsOf } from './checks.ts';

/** What the engine makes of a check in an account where every list was read and is empty. */
export function verdictOnNothing(check: AnyCheck): Verdict | undefined {
  const sections = registry.collectors.map((collector) => collector.section.name);
  return resultsOf({ ...aSnapshot([], { sections }), slices: [] }, [check])[0]?.verdict;
}
