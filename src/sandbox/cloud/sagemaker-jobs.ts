import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** SageMaker: jobs of all kinds, their search, and pipelines. */
export function sagemakerJobs(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('sagemaker', {});
}
