import { limitsOf, sandboxLimits } from '../../src/sandbox/limits.ts';
import { latencyMs } from './presets.ts';
import type { Served } from './support/tally.ts';

/**
 * The least time in which an account can be asked these calls (aws-edge.md A.3): that of the bucket which takes longest, or that of
 * the calls which wait for one another. For each bucket max(0, N - share C) / (share r).
 */
export function minimumSeconds(served: readonly Served[], share: number): number {
  return Math.max(bucketSeconds(served, share), chainSeconds(served));
}

function bucketSeconds(served: readonly Served[], share: number): number {
  const counts = new Map<string, { calls: number; readonly rate: number; readonly burst: number }>();
  for (const { account, region, service, operation, calls } of served) {
    for (const { name, limit } of limitsOf(sandboxLimits, service, operation)) {
      const key = `${account} ${region} ${name}`;
      const count = counts.get(key) ?? { calls: 0, rate: limit.rate, burst: limit.burst };
      count.calls += calls;
      counts.set(key, count);
    }
  }
  return Math.max(
    0,
    ...Array.from(counts.values(), ({ calls, rate, burst }) => Math.max(0, calls - share * burst) / (share * rate)),
  );
}

/** Identity and Regions, then in each Region the pages of its longest list, one description and one detail. */
function chainSeconds(served: readonly Served[]): number {
  const boot = 2 * latencyOf('us-east-1');
  const lists = served.filter(({ operation }) => /^(List|Search)/.test(operation));
  return (boot + Math.max(0, ...lists.map(({ region, calls }) => (calls + 2) * latencyOf(region)))) / 1000;
}

function latencyOf(region: string): number {
  return latencyMs[region] ?? latencyMs['*'] ?? 0;
}
