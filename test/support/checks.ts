import type { AnyCheck } from '../../src/core/check.ts';
import { defineCheck } from '../../src/core/check.ts';
import type { Fact, Gap } from '../../src/core/fact.ts';
import { section, type Resource } from '../../src/core/resource.ts';
import { notApplicable, pass, fail, seen, unknown, type Status, type Verdict } from '../../src/core/verdict.ts';
import { evaluate, type Result } from '../../src/engine/evaluate.ts';
import { openInventory } from '../../src/engine/inventory.ts';
import { snapshotFormat, snapshotVersion, type Slice, type Snapshot } from '../../src/inventory/snapshot.ts';
import { defaultParameters } from '../../src/core/resource.ts';
import { gapOf, home, now, originOf, region } from './inventory.ts';

/** A made-up kind of resource whose verdict is its own state. */
export interface Thing extends Resource {
  readonly state: Status | 'CRASH';
  readonly size?: Fact<number>;
}

export const things = section<Thing>({
  name: 'test.things',
  type: 'AWS::Test::Thing',
  scope: 'regional',
  core: true,
  arn: 'arn:P:test:R:A:thing/*',
});

export function aThing(name: string, state: Thing['state'], at: string = region): Thing {
  return {
    arn: `arn:aws:test:${at}:${home.account}:thing/${name}`,
    type: things.type,
    name,
    account: home.account,
    region: at,
    state,
  };
}

/** A check that answers with the state of each thing. */
export function aCheck(
  overrides: Partial<Pick<AnyCheck, 'id' | 'severity' | 'control' | 'origin' | 'subject' | 'uses'>> = {},
): AnyCheck {
  const check: AnyCheck = defineCheck({
    id: 'test-thing-state',
    control: 'vpc',
    severity: 'MEDIUM',
    tier: 1,
    origin: 'post',
    stage: 'develop',
    title: 'Things are in a good state',
    why: 'A thing in a bad state does harm.',
    advice: 'Keep things in a good state.',
    threat: { text: 'Harm by things', atlas: ['AML.T0025'] },
    mapping: ['NIST SC-7'],
    resourceTypes: ['AWS::Test::Thing'],
    subject: things,
    fix: ({ name }) => ({ text: `Mend ${name}.` }),
    evaluate: verdictOf,
  });
  return { ...check, ...overrides };
}

function verdictOf({ state }: Thing): Verdict {
  switch (state) {
    case 'PASS':
      return pass('it is good', seen(originOf('test:DescribeThing'), 'Thing.State', state));
    case 'FAIL':
      return fail('it is bad', seen(originOf('test:DescribeThing'), 'Thing.State', state));
    case 'UNKNOWN':
      return unknown(gapOf('test:DescribeThing'));
    case 'NOT_APPLICABLE':
      return notApplicable('not-live', 'it is gone');
    case 'CRASH':
      throw new TypeError('a defect of the check');
  }
}

/** A snapshot of one section; by default of one Region that was read whole. */
export function aSnapshot(
  items: readonly Thing[],
  overrides: { gaps?: readonly Gap[]; enabled?: readonly string[]; sections?: readonly string[] } = {},
): Snapshot {
  const regions = [...new Set([region, ...items.map((item) => item.region)])].toSorted();
  const slices = regions.map((place): Slice => ({
    section: things.name,
    region: place,
    items: items.filter((item) => item.region === place),
    gaps: (overrides.gaps ?? []).filter((gap) => gap.region === place),
  }));
  return {
    header: {
      format: snapshotFormat,
      version: snapshotVersion,
      tool: { name: 'mlwarden', version: '0.0.0' },
      runId: '01K0000000000000000000TEST',
      now: new Date(now).toISOString(),
      account: home.account,
      partition: home.partition,
      principal: `arn:aws:iam::${home.account}:role/auditor`,
      regions: { enabled: overrides.enabled ?? regions, scanned: regions },
      plan: ['test-thing-state'],
      sections: overrides.sections ?? [things.name],
      parameters: defaultParameters,
    },
    slices,
    calls: [...callsOf(items), ...(overrides.gaps ?? []).map(failedCall)],
    complete: true,
  };
}

/** Three answered calls of the list, and a failed one for each thing whose description is unknown. */
function callsOf(items: readonly Thing[]): Snapshot['calls'] {
  const hidden = items.filter(({ state }) => state === 'UNKNOWN');
  return [
    { operation: 'test:ListThings', action: 'test:ListThings', region, calls: 3, failed: 0 },
    ...hidden.map(({ region: place }) => failedCall(gapOf('test:DescribeThing', { region: place }))),
  ];
}

function failedCall({ operation, action, region: place }: Gap): Snapshot['calls'][number] {
  return { operation, action, region: place, calls: 1, failed: 1 };
}

/** All that these checks say of a snapshot. */
export function resultsOf(snapshot: Snapshot, checks: readonly AnyCheck[]): readonly Result[] {
  return [...evaluate(openInventory(snapshot), checks)];
}
