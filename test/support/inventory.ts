import { collection } from '../../src/core/collection.ts';
import { known, missing, type Fact, type Gap, type Missing, type Origin } from '../../src/core/fact.ts';
import {
  defaultParameters,
  type Collection,
  type Home,
  type Parameters,
  type Resource,
  type Run,
} from '../../src/core/resource.ts';

/** The account and the moment of all unit tests. */
export const home: Home = { partition: 'aws', account: '111122223333' };
export const region = 'eu-west-1';
export const now = Date.parse('2026-11-24T02:00:00Z');

export const run: Run = { ...home, now, regions: [region], parameters: defaultParameters };

/** A run with other parameters. */
export function runWith(parameters: Partial<Parameters>): Run {
  return { ...run, parameters: { ...defaultParameters, ...parameters } };
}

export function originOf(operation: string, at = region): Origin {
  return { operation, region: at, at: new Date(now).toISOString() };
}

/** A value that AWS told us. */
export function told<T>(value: T, operation = 'test:Describe'): Fact<T> {
  return known(value, originOf(operation));
}

/** The gap of a denied call; `operation` is `service:Operation`. */
export function gapOf(operation: string, overrides: Partial<Gap> = {}): Gap {
  return {
    reason: 'denied',
    operation,
    action: operation,
    account: home.account,
    region,
    error: 'AccessDeniedException',
    detail: `not authorized to perform ${operation}`,
    ...overrides,
  };
}

/** A value that we may not read. */
export function denied(operation: string, overrides: Partial<Gap> = {}): Missing {
  return missing(gapOf(operation, overrides));
}

/** A complete collection, or with gaps an incomplete one. */
export function listOf<T extends Resource>(items: readonly T[], ...gaps: readonly Gap[]): Collection<T> {
  return collection(items, gaps, originOf('test:List'));
}

/** `days` before the moment of the tests, as ISO 8601. */
export function daysAgo(days: number): string {
  return new Date(now - days * 86_400_000).toISOString();
}
