import type { Fact } from '../../core/fact.ts';
import type { Absence } from '../../core/operation.ts';

/**
 * How SageMaker says that what a list named has been deleted since (catalogue 1.3): few of its errors are modelled, so the
 * message decides.
 */
export const gone: readonly Absence[] = [
  'ResourceNotFound',
  'ResourceNotFoundException',
  { name: 'ValidationException', message: /could not find|does not exist|not found/i },
];

/** Whether AWS no longer knows what a list belongs to: deleted since it was listed. */
export function isGone(list: Fact<unknown>): boolean {
  return !list.known && list.gap.error === 'NotFoundException';
}
