import { scanOperations } from '../aws/regions.ts';
import { actionsFor, auditorPolicy } from '../engine/policy.ts';
import { registry } from '../registry.gen.ts';
import type { SelectionOptions } from './options.ts';
import { selectChecks } from './select.ts';

/** The policy for the selected checks, as JSON. */
export function printPolicy(options: SelectionOptions & { readonly partition: string }): string {
  const checks = selectChecks(registry.checks, options);
  return `${JSON.stringify(auditorPolicy(actionsFor(checks, registry, scanOperations), options.partition), null, 2)}\n`;
}
