import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** SageMaker: Studio domains, users, spaces, lifecycle configurations and code repositories. */
export function sagemakerStudio(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('sagemaker', {});
}
