import { deniedOperations, operationId, readVerbs, type AnyOperation } from '../core/operation.ts';

/** mlwarden tried what it must never do. A defect, and so never a gap. */
export class LockedOperation extends Error {
  override readonly name = 'LockedOperation';
}

/**
 * The second and third lock (decisions.md 2): an operation reads, and gives out neither secrets nor content. The first is the
 * list of commands that can be loaded.
 * @throws LockedOperation
 */
export function checkLocks(operation: Pick<AnyOperation, 'service' | 'name'>): void {
  const id = operationId(operation);
  if (!readVerbs.some((verb) => operation.name.startsWith(verb))) throw new LockedOperation(`${id} is not a reading operation`);
  if (deniedOperations.some((pattern) => pattern.test(id)))
    throw new LockedOperation(`${id} gives out content and must not be called`);
}
