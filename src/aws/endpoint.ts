import type { Service } from '../core/operation.ts';

/** An endpoint that may not be used; the message says what to do. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError';
}

export interface EndpointOptions {
  /** Endpoint for all services; empty or `undefined` for AWS itself. */
  readonly endpointUrl?: string | undefined;
  /** Endpoints of single services, which win. */
  readonly endpointUrls?: Readonly<Partial<Record<Service, string>>> | undefined;
  /** Whether an endpoint may be on another machine than this one. */
  readonly allowCustomEndpoint?: boolean | undefined;
}

/** Where requests may go. */
export interface Endpoints {
  /** A service's custom endpoint, without a trailing slash; `undefined` for AWS itself. */
  readonly of: (service: Service) => string | undefined;
  /**
   * Refuses hosts that are neither AWS nor an accepted endpoint: the SDK also takes endpoints from the environment and from
   * profiles.
   * @throws EndpointError
   */
  readonly admit: (request: { readonly protocol: string; readonly hostname: string }) => void;
}

/** DNS names of AWS in all partitions. */
const awsHost =
  /\.(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws|api\.amazonwebservices\.com\.cn|api\.amazonwebservices\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

/**
 * Checks all endpoints at once.
 * @throws EndpointError
 */
export function createEndpoints({
  endpointUrl,
  endpointUrls = {},
  allowCustomEndpoint: allowed = false,
}: EndpointOptions): Endpoints {
  const general = checkEndpoint(endpointUrl, allowed);
  const own = new Map(Object.entries(endpointUrls).map(([service, url]) => [service, checkEndpoint(url, allowed)]));
  return {
    of: (service) => own.get(service) ?? general,
    admit: ({ protocol, hostname }) => {
      if (allowed || isLoopback(hostname) || (protocol === 'https:' && awsHost.test(hostname))) return;
      throw new EndpointError(`${protocol}//${hostname} is not AWS: add --allow-custom-endpoint if that is meant`);
    },
  };
}

/**
 * Checks a custom endpoint: any loopback form at once, anything else only when it was allowed (decisions.md 2). Returns the URL
 * without a trailing slash; `undefined` for AWS itself.
 * @throws EndpointError
 */
export function checkEndpoint(url: string | undefined, allowed: boolean): string | undefined {
  if (url === undefined || url === '') return undefined;
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw new EndpointError(`the endpoint ${url} is not an http or https URL`);
  if (parsed.username !== '' || parsed.password !== '') throw new EndpointError('the endpoint URL must not hold credentials');
  if (!isLoopback(parsed.hostname) && !allowed) {
    throw new EndpointError(`the endpoint ${parsed.origin} is not on this machine: add --allow-custom-endpoint if that is meant`);
  }
  return parsed.href.replace(/\/$/, '');
}

/** 127.0.0.0/8, localhost and [::1]. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** What a client needs to be told of a custom endpoint. */
export function endpointConfig(service: Service, endpoint: string | undefined): object {
  if (endpoint === undefined) return {};
  if (service === 's3') return { endpoint, forcePathStyle: true };
  // Its rules put the account id before the host, which no loopback name resolves (sandbox.md).
  if (service === 's3control') return { endpoint, endpointProvider: () => ({ url: new URL(endpoint) }) };
  return { endpoint };
}
