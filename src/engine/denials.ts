import type { AnyCheck } from '../core/check.ts';
import type { Gap } from '../core/fact.ts';
import type { Slice, Snapshot } from '../inventory/snapshot.ts';
import { sectionsOf, type Registry } from './plan.ts';

/** A permission that a scan lacked somewhere, and the checks that read what it would have told. */
export interface Denial {
  readonly gap: Gap;
  readonly checks: readonly string[];
}

/**
 * Every denied call that left a hole in the snapshot, each once. A verdict names the first gap that it meets; what else it lacks
 * shows here, so that one round of granting is enough.
 */
export function denialsIn(snapshot: Snapshot, checks: readonly AnyCheck[], registry: Registry): readonly Denial[] {
  const found = new Map<string, { gap: Gap; sections: Set<string> }>();
  for (const slice of snapshot.slices) {
    for (const gap of gapsOf(slice)) {
      if (gap.reason !== 'denied') continue;
      const key = `${gap.action} ${gap.region}`;
      const entry = found.get(key) ?? { gap, sections: new Set() };
      entry.sections.add(slice.section);
      found.set(key, entry);
    }
  }
  if (found.size === 0) return [];
  const reads = checks.map((check) => ({ id: check.id, sections: sectionsOf(check, registry) }));
  return [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { gap, sections }]) => {
      return { gap, checks: reads.filter((check) => check.sections.some((name) => sections.has(name))).map(({ id }) => id) };
    });
}

function* gapsOf({ gaps, items }: Slice): Generator<Gap> {
  yield* gaps;
  for (const item of items) yield* gapsWithin(item);
}

/** The gaps of the facts in a piece of plain data, however deep. */
function* gapsWithin(value: unknown): Generator<Gap> {
  if (typeof value !== 'object' || value === null) return;
  if (isMissing(value)) yield value.gap;
  else for (const part of Object.values(value)) yield* gapsWithin(part);
}

function isMissing(value: object): value is { readonly gap: Gap } {
  return 'known' in value && value.known === false && 'gap' in value;
}
