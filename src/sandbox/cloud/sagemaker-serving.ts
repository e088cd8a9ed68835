import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** SageMaker: models, endpoints, their configurations, and monitoring. */
export function sagemakerServing(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('sagemaker', {});
}
