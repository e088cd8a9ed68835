import type { Measured, RecordedCall } from './overhead.ts';

/** Runs one side when the parent has sent the recorded calls, and reports CPU, time and memory to it. */
export async function measure(side: (url: string, recorded: readonly RecordedCall[]) => Promise<number>): Promise<void> {
  const [, , url = ''] = process.argv;
  const { promise, resolve } = Promise.withResolvers<readonly RecordedCall[]>();
  process.once('message', (recorded: readonly RecordedCall[]) => resolve(recorded));
  const recorded = await promise;
  const [cpu, started] = [process.cpuUsage(), performance.now()];
  const calls = await side(url, recorded);
  const { user, system } = process.cpuUsage(cpu);
  const measured: Measured = {
    calls,
    cpuMs: (user + system) / 1000,
    wallMs: performance.now() - started,
  };
  process.send?.(measured);
  process.disconnect();
}
