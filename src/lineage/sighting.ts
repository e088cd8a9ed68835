import type { Gap } from '../core/fact.ts';

/** What was found of something that may exist, and what could hide more of it. */
export interface Sighting<T> {
  readonly found: readonly T[];
  /** `null`: what was found is all there is. */
  readonly hidden: Gap | null;
}

/** Nothing was found; more only with a gap. */
export function nothing(hidden: Gap | null = null): Sighting<never> {
  return { found: [], hidden };
}

/** Either kind will do. */
export function either<A, B>(a: Sighting<A>, b: Sighting<B>): Sighting<A | B> {
  return { found: [...a.found, ...b.found], hidden: a.hidden ?? b.hidden };
}

/** One of each is needed. A gap counts only while the other may still be there. */
export function both<A, B, R>(a: Sighting<A>, b: Sighting<B>, join: (a: A, b: B) => R): Sighting<R> {
  const found = a.found.flatMap((one) => b.found.map((other) => join(one, other)));
  const possible = mayBe(a) && mayBe(b);
  return { found, hidden: possible ? (a.hidden ?? b.hidden) : null };
}

function mayBe({ found, hidden }: Sighting<unknown>): boolean {
  return found.length > 0 || hidden !== null;
}
