import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as AWS would read it: who calls what, where. */
export interface Received {
  readonly operation: string;
  readonly region: string;
  readonly service: string;
  readonly accessKeyId: string;
  readonly path: string;
  readonly method: string;
  readonly body: string;
  /** When the sender says that it is, ms since the epoch. */
  readonly at: number;
  /** How many requests of this operation came before, from 0. */
  readonly number: number;
}

/** What the server does to a request. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Instead of a whole answer. */
  readonly play?: 'hang' | 'headers-then-hang' | 'half-then-hang' | 'drip' | 'reset' | 'half-then-reset' | 'half-then-end';
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly Received[];
  readonly close: () => Promise<void>;
}

export type Answering = (request: Received) => Answer | Promise<Answer>;

/** A server that plays AWS, on any free loopback port. */
export async function startServer(answer: Answering, host = '127.0.0.1'): Promise<TestServer> {
  const requests: Received[] = [];
  const server = createServer((request, response) => {
    void receive(request, requests).then(async (received) => play(response, await answer(received)));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has an address of this form
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(request: IncomingMessage, requests: Received[]): Promise<Received> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const [, accessKeyId = '', region = '', service = ''] = scope;
  const path = request.url ?? '/';
  const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
  const operation = target ?? new URLSearchParams(body).get('Action') ?? `${request.method} ${path}`;
  const number = requests.filter((one) => one.operation === operation).length;
  const received = {
    operation,
    region,
    service,
    accessKeyId,
    path,
    method: request.method ?? '',
    body,
    at: dateOf(request),
    number,
  };
  requests.push(received);
  return received;
}

function dateOf({ headers }: IncomingMessage): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers['x-amz-date'] ?? '')) ?? [];
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function play(response: ServerResponse, { status = 200, headers = {}, body = '', play: how }: Answer): void {
  if (how === 'hang') return;
  if (how === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const half = body.slice(0, Math.floor(body.length / 2));
  // With a length, a body that ends early breaks the answer; without one it only lacks its end.
  const length = how === 'half-then-end' || how === 'drip' ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length });
  response.flushHeaders();
  switch (how) {
    case 'headers-then-hang':
      return;
    case 'half-then-hang':
      response.write(half);
      return;
    case 'half-then-reset':
      response.write(half, () => response.socket?.resetAndDestroy());
      return;
    case 'half-then-end':
      response.end(half);
      return;
    case 'drip': {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
      return;
    }
    case undefined:
      response.end(body);
  }
}

/** An answer of the awsJson protocol. */
export function json(members: object, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(members) };
}

export function jsonError(type: string, message = 'no', status = 400): Answer {
  return json({ __type: type, message }, status);
}

export function xml(body: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

export function s3Error(code: string, status: number): Answer {
  return xml(`<Error><Code>${code}</Code><Message>no</Message></Error>`, status);
}

export const webPage: Answer = {
  headers: { 'content-type': 'text/html' },
  body: '<!DOCTYPE html><html><body>Sign in to the network</body></html>',
};
