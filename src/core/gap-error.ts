import type { Gap } from './fact.ts';

/** A list that broke: thrown by the pager, turned into the slice's gap at the engine's task border. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly gap: Gap;

  constructor(gap: Gap) {
    super(gap.detail);
    this.gap = gap;
  }
}
