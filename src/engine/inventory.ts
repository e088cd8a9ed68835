import { collection, uniqueGaps } from '../core/collection.ts';
import type { Gap, Origin } from '../core/fact.ts';
import type { Collection, Resource, Run, Source, Uses, Views } from '../core/resource.ts';
import { inOrder } from '../core/sequence.ts';
import { memory, StoreError, type Store } from '../core/store.ts';
import { runOf, type Snapshot } from '../inventory/snapshot.ts';

/** Read access to a snapshot, with derived collections computed once. */
export interface Inventory {
  readonly run: Run;
  readonly collectionOf: (source: Source) => Collection<Resource>;
  readonly viewsOf: <U extends Uses>(uses: U) => Views<U>;
}

/**
 * Opens a snapshot for reading. A section that was not collected is a gap, not an empty list.
 * @param store where derived collections are kept
 */
export function openInventory(snapshot: Snapshot, store: Store = memory): Inventory {
  const run = runOf(snapshot.header);
  const collected = new Set(snapshot.header.sections);
  const cache = new Map<string, Collection<Resource>>();

  function collectionOf(source: Source): Collection<Resource> {
    const cached = cache.get(source.name);
    if (cached !== undefined) return cached;
    const made = source.kind === 'section' ? sectionView(source.name) : derivedView(source);
    cache.set(source.name, made);
    return made;
  }

  function sectionView(name: string): Collection<Resource> {
    if (!collected.has(name)) return collection([], [notCollected(name, run)], originOf(name, run));
    const slices = snapshot.slices.filter((slice) => slice.section === name);
    const items = inOrder(
      slices.map((slice) => slice.items),
      ({ arn }) => arn,
    );
    return collection(items, uniqueGaps(slices.flatMap((slice) => slice.gaps)), originOf(name, run));
  }

  function derivedView(source: Extract<Source, { kind: 'derived' }>): Collection<Resource> {
    try {
      const { items, gaps } = source.derive(viewsOf(source.from), run);
      const sorter = store.sorter<Resource>('kept');
      for (const item of items) sorter.add(item.arn, item);
      return collection(sorter.finish(), uniqueGaps(gaps), originOf(source.name, run));
    } catch (error) {
      if (error instanceof StoreError) throw error;
      return collection([], [crashed(source.name, error, run)], originOf(source.name, run));
    }
  }

  function viewsOf<U extends Uses>(uses: U): Views<U> {
    const views = Object.entries(uses).map(([name, source]) => [name, collectionOf(source)]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- built from `uses`, name by name, which TypeScript cannot see
    return Object.fromEntries(views) as Views<U>;
  }

  return { run, collectionOf, viewsOf };
}

/** Where a look-up's answer comes from: the collection itself, as of the scan. */
function originOf(name: string, run: Run): Origin {
  return { operation: `mlwarden:${name}`, region: 'global', at: new Date(run.now).toISOString() };
}

function notCollected(name: string, run: Run): Gap {
  return {
    reason: 'not-collected',
    operation: `mlwarden:${name}`,
    action: `mlwarden:${name}`,
    account: run.account,
    region: 'global',
    error: 'NotCollected',
    detail: `the snapshot does not hold ${name}: scan again with the checks that need it`,
  };
}

/** A bug in pure code, as data: the run is incomplete, and says so. */
export function crashed(where: string, error: unknown, run: Run): Gap {
  return {
    reason: 'failed',
    operation: `mlwarden:${where}`,
    action: `mlwarden:${where}`,
    account: run.account,
    region: 'global',
    error: error instanceof Error ? error.name : 'Error',
    detail: `mlwarden failed in ${where}: please report it`,
  };
}
