import { createEdge } from '../../../src/aws/edge.ts';
import { systemTime, type Time } from '../../../src/aws/time.ts';
import { defaultParameters } from '../../../src/core/resource.ts';
import { registry } from '../../../src/registry.gen.ts';
import { createEndpoint } from '../../../src/sandbox/endpoint.ts';
import { inProcess } from '../../../src/sandbox/in-process.ts';
import { RequestLog } from '../../../src/sandbox/request-log.ts';
import { scan } from '../../../src/scan.ts';
import { createScanner } from '../../../src/secrets/scanner.ts';
import { accountOf } from '../account.ts';
import { minimumSeconds } from '../minimum.ts';
import { latencyMs, presets, rateShare, type PresetName } from '../presets.ts';
import { digestOf, inventoryOf, type Found } from '../truth.ts';
import { credentials } from './send.ts';
import { Tally } from './tally.ts';
import { worldOf } from './world.ts';

/** Time for both sides: the machine's, or a virtual one. */
export type Clock = Pick<Time, 'elapsed'> & { readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void> };

export const realClock: Clock = {
  elapsed: systemTime.elapsed,
  sleep: (ms, signal = new AbortController().signal) => systemTime.sleep(ms, signal),
};

/** A scan of a preset's account without sockets, by any clock: seconds, the minimum, and what the sandbox saw. */
export async function scanPreset(preset: PresetName, clock: Clock, now: number) {
  const data = accountOf(presets[preset], '100000000000', now);
  const tally = new Tally();
  const log = new (class extends RequestLog {
    override add(entry: Parameters<RequestLog['add']>[0]): void {
      tally.add(entry);
    }
  })();
  const endpoint = createEndpoint({
    ...worldOf(new Map([[credentials.accessKeyId, data]])),
    log,
    clock: () => now,
    limits: { clock: clock.elapsed },
    latency: { seed: 1, baseMs: latencyMs, sleep: clock.sleep },
  });
  const started = clock.elapsed();
  const edge = await createEdge({
    runId: 'bench',
    endpointUrl: 'http://127.0.0.1:9',
    requestHandler: inProcess(endpoint),
    region: 'us-east-1',
    credentials,
    rateShare,
    clock: () => now,
    elapsed: clock.elapsed,
    sleep: clock.sleep,
  });
  const found: Found[] = [];
  await scan(edge, {
    runId: 'bench',
    checks: registry.checks,
    registry,
    regions: edge.regions,
    parameters: defaultParameters,
    jobsMax: 500,
    secrets: createScanner({ fingerprintKey: 'bench' }),
    now,
    signal: new AbortController().signal,
    interrupted: () => false,
    onCrash: (_where, error) => {
      throw error;
    },
    onItem: (section, { region, arn }) => found.push({ section, region, arn }),
  });
  const seconds = (clock.elapsed() - started) / 1000;
  edge.close();
  const truth = inventoryOf(data, { now, lookBackDays: 30, most: 500, mostTraining: 20_000 });
  const { requests, throttled, served } = tally.seen();
  return {
    seconds,
    minimum: minimumSeconds(served, rateShare),
    requests,
    throttledShare: throttled / requests,
    lost: edge.calls().filter(({ failed }) => failed > 0),
    inventoryEqual: digestOf(found) === digestOf(truth),
  };
}
