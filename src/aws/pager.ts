import type { EachOptions, Listed, PagedCall, Visit } from '../core/collector.ts';
import { known, missing, type Fact, type Gap, type Origin } from '../core/fact.ts';
import { Fingerprints } from '../core/fingerprints.ts';
import { Interrupted } from '../core/gap-error.ts';
import type { Paged } from '../core/operation.ts';
import { EndlessList } from './errors.ts';

/** What the pager needs of the caller. */
export interface PageSource {
  readonly maxPages: number;
  /** One page whose list was seen to be there; `null` when AWS said that there is none. */
  readonly page: (input: object, region: string | undefined) => Promise<object | null>;
  readonly origin: (region: string | undefined) => Origin;
  readonly gap: (error: unknown, region: string | undefined) => Gap;
}

type AnyPaged = Paged<object, object, unknown>;

/** Visits under way at once, beyond which no further page is asked for. */
const visitsAhead = 200;

/**
 * A list over pages. An empty page is not the end; a token that came before is, and the list then counts as cut short. What comes
 * again, as pages may overlap, counts once. The next page is asked for while the items of the last one are visited.
 */
export function pagedCall(operation: AnyPaged, source: PageSource): PagedCall<object, object, unknown> {
  return {
    async each(input, visit, place) {
      const visits = new Visits(visit, place?.wanted);
      let broken: Interrupted | undefined;
      try {
        const news = new News();
        for await (const page of pages(operation, source, input, place?.region)) {
          const listed = listedOn(page, source.origin(place?.region));
          for (const item of news.of(operation.items(page))) visits.start(item, listed);
          await visits.settleTo(visitsAhead);
          if (visits.stopped) break;
        }
      } catch (error) {
        broken = new Interrupted(source.gap(error, place?.region));
      }
      await visits.settleTo(0);
      // A defect in a visit must not hide behind the list's gap.
      const failure = visits.failures.find((error) => !(error instanceof Interrupted)) ?? broken ?? visits.failures[0];
      if (failure !== undefined) throw failure;
    },
    async all(input, place): Promise<Fact<readonly unknown[]>> {
      const items: unknown[] = [];
      try {
        const news = new News();
        for await (const page of pages(operation, source, input, place?.region)) items.push(...news.of(operation.items(page)));
      } catch (error) {
        return missing(source.gap(error, place?.region));
      }
      return known(items, source.origin(place?.region));
    },
  };
}

/** The pages of a list, each asked for when the reader wants it. */
async function* pages(
  operation: AnyPaged,
  source: PageSource,
  input: object,
  region: string | undefined,
): AsyncGenerator<object, void, undefined> {
  const seen = new Set<string>();
  let token: string | undefined;
  for (let number = 0; number < source.maxPages; number += 1) {
    const page = await source.page(token === undefined ? input : { ...input, [operation.token]: token }, region);
    if (page === null) return;
    yield page;
    token = operation.next(page);
    if (token === undefined || token === '') return;
    if (seen.has(token)) throw new EndlessList(`a page token came again after ${number + 1} pages`);
    seen.add(token);
  }
  throw new EndlessList(`it has more than ${source.maxPages} pages`);
}

/** Tells items that came before from new ones, whatever they are: an item that changed in between is new. */
class News {
  readonly #seen = new Fingerprints();

  /** Those of a page that are new. */
  of(items: readonly unknown[] | undefined): readonly unknown[] {
    return (items ?? []).filter((item) => {
      const before = this.#seen.size;
      this.#seen.set(JSON.stringify(item) ?? '', before);
      return this.#seen.size > before;
    });
  }
}

/** Visits of items that run at the same time. */
class Visits {
  readonly #visit: Visit<unknown, object>;
  readonly #wanted: EachOptions<object, unknown>['wanted'];
  #running = 0;
  #settled: { readonly atMost: number; readonly resolve: () => void } | undefined;
  readonly failures: unknown[] = [];
  /** Whether a visit asked for the end of the list. */
  stopped = false;

  constructor(visit: Visit<unknown, object>, wanted: EachOptions<object, unknown>['wanted']) {
    this.#visit = visit;
    this.#wanted = wanted;
  }

  start(item: unknown, listed: Listed<object>): void {
    this.#running += 1;
    void this.#run(item, listed);
  }

  /** Waits until at most this many visits run. Those that need no call have ended then in any case. */
  async settleTo(atMost: number): Promise<void> {
    await Promise.resolve();
    if (this.#running <= atMost) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#settled = { atMost, resolve };
    await promise;
  }

  async #run(item: unknown, listed: Listed<object>): Promise<void> {
    try {
      const wanted = this.#wanted?.(item, listed) ?? true;
      const answer = wanted === true ? await this.#visit(item, listed) : wanted;
      if (answer === 'stop') this.stopped = true;
    } catch (error) {
      this.failures.push(error);
    }
    this.#running -= 1;
    if (this.#settled !== undefined && this.#running <= this.#settled.atMost) this.#settled.resolve();
  }
}

function listedOn(page: object, origin: Origin): Listed<object> {
  return { page, origin, fact: (value) => known(value, origin) };
}
