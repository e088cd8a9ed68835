import { defaultParameters } from '../../../src/core/resource.ts';
import { registry } from '../../../src/registry.gen.ts';
import type { ScanRequest } from '../../../src/scan.ts';
import { createScanner } from '../../../src/secrets/scanner.ts';

/** What every measured scan asks for: all checks, with the bounds that the command has by default. */
export function benchRequest(
  request: Pick<ScanRequest, 'regions' | 'now'> & { readonly onItem?: ScanRequest['onItem'] },
): ScanRequest {
  const { regions, now, onItem } = request;
  return {
    runId: 'bench',
    checks: registry.checks,
    registry,
    regions,
    parameters: defaultParameters,
    jobsMax: 500,
    secrets: createScanner({ fingerprintKey: 'bench' }),
    now,
    signal: new AbortController().signal,
    interrupted: () => false,
    onCrash: (_where, error) => {
      throw error;
    },
    ...(onItem === undefined ? {} : { onItem }),
  };
}
