/** The measured account behind real sockets, in a process of its own: `node sandbox.ts PRESET ACCOUNTS NOW LIMITED`. */
import { createEndpoint } from '../../../src/sandbox/endpoint.ts';
import { RequestLog, type LogEntry } from '../../../src/sandbox/request-log.ts';
import { serve } from '../../../src/sandbox/server.ts';
import { loadModel, serviceNames } from '../../../src/sandbox/services.ts';
import { accountOf } from '../account.ts';
import { latencyMs, presets, type PresetName } from '../presets.ts';
import { Tally, type Recorded, type Seen } from './tally.ts';
import { worldOf } from './world.ts';

/** What the sandbox's process tells: first where it listens, then what it saw. */
export type SandboxMessage = { readonly url: string } | { readonly seen: Seen };

class TallyLog extends RequestLog {
  readonly tally = new Tally();

  override add(entry: LogEntry): void {
    this.tally.add(entry);
  }
}

const [, , preset = 'small', accounts = '1', now = '0', limited = 'yes'] = process.argv;
const data = Array.from({ length: Number(accounts) }, (_, n): readonly [string, ReturnType<typeof accountOf>] => [
  keyOfAccount(n),
  accountOf(presets[preset as PresetName], String(100_000_000_000 + n), Number(now)),
]);
await Promise.all(serviceNames.map(loadModel));
const log = new TallyLog();
const recorded: Recorded[] = [];
const server = await serve(
  createEndpoint({
    ...worldOf(new Map(data)),
    log,
    // One scan's calls are replayed by others.
    deny: ({ service, operation, region }, input) => {
      if (data.length === 1) recorded.push({ service, operation, region, input });
      return undefined;
    },
    ...(limited === 'yes' ? { limits: {}, latency: { seed: 1, baseMs: latencyMs } } : {}),
  }),
);
process.on('message', () => {
  send({ seen: { ...log.tally.seen(), recorded, bugs: server.bugs.length } });
});
process.on('disconnect', () => process.exit());
send({ url: server.url });

function send(message: SandboxMessage): void {
  process.send?.(message);
}

/** The access key of an account. */
function keyOfAccount(n: number): string {
  return `AKIASANDBOX${n}`;
}
