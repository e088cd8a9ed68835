/** One AWS endpoint for all emulated services, Regions and accounts: pure request in, answer out. */
import { setTimeout as sleep } from 'node:timers/promises';
import { wordDenial, type Deny, type Identity } from './deny.ts';
import { errorAnswer, throttleOf, unknownKey, unknownOperation, unsigned, type Refusal } from './dialects.ts';
import { Faults, type FaultOptions } from './faults.ts';
import { latencyOf, type LatencyOptions } from './latency.ts';
import { Limits, type LimitOptions } from './limits.ts';
import type { RequestLog } from './request-log.ts';
import { dialectOfForm, routeOf, scopeOf, successAnswer, type Route } from './route.ts';
import { SchemaMismatch } from './schema.ts';
import type { OperationModel } from './services.ts';
import {
  SandboxError,
  type Handler,
  type Handlers,
  type Members,
  type SandboxCall,
  type SandboxRequest,
  type SandboxResponse,
} from './types.ts';

export interface EndpointOptions {
  readonly handlers: Handlers;
  /** The sandbox's time, ms since the epoch; the machine's by default. */
  readonly clock?: () => number;
  /** Owner of an access key; `undefined` for a key that AWS does not know. Without it every key is one account's. */
  readonly identify?: (accessKeyId: string) => Identity | undefined;
  /** AWS's rate limits; none by default. */
  readonly limits?: LimitOptions;
  /** Time that answers take; none by default. */
  readonly latency?: LatencyOptions;
  readonly faults?: FaultOptions;
  readonly deny?: Deny;
  readonly log?: RequestLog;
}

export interface Endpoint {
  /**
   * Answers one request.
   * @throws SchemaMismatch when a handler's answer does not fit its schema, and whatever a handler throws beside SandboxError
   */
  readonly handle: (request: SandboxRequest) => Promise<SandboxResponse>;
}

interface Parts {
  readonly options: EndpointOptions;
  readonly limits: Limits | undefined;
  readonly latency: ((region: string, operation: string) => number) | undefined;
  readonly faults: Faults | undefined;
  readonly clock: () => number;
  readonly identify: (accessKeyId: string) => Identity | undefined;
  readonly nextId: () => string;
}

/** A request whose sender and operation are known. */
interface Known {
  readonly route: Route;
  readonly operation: OperationModel;
  readonly handler: Handler;
  readonly call: SandboxCall;
  readonly identity: Identity;
  readonly requestId: string;
}

/** Makes an endpoint; see `serve` for sockets and `inProcess` for none. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  let requests = 0;
  const parts: Parts = {
    options,
    limits: options.limits === undefined ? undefined : new Limits(options.limits),
    latency: options.latency === undefined ? undefined : latencyOf(options.latency),
    faults: options.faults === undefined ? undefined : new Faults(options.faults),
    clock: options.clock ?? Date.now,
    identify:
      options.identify ?? ((accessKeyId) => ({ account: '123456789012', arn: `arn:aws:iam::123456789012:user/${accessKeyId}` })),
    nextId: () => `00000000-0000-4000-8000-${(requests += 1).toString(16).padStart(12, '0')}`,
  };
  return { handle: (request) => handle(parts, request) };
}

async function handle(parts: Parts, request: SandboxRequest): Promise<SandboxResponse> {
  const scope = scopeOf(request);
  const route = scope === undefined ? undefined : await routeOf(request, scope);
  const requestId = parts.nextId();
  if (scope === undefined || route === undefined) {
    const dialect = dialectOfForm(request);
    return finish(request, errorAnswer(dialect, unsigned(dialect), requestId));
  }
  const call: SandboxCall = {
    service: route.model.service,
    operation: route.name,
    region: scope.region,
    accessKeyId: scope.accessKeyId,
    now: parts.clock(),
  };
  const identity = parts.identify(scope.accessKeyId);
  const answer = await answerOf(parts, { route, call, identity, requestId });
  const { response, refusal, throttled } = answer;
  parts.options.log?.add({
    service: call.service,
    operation: call.operation,
    region: call.region,
    account: identity?.account ?? '',
    accessKeyId: call.accessKeyId,
    at: call.now,
    status: response.status,
    throttled,
    error: refusal?.code ?? null,
  });
  return finish(request, response);
}

interface Answer {
  readonly response: SandboxResponse;
  readonly refusal: Refusal | undefined;
  readonly throttled: boolean;
}

interface Arrived {
  readonly route: Route;
  readonly call: SandboxCall;
  readonly identity: Identity | undefined;
  readonly requestId: string;
}

async function answerOf(parts: Parts, arrived: Arrived): Promise<Answer> {
  const { route, call, identity, requestId } = arrived;
  if (identity === undefined) return refused(arrived, unknownKey(route.dialect));
  const handler = route.operation === undefined ? undefined : parts.options.handlers[`${call.service}:${call.operation}`];
  if (route.operation === undefined || handler === undefined) {
    return refused(arrived, unknownOperation(route.dialect, route.name, route.model.version));
  }
  const known: Known = { route, operation: route.operation, handler, call, identity, requestId };
  const waitMs = parts.latency?.(call.region, `${call.service}:${call.operation}`) ?? 0;
  if (waitMs > 0) await (parts.options.latency?.sleep ?? sleep)(waitMs);
  const place = { account: identity.account, region: call.region };
  if (parts.limits?.take(place, call.service, call.operation) === false) {
    return { ...refused(arrived, throttleOf(call.service)), throttled: true };
  }
  return serveKnown(parts, known);
}

async function serveKnown({ options, faults }: Parts, known: Known): Promise<Answer> {
  const { route, operation, call, identity, requestId } = known;
  const struck = faults?.strike(call);
  const fault = struck?.refuse(route.dialect, call.service);
  if (fault !== undefined) {
    const { response, refusal } = refused(known, fault.refusal);
    return {
      response: struck?.reshape(fault.page === undefined ? response : { ...response, ...fault.page }, route.dialect) ?? response,
      refusal,
      throttled: fault.throttled,
    };
  }
  try {
    const input = inputOf(route, operation);
    const denial = options.deny?.(call, input);
    if (denial !== undefined) return refused(known, wordDenial(denial, call, identity, route.dialect));
    const output =
      struck === undefined
        ? await known.handler(input, call)
        : await struck.turnPages(operation, (page) => known.handler(page, call), input);
    const response = successAnswer({ dialect: route.dialect, model: route.model, operation, requestId }, output);
    return { response: struck?.reshape(response, route.dialect) ?? response, refusal: undefined, throttled: false };
  } catch (error) {
    if (error instanceof SandboxError) {
      const { code, message, status, extra, headers } = error;
      return refused(known, { code, message, status, extra, headers });
    }
    throw error instanceof SchemaMismatch
      ? new SchemaMismatch(`${call.service}:${call.operation} answered nonsense: ${error.message}`)
      : error;
  }
}

/** AWS answers a body that is not what it says with a SerializationException. */
function inputOf(route: Route, operation: OperationModel): Members {
  try {
    return route.read(operation);
  } catch (error) {
    throw new SandboxError('SerializationException', error instanceof Error ? error.message : 'unreadable', 400);
  }
}

function refused({ route, requestId }: Pick<Arrived, 'route' | 'requestId'>, refusal: Refusal): Answer {
  return { response: errorAnswer(route.dialect, refusal, requestId, route.model), refusal, throttled: false };
}

/** HEAD answers have no body. */
function finish(request: SandboxRequest, response: SandboxResponse): SandboxResponse {
  return request.method === 'HEAD' ? { ...response, body: new Uint8Array() } : response;
}
