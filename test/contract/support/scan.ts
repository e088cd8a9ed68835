import { expect, inject } from 'vitest';
import { createEdge } from '../../../src/aws/edge.ts';
import { defaultParameters } from '../../../src/core/resource.ts';
import { assess } from '../../../src/engine/assess.ts';
import type { Snapshot } from '../../../src/inventory/snapshot.ts';
import { registry } from '../../../src/registry.gen.ts';
import { buildReport } from '../../../src/report/build.ts';
import type { Report } from '../../../src/report/report.ts';
import { scan } from '../../../src/scan.ts';
import type { Status } from '../../../src/core/verdict.ts';
import { createScanner } from '../../../src/secrets/scanner.ts';
import type { Expected } from '../../seeds/expected/types.ts';
import type { Account } from './account.ts';

interface Scanned {
  readonly snapshot: Snapshot;
  readonly report: Report;
}

/** A scan looks two days later, when nothing is too new to be judged. */
const twoDaysMs = 2 * 86_400_000;

/** Scans a Region of one of moto's accounts as a user does it, over HTTP; with all checks, or the given ones. */
export async function scanAccount({ credentials, region }: Account, checkIds?: readonly string[]): Promise<Scanned> {
  const checks = registry.checks.filter((check) => checkIds?.includes(check.id) ?? true);
  const edge = await createEdge({
    runId: 'contract',
    credentials,
    endpointUrl: inject('moto'),
    region,
    rateShare: 1000,
    concurrency: 8,
    // What moto does not have is asked for again, as if it were a fault: without the pauses.
    sleep: async () => {},
  });
  try {
    const snapshot = await scan(edge, {
      runId: '01K000000000000000CONTRACT',
      checks,
      registry,
      regions: [region],
      parameters: defaultParameters,
      jobsMax: 500,
      secrets: createScanner({ fingerprintKey: 'contract' }),
      now: Date.now() + twoDaysMs,
      signal: new AbortController().signal,
      interrupted: () => false,
      onCrash: (where, error) => {
        throw new Error(`${where.section} in ${where.region} crashed`, { cause: error });
      },
    });
    return { snapshot, report: buildReport(assess(snapshot, checks, registry)) };
  } finally {
    edge.close();
  }
}

/** The verdicts of a report are the expected ones, and no others. What a check must not give is left out of `expected`. */
export function expectVerdicts({ findings }: Report, expected: Expected): void {
  const verdicts: Record<string, Partial<Record<Status, string[]>>> = {};
  for (const { checkId, status, resource } of findings) {
    // The scans of these tests leave Regions out.
    if (checkId === 'inventory-region-complete') continue;
    const check = (verdicts[checkId] ??= {});
    (check[status] ??= []).push(`${resource.region} ${resource.arn}`);
  }
  expect(sorted(verdicts)).toEqual(sorted(expected));
}

function sorted(verdicts: Expected): Expected {
  return Object.fromEntries(
    Object.entries(verdicts).map(([check, statuses]) => [
      check,
      Object.fromEntries(Object.entries({ ...statuses }).map(([status, keys]) => [status, keys.toSorted()])),
    ]),
  );
}
