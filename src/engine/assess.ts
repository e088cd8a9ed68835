import type { AnyCheck } from '../core/check.ts';
import type { Snapshot } from '../inventory/snapshot.ts';
import { denialsIn, type Denial } from './denials.ts';
import { evaluate, unscannedRegions, type Result } from './evaluate.ts';
import type { Registry } from './plan.ts';
import { score, type Scores } from './score.ts';

/** A snapshot, judged and scored. */
export interface Assessment {
  readonly snapshot: Snapshot;
  readonly checks: readonly AnyCheck[];
  readonly results: readonly Result[];
  readonly scores: Scores;
  /** The same with only the checks that follow from the post. */
  readonly postScores: Scores;
  /** Enabled Regions that were not scanned. */
  readonly unscanned: readonly string[];
  /** Permissions that the scan lacked. */
  readonly denials: readonly Denial[];
  /** No ML object in any scanned Region, and every list was read. */
  readonly empty: boolean;
}

/** Judges a snapshot with these checks. Pure: the same snapshot and checks give the same assessment. */
export function assess(snapshot: Snapshot, checks: readonly AnyCheck[], registry: Registry): Assessment {
  const results = evaluate(snapshot, checks);
  const unscanned = unscannedRegions(snapshot);
  const empty = isEmpty(snapshot, registry);
  const scored = (only: readonly Result[]) =>
    score(only, { empty, regionsMissing: unscanned.length > 0, controls: new Set(only.map(({ check }) => check.control)) });
  return {
    snapshot,
    checks,
    results,
    scores: scored(results),
    postScores: scored(results.filter(({ check }) => check.origin === 'post')),
    unscanned,
    denials: denialsIn(snapshot, checks, registry),
    empty,
  };
}

/** Known to hold no ML: the core sections were collected, are empty, and hide nothing. */
function isEmpty(snapshot: Snapshot, registry: Registry): boolean {
  const core = new Set(
    registry.collectors.filter((collector) => collector.section.core).map((collector) => collector.section.name),
  );
  const slices = snapshot.slices.filter((slice) => core.has(slice.section));
  return slices.length > 0 && slices.every((slice) => slice.items.length === 0 && slice.gaps.length === 0);
}
