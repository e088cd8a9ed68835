import { once } from 'node:events';
import { cloudOf } from '../sandbox/cloud.ts';
import { createEndpoint } from '../sandbox/endpoint.ts';
import { findSeed, seeds } from '../sandbox/seeds.ts';
import { serve, type SandboxServer } from '../sandbox/server.ts';
import { Exit, exitCodes, usageError } from './exit.ts';
import { printable, suggestion } from './select.ts';

export interface SandboxOptions {
  readonly seed: string;
  readonly port: number;
  readonly latency: boolean;
  readonly limits: boolean;
}

/** `mlwarden sandbox`: serves a seed on loopback until it is stopped. */
export async function runSandbox({ seed: name, port, latency, limits }: SandboxOptions): Promise<number> {
  const names = seeds.map((one) => one.name);
  const seed = findSeed(name);
  if (seed === undefined)
    throw usageError(`unknown seed '${printable(name)}'${suggestion(name, names)}: use ${names.join(', ')}`);
  const endpoint = createEndpoint({
    ...cloudOf(seed.account(Date.now())),
    ...(latency ? { latency: { seed: 1, baseMs: 60 } } : {}),
    ...(limits ? { limits: {} } : {}),
  });
  const server = await listen(endpoint, port);
  process.stdout.write(
    [
      `${seed.name}: ${seed.description}. Any AWS client can use it:`,
      `  export AWS_ENDPOINT_URL=${server.url} AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox AWS_REGION=eu-west-1`,
      '  mlwarden scan',
      '',
    ].join('\n'),
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.close();
  return exitCodes.ok;
}

async function listen(endpoint: Parameters<typeof serve>[0], port: number): Promise<SandboxServer> {
  try {
    return await serve(endpoint, { port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const why = code === 'EADDRINUSE' ? 'it is in use' : code;
    throw new Exit(exitCodes.cannotRun, `cannot listen on port ${port}: ${why}; choose another --port`);
  }
}
