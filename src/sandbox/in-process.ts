import { Readable } from 'node:stream';
import type { Endpoint } from './endpoint.ts';
import type { SandboxRequest } from './types.ts';

/** The SDK's request, as far as a request handler needs it. */
interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

/** A `requestHandler` for SDK clients: the whole stack of the client, no sockets. */
export interface InProcessHandler {
  readonly metadata: { readonly handlerProtocol: string };
  readonly handle: (request: SdkRequest, options?: { readonly abortSignal?: unknown }) => Promise<{ response: SdkResponse }>;
  readonly destroy: () => void;
  readonly updateHttpClientConfig: (key: never, value: never) => void;
  readonly httpHandlerConfigs: () => object;
}

/**
 * Connects SDK clients to an endpoint without sockets. What the endpoint throws, the client's call throws.
 * @example new IAMClient({ region, credentials, requestHandler: inProcess(endpoint) })
 */
export function inProcess(endpoint: Endpoint): InProcessHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, options = {}) => {
      throwIfAborted(options.abortSignal);
      const response = await endpoint.handle(await requestOf(request));
      throwIfAborted(options.abortSignal);
      if (response.socket !== undefined) throw new Error(`the fault ${response.socket} needs a socket: use serve`);
      const body = Readable.from(response.body.byteLength === 0 ? [] : [response.body], { objectMode: false });
      return { response: { statusCode: response.status, headers: { ...response.headers }, body } };
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

async function requestOf({ method, hostname, path, query, headers, body }: SdkRequest): Promise<SandboxRequest> {
  const names = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const search = searchOf(query ?? {});
  return {
    method,
    url: search === '' ? path : `${path}?${search}`,
    headers: { host: hostname, ...Object.fromEntries(names) },
    body: await bytesOf(body),
  };
}

function searchOf(query: NonNullable<SdkRequest['query']>): string {
  return Object.entries(query)
    .flatMap(([key, value]) =>
      (typeof value === 'string' || value === null ? [value] : value).map((one) =>
        one === null ? encodeURIComponent(key) : `${encodeURIComponent(key)}=${encodeURIComponent(one)}`,
      ),
    )
    .join('&');
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  const chunks: Uint8Array[] = [];
  // What is left are streams of bytes.
  for await (const chunk of body as AsyncIterable<Uint8Array | string>)
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

function throwIfAborted(signal: unknown): void {
  if (Object(signal).aborted !== true) return;
  throw Object.assign(new Error('Request aborted'), { name: 'AbortError' });
}
