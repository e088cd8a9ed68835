import type { Gap } from '../../core/fact.ts';
import { Interrupted } from '../../core/gap-error.ts';

/** Waits for a list that another call can stand in for: its gap is an answer then, not the section's end. `null`: it was read. */
export async function attempt(list: Promise<void>): Promise<Gap | null> {
  const [outcome] = await Promise.allSettled([list]);
  if (outcome.status === 'fulfilled') return null;
  if (outcome.reason instanceof Interrupted) return outcome.reason.gap;
  throw outcome.reason;
}
