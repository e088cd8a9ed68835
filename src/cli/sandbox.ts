import { once } from 'node:events';
import { cloudOf } from '../sandbox/cloud.ts';
import { createEndpoint } from '../sandbox/endpoint.ts';
import { findSeed, seeds } from '../sandbox/seeds.ts';
import { serve, type SandboxServer } from '../sandbox/server.ts';
import { exitCodes, usageError } from './exit.ts';
import { cannotListen, type Address } from './listen.ts';
import { printable, suggestion } from './select.ts';

export interface SandboxOptions {
  readonly seed: string;
  readonly host: string;
  readonly port: number;
  readonly latency: boolean;
  readonly limits: boolean;
}

/** `mlwarden sandbox`: serves a seed, on loopback unless told otherwise, until it is stopped. */
export async function runSandbox({ seed: name, host, port, latency, limits }: SandboxOptions): Promise<number> {
  const names = seeds.map((one) => one.name);
  const seed = findSeed(name);
  if (seed === undefined)
    throw usageError(`unknown seed '${printable(name)}'${suggestion(name, names)}: use ${names.join(', ')}`);
  const endpoint = createEndpoint({
    ...cloudOf(seed.account(Date.now())),
    ...(latency ? { latency: { seed: 1, baseMs: 60 } } : {}),
    ...(limits ? { limits: {} } : {}),
  });
  const server = await listen(endpoint, { host, port });
  process.stdout.write(
    [
      `${seed.name}: ${seed.description}. Any AWS client can use it:`,
      `  export AWS_ENDPOINT_URL=${server.url} AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox AWS_REGION=eu-west-1`,
      '  mlwarden scan',
      ...(isLoopback(host)
        ? []
        : [`Whoever reaches ${host} can use it: any key is accepted. Scans of it need --allow-custom-endpoint.`]),
      '',
    ].join('\n'),
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.close();
  return exitCodes.ok;
}

async function listen(endpoint: Parameters<typeof serve>[0], address: Address): Promise<SandboxServer> {
  try {
    return await serve(endpoint, address);
  } catch (error) {
    throw cannotListen(error, { ...address, flags: '--host or --port' });
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
