import { expect, test } from 'vitest';
import { registry } from '../../src/registry.gen.ts';
import type { Report } from '../../src/report/report.ts';
import { seeds } from '../../src/sandbox/seeds.ts';
import { scanSeed } from '../support/seeds.ts';
import { demo } from './expected/demo.ts';
import { denied } from './expected/denied.ts';
import { empty } from './expected/empty.ts';
import { hardened } from './expected/hardened.ts';
import { neglected } from './expected/neglected.ts';
import type { Expected, Verdicts } from './expected/types.ts';

const truths: Readonly<Record<string, Expected>> = { demo, hardened, neglected, empty, denied };

test.for(seeds.filter((seed) => seed.name in truths).map((seed) => [seed.name, seed] as const))(
  'the scan of %s over HTTP finds the ground truth and nothing else',
  async ([name, seed]) => {
    const { report } = await scanSeed(seed, { http: true });
    expect(verdictsOf(report)).toEqual(complete(truths[name] ?? {}));
  },
);

/** Every registered check with its verdicts, sorted. */
function verdictsOf(report: Report): Expected {
  const verdicts = new Map<string, Record<keyof Verdicts, string[]>>();
  for (const { id } of registry.checks) verdicts.set(id, { PASS: [], FAIL: [], UNKNOWN: [], NOT_APPLICABLE: [] });
  for (const { checkId, status, resource } of report.findings)
    verdicts.get(checkId)?.[status].push(`${resource.region} ${resource.arn}`);
  return sorted(Object.fromEntries(verdicts));
}

function complete(truth: Expected): Expected {
  const all = registry.checks.map(({ id }): [string, Verdicts] => [
    id,
    { PASS: [], FAIL: [], UNKNOWN: [], NOT_APPLICABLE: [], ...truth[id] },
  ]);
  return sorted(Object.fromEntries(all));
}

function sorted(expected: Expected): Expected {
  return Object.fromEntries(
    Object.entries(expected).map(([id, verdicts]) => [
      id,
      Object.fromEntries(Object.entries(verdicts).map(([status, list]) => [status, [...(list as readonly string[])].toSorted()])),
    ]),
  );
}
