import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpHandler, HttpHandlerOptions, HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { refuseForeign } from './answer.ts';
import { CallTimeout } from './errors.ts';

/** All in ms. */
export interface Timeouts {
  readonly connect: number;
  /** Without a byte in either direction. */
  readonly idle: number;
  /** Until the headers of an answer; `idle` by default. What is sent before counts: uploads need longer. */
  readonly headers?: number;
  /** One attempt, whole. */
  readonly attempt: number;
  /** One call with all its attempts and pauses; waiting for the limits is not counted. */
  readonly call: number;
}

export const defaultTimeouts: Timeouts = { connect: 3000, idle: 20_000, attempt: 60_000, call: 90_000 };

/** What the SDK hands to a handler beside the request: the options of `send`. */
export interface HandleOptions extends HttpHandlerOptions {
  /** Root element that the XML answer must have. */
  readonly root?: string | undefined;
  /** Waits until the request may be sent. */
  readonly leave?: (() => Promise<void>) | undefined;
}

/** Sends requests for the SDK: over the network, or to the sandbox in process. */
export interface RequestHandler {
  handle(request: HttpRequest, options?: HandleOptions): Promise<{ response: HttpResponse }>;
  destroy?(): void;
}

export interface HttpOptions {
  readonly timeouts: Timeouts;
  /** Connections to one host. */
  readonly sockets: number;
  /** Throws for hosts that must not be called. */
  readonly admit: (request: HttpRequest) => void;
  /** Instead of a network connection. */
  readonly inner?: RequestHandler | undefined;
  /** Bodies are objects of a bucket: anything, or nothing, and read as a stream. Whoever asked for one judges it. */
  readonly objects?: boolean;
  /** Hears the `Date` of every answer, ms since the epoch. */
  readonly onDate?: (ms: number) => void;
}

/**
 * The handler of all clients. It reads every body to its end before the SDK sees it, under the attempt's signal: nothing else
 * ends a body that drips (aws-edge.md C.1), and an answer that is not the service's must not be parsed into an empty one.
 */
export class WholeAnswerHandler implements HttpHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #options: HttpOptions;
  readonly #inner: RequestHandler;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#inner = options.inner ?? networkHandler(options);
  }

  async handle(request: HttpRequest, options: HandleOptions = {}): Promise<{ response: HttpResponse }> {
    const { abortSignal, root, leave } = options;
    this.#options.admit(request);
    await leave?.();
    const exchange = this.#inner
      .handle(request, options)
      .then(async ({ response }) => ({ response, body: await bytesOf(response.body) }));
    const { response, body } = await unlessAborted(exchange, abortSignal instanceof AbortSignal ? abortSignal : undefined);
    const date = Date.parse(response.headers['date'] ?? '');
    if (!Number.isNaN(date)) this.#options.onDate?.(date);
    const contentType = (response.headers['content-type'] ?? '').toLowerCase();
    if (this.#options.objects === true) {
      response.body = Readable.from([body]);
      return { response };
    }
    if (request.method !== 'HEAD') refuseForeign({ status: response.statusCode, contentType, body }, root);
    response.body = body;
    return { response };
  }

  /** Clients share the handler: only `close` ends it. */
  destroy(): void {}

  close(): void {
    this.#inner.destroy?.();
  }

  // The SDK's contract for handlers; this one is configured once.
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}

/** Connections as the edge makes them. */
export function networkHandler({ timeouts, sockets }: Pick<HttpOptions, 'timeouts' | 'sockets'>): RequestHandler {
  const agent = { keepAlive: true, maxSockets: sockets };
  return new NodeHttpHandler({
    connectionTimeout: timeouts.connect,
    requestTimeout: timeouts.headers ?? timeouts.idle,
    // Without it the time-out is only logged.
    throwOnRequestTimeout: true,
    socketTimeout: timeouts.idle,
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
  });
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node's handler answers with a readable stream of bytes
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A body, or a sandbox in process, may not hear the signal. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new CallTimeout('no complete answer in time'));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** The SDK's own log may quote requests. */
const silentLogger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** What every client is made with: it sends once. `standard`, as the environment may ask for `adaptive`, whose limiter slows down a client's other operations. */
export const clientDefaults = { maxAttempts: 1, retryMode: 'standard', logger: silentLogger } as const;
