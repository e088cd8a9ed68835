import type { ErrorKind } from './errors.ts';

/**
 * Failures of one kind that end a call. Throttles are no failures: only the call's deadline ends them. A service that fails every
 * other request still answers all but one call in a million.
 */
const failuresFor = {
  throttled: Number.POSITIVE_INFINITY,
  server: 20,
  transport: 20,
  malformed: 5,
  timeout: 3,
  unreachable: 3,
  expired: 2,
  skewed: 2,
} as const satisfies Record<Exclude<ErrorKind, 'final'>, number>;

const longestPauseMs = 5000;

/** ms until the next attempt after so many failures of a kind, with full jitter; `null` when there is none. What AWS asks for by `Retry-After` is honoured. */
export function pauseBefore(
  failures: number,
  kind: ErrorKind,
  { askedMs, random }: { askedMs: number | null; random: () => number },
): number | null {
  if (kind === 'final' || failures >= failuresFor[kind]) return null;
  if (kind === 'expired' || kind === 'skewed') return 0;
  const base = kind === 'throttled' ? 500 : 100;
  return askedMs ?? random() * Math.min(longestPauseMs, base * 2 ** (failures - 1));
}

/** The pause that an answer asks for in seconds; `null` where it asks for none. */
export function retryAfterMs(error: unknown): number | null {
  // `$response` is the SDK's HTTP response on its errors; header names are lower case there.
  const header: unknown = Object(Object(Object(error).$response).headers)['retry-after'];
  const seconds = typeof header === 'string' ? Number(header) : 0;
  return seconds > 0 ? seconds * 1000 : null;
}
