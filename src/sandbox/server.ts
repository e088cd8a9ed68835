/** The endpoint over node:http, with the faults that only sockets have. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoint } from './endpoint.ts';
import type { SandboxResponse } from './types.ts';

export interface ServeOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Told of what the endpoint throws: broken fixtures. The client gets status 500. */
  readonly onBug?: (error: unknown) => void;
}

export interface SandboxServer {
  readonly url: string;
  /** What the endpoint threw so far: an empty list is part of a passing test. */
  readonly bugs: readonly unknown[];
  /** Ends all connections at once, also those that hang. */
  readonly close: () => Promise<void>;
}

/** Listens on a loopback address. */
export async function serve(
  endpoint: Endpoint,
  { port = 0, host = '127.0.0.1', onBug }: ServeOptions = {},
): Promise<SandboxServer> {
  const bugs: unknown[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    answer(endpoint, request).then(
      (answered) => play(response, answered),
      (error: unknown) => {
        bugs.push(error);
        onBug?.(error);
        fail(response, error);
      },
    );
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // A listening TCP server has an address of this form.
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    bugs,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(endpoint: Endpoint, request: IncomingMessage): Promise<SandboxResponse> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array); // no encoding is set, so chunks are bytes
  const [first] = chunks;
  return endpoint.handle({
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers: headersOf(request),
    body: chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks),
  });
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  return plain;
}

function fail(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': 'SandboxBug' };
  response.writeHead(500, headers).end(JSON.stringify({ __type: 'SandboxBug', message }));
}

function play(response: ServerResponse, { status, headers, body, socket }: SandboxResponse): void {
  // HEAD answers keep the length of the body that they do not have.
  const whole = { 'content-length': String(body.byteLength), ...headers };
  if (socket === undefined) {
    response.writeHead(status, whole).end(body);
    return;
  }
  const half = Math.max(1, Math.floor(body.byteLength / 2));
  switch (socket) {
    case 'reset-before-headers':
      response.socket?.resetAndDestroy();
      return;
    case 'hang-before-headers':
      return;
    case 'reset-after-headers':
      response.writeHead(status, whole).flushHeaders();
      setImmediate(() => response.socket?.resetAndDestroy());
      return;
    case 'hang-after-headers':
      response.writeHead(status, whole).flushHeaders();
      return;
    case 'reset-mid-body':
      response.writeHead(status, whole).write(body.subarray(0, half), () => response.socket?.resetAndDestroy());
      return;
    case 'hang-mid-body':
      response.writeHead(status, whole).write(body.subarray(0, half));
      return;
    case 'drip':
      response.writeHead(status, whole);
      drip(response, body);
  }
}

/** Two bytes a second, until the client has had enough. */
function drip(response: ServerResponse, body: Uint8Array): void {
  let offset = 0;
  const send = (): void => {
    response.write(body.subarray(offset, offset + 1));
    offset += 1;
    if (offset >= body.byteLength) stop();
  };
  const timer = setInterval(send, 500);
  const stop = (): void => {
    clearInterval(timer);
    response.end();
  };
  response.once('close', () => clearInterval(timer));
  send();
}
