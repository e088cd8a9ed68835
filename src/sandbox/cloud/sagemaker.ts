/** What all parts of SageMaker share. */
import { SandboxError } from '../types.ts';

/** Page sizes of its lists (API reference, MaxResults). */
export const sagemakerPages = { usual: 10, most: 100 } as const;

/** Its answer for what is not there; its model has no error for most kinds. */
export function notFound(): never {
  throw new SandboxError('ValidationException', 'RecordNotFound: Could not find the requested resource', 400);
}
