/** Measured side: the scan of the served account, up to its snapshot. */
import { createEdge } from '../../src/aws/edge.ts';
import { scan } from '../../src/scan.ts';
import { measure } from './measure.ts';
import { benchRequest } from './support/request.ts';

await measure(async (url) => {
  const edge = await createEdge({
    runId: 'bench',
    endpointUrl: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' },
    rateShare: 1000,
  });
  await scan(edge, benchRequest({ regions: edge.regions, now: Date.now() }));
  const { calls } = edge.totals();
  edge.close();
  return calls;
});
