import type { Listed, PagedCall, Scope, Visit } from '../../core/collector.ts';
import type { AnyOperation } from '../../core/operation.ts';
import type { NoUses } from '../../core/resource.ts';
import { msPerDay } from '../../core/time.ts';

/** What a bounded look into the past needs of the scope. */
export type Bounds = Pick<Scope<NoUses>, 'now' | 'parameters' | 'truncated'>;

/** A bound on what is looked at, and the operation that would tell the rest. */
export interface Limit {
  readonly operation: Pick<AnyOperation, 'service' | 'name' | 'action'>;
  /** Items to look at; `null` for all. */
  readonly most: number | null;
  /** Why the bound is narrower than it could be. */
  readonly because?: string;
}

/** Input of SageMaker's lists of jobs, newest first. A filter saves no call and gives empty pages (aws-edge.md A.4). */
export const newestFirst = { SortBy: 'CreationTime', SortOrder: 'Descending' } as const;

/**
 * Decides, item by item and newest first, whether a list still interests: until the look-back window starts, by the item's date,
 * or the bound is reached. The section then ends as cut short.
 */
export function window({ now, parameters, truncated }: Bounds, { operation, most, because }: Limit): (created: Date) => boolean {
  const start = now - parameters.lookBackDays * msPerDay;
  let looked = 0;
  let oldest: Date | undefined;
  let cut = false;
  return (created) => {
    if (created.getTime() < start) return false;
    if (most === null || looked < most) {
      looked += 1;
      oldest = created;
      return true;
    }
    if (!cut) {
      const since = oldest === undefined ? '' : `, back to ${oldest.toISOString()}`;
      const why = because === undefined ? '' : `; ${because}`;
      truncated(
        operation,
        `looked at the newest ${most} of more than ${most} in the last ${parameters.lookBackDays} days${since}${why}`,
      );
    }
    cut = true;
    return false;
  };
}

/** Visits what a list, newest first, holds of the look-back window. */
export async function eachRecent<I, O, Item>(
  list: PagedCall<I, O, Item>,
  inWindow: (created: Date) => boolean,
  options: {
    readonly input: I;
    readonly createdAt: (item: Item) => Date | undefined;
    /** Sees each item of the window before it is visited, in the order of the list. */
    readonly inOrder?: (item: Item, listed: Listed<O>) => void;
    readonly visit: Visit<Item, O>;
  },
): Promise<void> {
  await list.each(options.input, options.visit, {
    wanted: (item, listed) => {
      const created = options.createdAt(item);
      if (created === undefined) return false;
      if (!inWindow(created)) return 'stop';
      options.inOrder?.(item, listed);
      return true;
    },
  });
}
