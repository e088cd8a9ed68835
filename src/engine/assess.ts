import type { AnyCheck } from '../core/check.ts';
import { memory, type Store } from '../core/store.ts';
import type { Snapshot } from '../inventory/snapshot.ts';
import { denialsIn, type Denial } from './denials.ts';
import { evaluate, unscannedRegions, type Result } from './evaluate.ts';
import { openInventory } from './inventory.ts';
import type { Registry } from './plan.ts';
import { score, Tallies, type Scores, type Tally } from './score.ts';

/** Results that are kept. Of more, each is judged anew for whoever reads them: that costs less than to keep them. */
const mostKept = 1000;

/** A snapshot, judged and scored. */
export interface Assessment {
  readonly snapshot: Snapshot;
  readonly checks: readonly AnyCheck[];
  /** In the order of the checks. May be read more than once, and gives the same each time. */
  readonly results: Iterable<Result>;
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

/**
 * Judges a snapshot with these checks. Pure: the same snapshot and checks give the same assessment.
 * @param store where collections that are derived for it are kept
 */
export function assess(snapshot: Snapshot, checks: readonly AnyCheck[], registry: Registry, store: Store = memory): Assessment {
  const inventory = openInventory(snapshot, store);
  const tallies = new Tallies();
  const first: Result[] = [];
  let count = 0;
  for (const result of evaluate(inventory, checks)) {
    tallies.add(result);
    count += 1;
    if (count <= mostKept) first.push(result);
    else first.length = 0;
  }
  const results = count <= mostKept ? first : { [Symbol.iterator]: () => evaluate(inventory, checks) };
  const unscanned = unscannedRegions(snapshot);
  const empty = isEmpty(snapshot, registry);
  const scored = (only: readonly Tally[]) =>
    score(only, { empty, regionsMissing: unscanned.length > 0, controls: new Set(only.map(({ check }) => check.control)) });
  return {
    snapshot,
    checks,
    results,
    scores: scored(tallies.all()),
    postScores: scored(tallies.all().filter(({ check }) => check.origin === 'post')),
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
