import type { Seed } from '../account.ts';
import { wellKept } from './support/well-kept.ts';

/** Everything as it should be: each check passes, none fails, and nothing is hidden. */
export const hardened: Seed = {
  name: 'hardened',
  description: 'one workflow as it should be: every check passes',
  account: (now) => wellKept('555566667777', now),
};
