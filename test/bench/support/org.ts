/** Many accounts, one process: `node org.ts org PRESET NOW URL ACCOUNTS`. Each gets its own report, as a scheduled run makes it. */
import pLimit from 'p-limit';
import { createEdge } from '../../../src/aws/edge.ts';
import { defaultParameters } from '../../../src/core/resource.ts';
import { assess } from '../../../src/engine/assess.ts';
import { registry } from '../../../src/registry.gen.ts';
import { buildReport } from '../../../src/report/build.ts';
import { scan } from '../../../src/scan.ts';
import { createScanner } from '../../../src/secrets/scanner.ts';
import { peakRssMiB } from '../../support/peak-rss.ts';
import { rateShare } from '../presets.ts';
import { digestOf, type Found } from '../truth.ts';
import type { Usage } from './measured.ts';

/** What became of the accounts. */
export interface OrgRun extends Usage {
  readonly calls: number;
  readonly lost: number;
  /** Digest of each account's inventory. */
  readonly digests: readonly string[];
  readonly firstReportSeconds: number;
}

/** Accounts in flight: each waits for its own limits most of the time, and two cores compute for no more. */
const atOnce = 16;

const [, , , , nowText = '0', url = '', accounts = '1'] = process.argv;
const now = Number(nowText);
const started = performance.now();
const secrets = createScanner({ fingerprintKey: 'bench' });
const counts = { calls: 0, lost: 0, firstReportSeconds: 0 };
const limit = pLimit(atOnce);
const digests = await Promise.all(Array.from({ length: Number(accounts) }, (_, n) => limit(() => scanAccount(n))));
const { user, system } = process.cpuUsage();
const run: OrgRun = {
  ...counts,
  digests,
  seconds: (performance.now() - started) / 1000,
  cpuSeconds: (user + system) / 1e6,
  peakRssMiB: peakRssMiB(),
};
process.send?.(run);
process.disconnect();

async function scanAccount(n: number): Promise<string> {
  const edge = await createEdge({
    runId: `org-${n}`,
    endpointUrl: url,
    region: 'us-east-1',
    credentials: { accessKeyId: `AKIASANDBOX${n}`, secretAccessKey: 'sandbox' },
    rateShare,
  });
  const found: Found[] = [];
  const snapshot = await scan(edge, {
    runId: `org-${n}`,
    checks: registry.checks,
    registry,
    regions: edge.regions,
    parameters: defaultParameters,
    jobsMax: 500,
    secrets,
    now,
    signal: new AbortController().signal,
    interrupted: () => false,
    onCrash: (_where, error) => {
      throw error;
    },
    onItem: (section, { region, arn }) => found.push({ section, region, arn }),
  });
  buildReport(assess(snapshot, registry.checks, registry));
  for (const { calls, failed } of edge.calls()) {
    counts.calls += calls;
    counts.lost += failed;
  }
  edge.close();
  counts.firstReportSeconds ||= (performance.now() - started) / 1000;
  return digestOf(found);
}
