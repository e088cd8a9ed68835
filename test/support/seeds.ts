import { createEdge, type EdgeOptions } from '../../src/aws/edge.ts';
import type { RequestHandler } from '../../src/aws/http.ts';
import type { AnyCheck } from '../../src/core/check.ts';
import { defaultParameters } from '../../src/core/resource.ts';
import { memory, type Store } from '../../src/core/store.ts';
import type { SecretScanner } from '../../src/core/secret.ts';
import { assess } from '../../src/engine/assess.ts';
import type { Journal } from '../../src/engine/journal.ts';
import type { Snapshot } from '../../src/inventory/snapshot.ts';
import { registry } from '../../src/registry.gen.ts';
import { buildReport } from '../../src/report/build.ts';
import type { ReportData, ReportFinding } from '../../src/report/report.ts';
import type { Seed } from '../../src/sandbox/account.ts';
import { cloudOf } from '../../src/sandbox/cloud.ts';
import type { Deny } from '../../src/sandbox/deny.ts';
import { createEndpoint, type EndpointOptions } from '../../src/sandbox/endpoint.ts';
import { inProcess } from '../../src/sandbox/in-process.ts';
import { RequestLog } from '../../src/sandbox/request-log.ts';
import { serve } from '../../src/sandbox/server.ts';
import { scan } from '../../src/scan.ts';
import { createScanner } from '../../src/secrets/scanner.ts';
import { now } from './inventory.ts';

export interface SeedScan {
  readonly snapshot: Snapshot;
  readonly report: ReportData;
  readonly log: RequestLog;
}

export interface SeedScanOptions {
  /** Over HTTP, as users do it; in process without. */
  readonly http?: boolean;
  /** Looked at before the seed's own denials. */
  readonly deny?: Deny;
  readonly checks?: readonly AnyCheck[];
  readonly endpoint?: Partial<EndpointOptions>;
  readonly edge?: Partial<EdgeOptions>;
  readonly store?: Store;
  readonly journal?: Journal;
  readonly secrets?: SecretScanner;
  /** Stands between the edge and the sandbox in process. */
  readonly through?: (sandbox: RequestHandler) => RequestHandler;
  /** Ends the scan. */
  readonly signal?: AbortSignal;
}

/** Scans a seed at the moment of the tests, with a fixed run id and fingerprint key: the same seed gives the same bytes. */
export async function scanSeed(seed: Seed, options: SeedScanOptions = {}): Promise<SeedScan> {
  const { http = false, deny, checks = registry.checks, store = memory, through = (sandbox) => sandbox } = options;
  const log = new RequestLog();
  const cloud = cloudOf(seed.account(now));
  const endpoint = createEndpoint({
    ...cloud,
    clock: () => now,
    log,
    deny: (call, input) => deny?.(call, input) ?? cloud.deny?.(call, input),
    ...options.endpoint,
  });
  const server = http ? await serve(endpoint) : undefined;
  const edge = await createEdge({
    runId: 'seed',
    credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' },
    region: 'eu-west-1',
    rateShare: 1000,
    clock: () => now,
    ...(server === undefined
      ? { endpointUrl: 'http://127.0.0.1:9', requestHandler: through(inProcess(endpoint)) }
      : { endpointUrl: server.url }),
    ...options.edge,
  });
  try {
    const snapshot = await scan(edge, {
      runId: '01K0000000000000000000SEED',
      checks,
      registry,
      regions: edge.regions,
      parameters: defaultParameters,
      jobsMax: 500,
      secrets: options.secrets ?? createScanner({ fingerprintKey: 'seeds' }),
      ...(options.journal === undefined ? {} : { journal: options.journal }),
      now,
      store,
      signal: options.signal ?? new AbortController().signal,
      interrupted: () => false,
      onCrash: (where, error) => {
        throw new Error(`${where.section} in ${where.region} crashed`, { cause: error });
      },
    });
    if (server !== undefined && server.bugs.length > 0) throw new Error('the sandbox failed', { cause: server.bugs[0] });
    const report = buildReport(assess(snapshot, checks, registry, store), store);
    return { snapshot, log, report: { ...report, findings: [...report.findings] } };
  } finally {
    edge.close();
    await server?.close();
  }
}

/** What a finding is about: check, Region and ARN. */
export function findingKey({ checkId, resource }: ReportFinding): string {
  return `${checkId} ${resource.region} ${resource.arn}`;
}
