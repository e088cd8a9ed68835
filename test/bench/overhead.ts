/** What mlwarden costs: the command against the demo account, and its scan beside the same calls by bare clients, measured in one run. */
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serve } from '../../src/sandbox/server.ts';
import { cloudOf } from '../../src/sandbox/cloud.ts';
import { createEndpoint } from '../../src/sandbox/endpoint.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import type { Members, SandboxCall } from '../../src/sandbox/types.ts';
import { runCommand, type CommandRun } from './support/measured.ts';

/** What a measured process tells. */
export interface Measured {
  readonly calls: number;
  /** User and system time of the part that was measured, ms. */
  readonly cpuMs: number;
  readonly wallMs: number;
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
  const commands: CommandRun[] = [];
  const scans: Measured[] = [];
  const bare: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    commands.push(await command(server.url));
    scans.push(await run('scan'));
    bare.push(await run('bare'));
  }
  await server.close();
  const scan = medianOf(scans);
  const base = medianOf(bare);
  const cpu = scan.cpuMs / scan.calls;
  const startUp = startMs([bundle, '--help']) / startMs(['-e', '0']);
  return [
    `\`mlwarden scan\` of the demo account: ${median(commands.map(({ seconds }) => seconds)).toFixed(1)} s, peak RSS ${median(commands.map(({ peakRssMiB }) => peakRssMiB)).toFixed(0)} MiB (median of ${rounds}).`,
    `Its ${scan.calls} calls without limits: ${scan.wallMs.toFixed(0)} ms; by bare SDK clients: ${base.wallMs.toFixed(0)} ms.`,
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

/** The built command, from its start to its report. */
async function command(url: string): Promise<CommandRun> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mlwarden-bench-'));
  try {
    return await runCommand(['scan', '--output', folder], url);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
