/** The accounts that the sandbox can play. */
import type { Seed } from './account.ts';
import { demo } from './seeds/demo.ts';
import { denied } from './seeds/denied.ts';
import { empty } from './seeds/empty.ts';
import { hardened } from './seeds/hardened.ts';
import { neglected } from './seeds/neglected.ts';

export const seeds: readonly Seed[] = [demo, hardened, neglected, empty, denied];

/** The seed of this name. */
export function findSeed(name: string): Seed | undefined {
  return seeds.find((seed) => seed.name === name);
}
