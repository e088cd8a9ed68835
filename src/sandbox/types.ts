import type { InputOf, OutputOf, Sdk, Service } from '../core/operation.ts';

/** Members of a request or an answer by the SDK's member names: what a client passes to a command, or gets from it. */
export type Members = Readonly<Record<string, unknown>>;

/** Who calls what, and where: read from the request's signature and route. */
export interface SandboxCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** The sandbox's time, ms since the epoch. */
  readonly now: number;
}

/**
 * One emulated operation. Blobs are Uint8Array, timestamps are Date, absent members are `undefined`, as in the SDK; a streaming
 * body is a Uint8Array. An answer that the schema does not allow is a bug of the handler, not an AWS error: see `SchemaMismatch`.
 * @throws SandboxError what AWS would refuse
 */
export type Handler = (input: Members, call: SandboxCall) => object | Promise<object>;

/** Handlers by `service:Operation`. */
export type Handlers = Readonly<Record<string, Handler>>;

/** An error that AWS would answer, written in the dialect of the service's protocol. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  /** Error code as AWS sends it, or the name of the SDK's error shape. */
  readonly code: string;
  /** HTTP status; `undefined` for the one that the service's error shape declares, else 400. */
  readonly status: number | undefined;
  /** Further members of the error. */
  readonly extra: Members;
  /** Further headers of the answer, in lower case. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    status?: number,
    extra: object = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.extra = { ...extra };
    this.headers = headers;
  }
}

/** Every operation of a service's SDK client, reading or writing. */
export type AnyOperationName<S extends Service> = {
  [K in keyof Sdk[S]]: K extends `${infer N}Command` ? (N extends '$' ? never : N) : never;
}[keyof Sdk[S]];

/** Handlers of one service, with the SDK's own types for inputs and outputs. */
export type ServiceHandlers<S extends Service> = {
  readonly [N in AnyOperationName<S>]?: (
    input: InputOf<S, N>,
    call: SandboxCall,
  ) => Partial<OutputOf<S, N>> | Promise<Partial<OutputOf<S, N>>>;
};

/**
 * Turns typed handlers of one service into the table that the endpoint takes.
 * @example defineHandlers('iam', { GetRole: ({ RoleName }) => ({ Role: find(RoleName) }) })
 */
export function defineHandlers<S extends Service>(service: S, handlers: ServiceHandlers<S>): Handlers {
  // Erased on purpose: the values differ in their input types, and the endpoint decodes each input by the operation's own schema.
  const entries = Object.entries(handlers as unknown as Record<string, Handler>);
  return Object.fromEntries(entries.map(([operation, handler]) => [`${service}:${operation}`, handler]));
}

/** One HTTP request. Header names are lower case. */
export interface SandboxRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What a socket fault does to an answer (aws-edge.md C.5, R5 to R7); only a real server can play it. */
export type SocketFault =
  | 'reset-before-headers'
  | 'reset-after-headers'
  | 'reset-mid-body'
  | 'hang-before-headers'
  | 'hang-after-headers'
  | 'hang-mid-body'
  | 'drip';

/** One HTTP answer. Header names are lower case. */
export interface SandboxResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly socket?: SocketFault;
}
