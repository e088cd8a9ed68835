import { known, missing, type Fact, type Gap, type Origin } from './fact.ts';
import type { Collection, Derivation, Resource } from './resource.ts';
import type { Sequence } from './sequence.ts';

/**
 * A closed-world view: an ARN that is not there is known to be absent only when no gap could hide it. A gap hides what lies in
 * its own Region; a gap of a global call, or an ARN without a Region, makes every absence unknown.
 * @param origin what a look-up says of where its answer comes from
 */
export function collection<T extends Resource>(items: Sequence<T>, gaps: readonly Gap[], origin: Origin): Collection<T> {
  let byArn: ReadonlyMap<string, T> | undefined;
  const lookUp = (arn: string): T | undefined => {
    if (items.lookUp !== undefined) return items.lookUp(arn);
    byArn ??= new Map(items.values().map((item) => [item.arn, item]));
    return byArn.get(arn);
  };
  return {
    all: items,
    gaps,
    gapIn: (region) => gaps.find((gap) => gap.region === 'global' || region === 'global' || gap.region === region),
    find(arn): Fact<T | undefined> {
      const item = lookUp(arn);
      if (item !== undefined) return known(item, origin);
      const region = arn.split(':')[3] ?? '';
      const account = arn.split(':')[4] ?? '';
      const hiding = gaps.find((gap) => mayHide(gap, region, account));
      return hiding === undefined ? known(undefined, origin) : missing(hiding);
    },
  };
}

function mayHide(gap: Gap, region: string, account: string): boolean {
  const sameRegion = region === '' || gap.region === 'global' || gap.region === region;
  const sameAccount = account === '' || gap.account === '' || gap.account === account;
  return sameRegion && sameAccount;
}

/** The gaps of all these collections, each once: what a derivation from them inherits. */
export function inherit(...sources: readonly { readonly gaps: readonly Gap[] }[]): readonly Gap[] {
  return uniqueGaps(sources.flatMap((source) => source.gaps));
}

/** Each gap once, in a stable order. */
export function uniqueGaps(gaps: Iterable<Gap>): readonly Gap[] {
  const byKey = new Map<string, Gap>();
  for (const gap of gaps) byKey.set(`${gap.region} ${gap.operation} ${gap.reason} ${gap.account}`, gap);
  return [...byKey.entries()].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, gap]) => gap);
}

/** A derivation's result from items and the collections it was computed from. */
export function derivation<T>(items: Iterable<T>, ...sources: readonly { readonly gaps: readonly Gap[] }[]): Derivation<T> {
  return { items, gaps: inherit(...sources) };
}
