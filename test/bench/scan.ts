/** Measured side: the scan of the served account, up to its snapshot. */
import { createEdge } from '../../src/aws/edge.ts';
import { defaultParameters } from '../../src/core/resource.ts';
import { registry } from '../../src/registry.gen.ts';
import { scan } from '../../src/scan.ts';
import { createScanner } from '../../src/secrets/scanner.ts';
import { measure } from './measure.ts';

await measure(async (url) => {
  const edge = await createEdge({
    runId: 'bench',
    endpointUrl: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' },
    rateShare: 1000,
  });
  await scan(edge, {
    runId: 'bench',
    checks: registry.checks,
    registry,
    regions: edge.regions,
    parameters: defaultParameters,
    jobsMax: 500,
    secrets: createScanner({ fingerprintKey: 'bench' }),
    now: Date.now(),
    signal: new AbortController().signal,
    interrupted: () => false,
    onCrash: (_where, error) => {
      throw error;
    },
  });
  const { calls } = edge.totals();
  edge.close();
  return calls;
});
