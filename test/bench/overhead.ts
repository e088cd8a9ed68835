/** What mlwarden costs beside the SDK: the demo scan and the same calls by bare clients, as ratios measured in one run. */
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { serve } from '../../src/sandbox/server.ts';
import { cloudOf } from '../../src/sandbox/cloud.ts';
import { createEndpoint } from '../../src/sandbox/endpoint.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import type { Members, SandboxCall } from '../../src/sandbox/types.ts';

/** What a measured process tells. */
export interface Measured {
  readonly calls: number;
  /** User and system time of the part that was measured, ms. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Highest resident set of the whole process, MiB. */
  readonly peakMiB: number;
}

/** One call of the scan, to be repeated by bare clients. */
export interface RecordedCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly input: Members;
}

const rounds = 5;
const bundle = path.resolve(import.meta.dirname, '../../dist/mlwarden.mjs');

/** Lines that tell CPU, memory and start-up time. */
export async function measureOverhead(): Promise<readonly string[]> {
  const recorded: RecordedCall[] = [];
  let recording = false;
  const cloud = cloudOf(demo.account(Date.now()));
  const record = ({ service, operation, region }: SandboxCall, input: Members) => {
    if (recording) recorded.push({ service, operation, region, input });
  };
  const server = await serve(
    createEndpoint({
      ...cloud,
      deny: (call, input) => {
        record(call, input);
        return cloud.deny?.(call, input);
      },
    }),
  );
  const run = (side: 'scan' | 'bare') => measured(side, server.url, recorded);
  recording = true;
  await run('scan');
  recording = false;
  const scans: Measured[] = [];
  const bare: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    scans.push(await run('scan'));
    bare.push(await run('bare'));
  }
  await server.close();
  const scan = medianOf(scans);
  const base = medianOf(bare);
  const cpu = scan.cpuMs / scan.calls;
  const startUp = startMs([bundle, '--help']) / startMs(['-e', '0']);
  return [
    `Demo scan: ${scan.calls} calls, ${scan.wallMs.toFixed(0)} ms, peak ${scan.peakMiB.toFixed(0)} MiB (median of ${rounds}).`,
    `Bare SDK clients, the same ${base.calls} calls: ${base.wallMs.toFixed(0)} ms.`,
    `CPU: ${cpu.toFixed(2)} ms a call; scan / bare ${(cpu / (base.cpuMs / base.calls)).toFixed(2)} (at most 1.4 wanted).`,
    `\`mlwarden --help\` / \`node -e 0\`: ${startUp.toFixed(2)} (at most 4 wanted).`,
  ];
}

/** Runs one side in a process of its own, so that neither the sandbox nor the other side counts. */
async function measured(side: 'scan' | 'bare', url: string, recorded: readonly RecordedCall[]): Promise<Measured> {
  const child = fork(path.join(import.meta.dirname, `${side}.ts`), [url], { serialization: 'advanced' });
  child.send(recorded);
  const [message] = await once(child, 'message');
  await once(child, 'exit');
  // The child is ours and sends nothing else.
  return message as Measured;
}

function startMs(args: readonly string[]): number {
  const times = Array.from({ length: 9 }, () => {
    const started = performance.now();
    spawnSync(process.execPath, args, { stdio: 'ignore' });
    return performance.now() - started;
  });
  return median(times);
}

function medianOf(all: readonly Measured[]): Measured {
  return {
    calls: median(all.map(({ calls }) => calls)),
    cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
    wallMs: median(all.map(({ wallMs }) => wallMs)),
    peakMiB: median(all.map(({ peakMiB }) => peakMiB)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
