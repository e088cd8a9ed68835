import type { Deny } from '../../../src/sandbox/deny.ts';
import type { FaultKind, FaultRule } from '../../../src/sandbox/faults.ts';
import { chance } from '../../../src/sandbox/random.ts';
import type { SandboxCall } from '../../../src/sandbox/types.ts';
import type { Struck } from './oracle.ts';

/** Faults that stay: whatever they match is lost, or doubled. */
const lasting = [
  'denied',
  'throttle',
  'http-500',
  'http-502',
  'http-503',
  'http-504',
  'expired-token',
  'truncated',
  'empty',
  'html',
  'wrong-root',
  'wrong-types',
  'token-loop',
  'duplicate-pages',
] as const satisfies readonly (FaultKind | 'denied')[];

/** Faults that pass, over sockets. */
const passing: readonly FaultKind[] = [
  'throttle',
  'http-500',
  'http-502',
  'http-503',
  'http-504',
  'truncated',
  'empty',
  'html',
  'wrong-root',
  'wrong-types',
  'reset-before-headers',
  'reset-after-headers',
  'reset-mid-body',
];

const hanging: readonly FaultKind[] = ['hang-before-headers', 'hang-after-headers', 'hang-mid-body', 'drip'];

/** Where a fault strikes: a call, a service or a Region, in any mixture. */
interface Place {
  readonly service?: string;
  readonly operation?: string;
  readonly region?: string;
}

/** Random faults, the same ones for a seed. */
export interface Combination {
  readonly seed: number;
  /** In words, to read in a failure. */
  readonly text: string;
  /** How many faults stay. */
  readonly lasting: number;
  /** The first so many of the faults that stay, so that each set is the one before and another. */
  readonly first: (count: number) => { readonly rules: readonly FaultRule[]; readonly deny: Deny };
  /** Faults that pass, and one that hangs in one combination of twenty. */
  readonly passing: readonly FaultRule[];
  readonly hangs: boolean;
  /** Whether a rule can be the reason of a gap. */
  readonly struck: Struck;
}

/** @param calls the calls of a clean scan: the places to choose from */
export function combinationOf(
  seed: number,
  calls: readonly Pick<SandboxCall, 'service' | 'operation' | 'region'>[],
): Combination {
  let draws = 0;
  const draw = (): number => chance(seed, `draw ${(draws += 1)}`);
  const pick = <T>(from: readonly T[]): T => {
    const found = from[Math.floor(draw() * from.length)];
    if (found === undefined) throw new Error('there is nothing to choose from');
    return found;
  };
  const place = (): Place => {
    const { service, operation, region } = pick(calls);
    const width = draw();
    if (width > 0.95) return { region };
    return { service, ...(width < 0.7 ? { operation } : {}), ...(draw() < 0.5 ? { region } : {}) };
  };
  const rulesOf = <Kind extends FaultKind | 'denied'>(kinds: readonly Kind[], count: number, shareOf: () => number) =>
    Array.from({ length: count }, () => ({ kind: pick(kinds), at: place(), share: shareOf() }));
  const stay = rulesOf(lasting, 1 + Math.floor(draw() * 3), () => 1);
  const hangs = seed % 20 === 0;
  const pass = [
    ...rulesOf(passing, 1 + Math.floor(draw() * 3), () => 0.05 + draw() * 0.25),
    ...(hangs ? rulesOf(hanging, 1, () => 1) : []),
  ];
  const toRule = ({ kind, at, share }: (typeof pass)[number]): FaultRule => ({
    kind,
    share,
    match: (call) => covers(at, call),
    ...(kind === 'token-loop' ? { size: 3 } : {}),
  });
  const places = [...stay, ...pass].map(({ at }) => at);
  return {
    seed,
    text: [...stay, ...pass]
      .map(({ kind, at, share }) => `${kind} ${share.toFixed(2)} ${Object.values(at).join(' ')}`)
      .join('; '),
    lasting: stay.length,
    first(some) {
      const chosen = stay.slice(0, some);
      return {
        rules: chosen.flatMap(({ kind, ...rest }) => (kind === 'denied' ? [] : [toRule({ kind, ...rest })])),
        deny: (call) => (chosen.some(({ kind, at }) => kind === 'denied' && covers(at, call)) ? {} : undefined),
      };
    },
    passing: pass.map(toRule),
    hangs,
    struck: ({ operation: id, region }) => {
      const [service = '', operation = ''] = id.split(':');
      return places.some((at) => covers(at, { service, operation, region: region === 'global' ? 'us-east-1' : region }));
    },
  };
}

function covers({ service, operation, region }: Place, call: Pick<SandboxCall, 'service' | 'operation' | 'region'>): boolean {
  return (
    call.service !== 'sts' &&
    call.service !== 'account' &&
    (service === undefined || service === call.service) &&
    (operation === undefined || operation === call.operation) &&
    (region === undefined || region === call.region)
  );
}
