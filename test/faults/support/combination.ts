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

/** Faults that pass. */
const passing = [
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
] as const satisfies readonly FaultKind[];

const ofSockets = ['reset-before-headers', 'reset-after-headers', 'reset-mid-body'] as const satisfies readonly FaultKind[];
const hanging = ['hang-before-headers', 'hang-after-headers', 'hang-mid-body', 'drip'] as const satisfies readonly FaultKind[];

/** Where a fault strikes: a call, a service or a Region, in any mixture. */
interface Place {
  readonly service?: string;
  readonly operation?: string;
  readonly region?: string;
}

interface Fault<Kind> {
  readonly kind: Kind;
  readonly at: Place;
  readonly share: number;
}

/** What a scan meets. */
interface Met {
  readonly rules: readonly FaultRule[];
  readonly deny: Deny;
}

/** Random faults, the same ones for a seed. */
export interface Combination {
  /** In words, to read in a failure. */
  readonly text: string;
  /** The first of the faults that stay. */
  readonly some: Met;
  /** It, up to two others that stay, and up to three that pass. */
  readonly all: Met;
  /** Whether some of all break or hang connections. */
  readonly sockets: boolean;
  readonly hangs: boolean;
  /** Whether one of all can be the reason of a gap. */
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
  const rulesOf = <Kind>(kinds: readonly Kind[], count: number, shareOf: () => number): readonly Fault<Kind>[] =>
    Array.from({ length: count }, () => ({ kind: pick(kinds), at: place(), share: shareOf() }));
  const stay = rulesOf(lasting, 1 + Math.floor(draw() * 3), () => 1);
  const sockets = seed % 4 === 0;
  const hangs = seed % 40 === 0;
  const pass: readonly Fault<FaultKind>[] = [
    ...rulesOf(sockets ? [...passing, ...ofSockets] : passing, 1 + Math.floor(draw() * 3), () => 0.05 + draw() * 0.25),
    ...(hangs ? rulesOf(hanging, 1, () => 1) : []),
  ];
  const toRule = ({ kind, at, share }: Fault<FaultKind>): FaultRule => ({
    kind,
    share,
    match: (call) => covers(at, call),
    ...(kind === 'token-loop' ? { size: 3 } : {}),
  });
  const met = (staying: typeof stay, others: typeof pass): Met => ({
    rules: [...staying.flatMap(({ kind, ...rest }) => (kind === 'denied' ? [] : [{ kind, ...rest }])), ...others].map(toRule),
    deny: (call) => (staying.some(({ kind, at }) => kind === 'denied' && covers(at, call)) ? {} : undefined),
  });
  const places = [...stay, ...pass].map(({ at }) => at);
  return {
    text: [...stay, ...pass]
      .map(({ kind, at, share }) => `${kind} ${share.toFixed(2)} ${Object.values(at).join(' ')}`)
      .join('; '),
    some: met(stay.slice(0, 1), []),
    all: met(stay, pass),
    sockets,
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
