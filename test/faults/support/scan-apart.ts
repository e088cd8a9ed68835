/** A scan in a process of its own, so that its memory can be measured: tells its parent what it took and what it found. */
import v8 from 'node:v8';
import { createEdge } from '../../../src/aws/edge.ts';
import { defaultParameters } from '../../../src/core/resource.ts';
import { assess } from '../../../src/engine/assess.ts';
import { registry } from '../../../src/registry.gen.ts';
import { buildReport } from '../../../src/report/build.ts';
import { scan } from '../../../src/scan.ts';
import { createScanner } from '../../../src/secrets/scanner.ts';

/** What the process tells. */
export interface Apart {
  /** Highest resident set of the whole process, MiB. */
  readonly peakMiB: number;
  readonly jobs: number;
  /** Details of gaps whose reason is `truncated`. */
  readonly truncated: readonly string[];
  readonly findings: number;
}

// As the command does.
v8.setFlagsFromString('--semi-space-growth-factor=1');
const [, , url = '', now = '0'] = process.argv;
const edge = await createEdge({
  runId: 'apart',
  endpointUrl: url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' },
  rateShare: 1000,
  clock: () => Number(now),
});
const snapshot = await scan(edge, {
  runId: 'apart',
  checks: registry.checks,
  registry,
  regions: edge.regions,
  parameters: defaultParameters,
  jobsMax: 500,
  secrets: createScanner({ fingerprintKey: 'apart' }),
  now: Number(now),
  signal: new AbortController().signal,
  interrupted: () => false,
  onCrash: (_where, error) => {
    throw error;
  },
});
edge.close();
const { findings } = buildReport(assess(snapshot, registry.checks, registry));
const told: Apart = {
  peakMiB: process.resourceUsage().maxRSS / 1024,
  jobs: snapshot.slices.filter(({ section }) => section === 'sagemaker.training-jobs').flatMap(({ items }) => items).length,
  truncated: snapshot.slices
    .flatMap(({ gaps }) => gaps)
    .filter(({ reason }) => reason === 'truncated')
    .map(({ detail }) => detail),
  findings: findings.length,
};
process.send?.(told);
process.disconnect();
