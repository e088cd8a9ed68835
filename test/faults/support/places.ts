import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { HttpRequest } from '@smithy/core/protocols';
import { onTestFinished } from 'vitest';
import { defaultTimeouts, networkHandler, type RequestHandler } from '../../../src/aws/http.ts';

/** Where the requests of a Region really go. */
export interface Detour {
  readonly hostname: string;
  readonly port: number;
}

/** Connections as the edge makes them, those of some requests to another place. */
export function detoured(
  detourOf: (region: string, nth: number) => Detour | undefined,
): RequestHandler & { readonly detours: () => number } {
  const network = networkHandler({ timeouts: defaultTimeouts, sockets: 50 });
  let requests = 0;
  let detours = 0;
  return {
    async handle(request, options) {
      const detour = detourOf(regionOf(request), (requests += 1));
      if (detour === undefined) return await network.handle(request, options);
      detours += 1;
      const elsewhere = HttpRequest.clone(request);
      Object.assign(elsewhere, detour);
      return await network.handle(elsewhere, options);
    },
    destroy: () => network.destroy?.(),
    detours: () => detours,
  };
}

/** The Region of the signature. */
function regionOf({ headers }: HttpRequest): string {
  return /Credential=[^/]+\/\d+\/([\w-]+)\//.exec(headers['authorization'] ?? '')?.[1] ?? '';
}

/** A port whose listener never accepts, and whose queue is full: connections hang in the handshake. */
export async function deafPort(): Promise<Detour> {
  const script = `
    const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, String(server.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const waiting: Socket[] = [];
  onTestFinished(() => {
    for (const socket of waiting) socket.destroy();
    child.kill('SIGKILL');
  });
  const [text] = await once(child.stdout, 'data');
  const port = Number(text);
  for (let queued = 0; queued < 6; queued += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    waiting.push(socket);
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  return { hostname: '127.0.0.1', port };
}

/** A port that nobody listens on. */
export const closedPort: Detour = { hostname: '127.0.0.1', port: 1 };

/** A name that never resolves (RFC 2606). */
export const noSuchHost: Detour = { hostname: 'no-such-host.invalid', port: 80 };
