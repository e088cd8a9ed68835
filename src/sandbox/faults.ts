/** Seeded faults (aws-edge.md C.5): a table of kinds, and rules that say when each strikes. */
import { cborBytes, cborTree } from './codec-cbor.ts';
import { bytesOf } from './codec-text.ts';
import { expired, throttleOf, type Dialect, type Refusal } from './dialects.ts';
import { pagingOf, type Paging } from './paging.ts';
import { chance, Counter } from './random.ts';
import type { OperationModel } from './services.ts';
import type { Members, SandboxCall, SandboxResponse, SocketFault } from './types.ts';

/** An answer instead of the handler's. */
interface Instead {
  readonly refusal: Refusal;
  readonly throttled: boolean;
  /** A gateway's own page instead of the service's form. */
  readonly page?: Pick<SandboxResponse, 'headers' | 'body'>;
}

type Turn = (paging: Paging, call: (input: Members) => object | Promise<object>, input: Members) => Promise<object>;

/** What a kind of fault does; each has one of these. */
interface Behaviour {
  readonly refuse?: (dialect: Dialect, service: string) => Instead;
  readonly turn?: (size: number) => Turn;
  readonly reshape?: (response: SandboxResponse, dialect: Dialect) => SandboxResponse;
  readonly socket?: SocketFault;
}

const kinds = {
  throttle: { refuse: (_dialect, service) => ({ refusal: throttleOf(service), throttled: true }) },
  'http-500': {
    refuse: () => ({ refusal: { code: 'InternalFailure', message: 'Internal failure', status: 500 }, throttled: false }),
  },
  'http-502': { refuse: () => gateway(502, 'Bad Gateway') },
  'http-503': {
    refuse: () => ({ refusal: { code: 'ServiceUnavailable', message: 'Service is unavailable', status: 503 }, throttled: false }),
  },
  'http-504': { refuse: () => gateway(504, 'Gateway Time-out') },
  'expired-token': { refuse: (dialect) => ({ refusal: expired(dialect), throttled: false }) },
  truncated: {
    reshape: (response) => ({ ...response, body: response.body.subarray(0, Math.floor(response.body.byteLength / 2)) }),
  },
  empty: { reshape: (response) => ({ ...response, status: 200, body: new Uint8Array() }) },
  html: { reshape: (response) => ({ ...response, ...webPage('Sign in to the network'), status: 200 }) },
  'wrong-root': { reshape: wrongRoot },
  'wrong-types': { reshape: wrongTypes },
  'token-loop': { turn: tokenLoop },
  'empty-pages': { turn: emptyPages },
  'duplicate-pages': { turn: () => duplicatePages },
  /** The request never gets to its handler. */
  'reset-before-commit': { refuse: () => gateway(502, 'Bad Gateway'), socket: 'reset-before-headers' },
  /** Its handler has done the work: a lost answer. */
  'reset-before-headers': { socket: 'reset-before-headers' },
  'reset-after-headers': { socket: 'reset-after-headers' },
  'reset-mid-body': { socket: 'reset-mid-body' },
  'hang-before-headers': { socket: 'hang-before-headers' },
  'hang-after-headers': { socket: 'hang-after-headers' },
  'hang-mid-body': { socket: 'hang-mid-body' },
  drip: { socket: 'drip' },
  'clock-skew': {},
} as const satisfies Record<string, Behaviour>;

export type FaultKind = keyof typeof kinds;

/** Every kind of fault. */
export const faultKinds: readonly FaultKind[] = Object.keys(kinds) as FaultKind[]; // the keys of the table above

/** When a kind strikes. */
export interface FaultRule {
  readonly kind: FaultKind;
  /** Share of the matching calls, 0..1; 1 by default. */
  readonly share?: number;
  /** Calls that the rule is about; all by default. */
  readonly match?: (call: SandboxCall) => boolean;
  /** First and last of the matching calls, counted from 0; the last is exclusive. */
  readonly from?: number;
  readonly until?: number;
  /** Length of a token loop (1 is the same token for ever), or number of empty pages. */
  readonly size?: number;
  /** Clock skew, ms: added to the time in the Date header. */
  readonly ms?: number;
}

export interface FaultOptions {
  readonly seed: number;
  readonly rules: readonly FaultRule[];
}

/** Decides by seed, rule and the how-manieth call of its operation in its Region, whatever the order of other calls. */
export class Faults {
  readonly #options: FaultOptions;
  readonly #counter = new Counter();

  constructor(options: FaultOptions) {
    this.#options = options;
  }

  /** The rules that strike this call; `undefined` when none does. */
  strike(call: SandboxCall): Strike | undefined {
    const struck = this.#options.rules.filter((rule, index) => this.#strikes(rule, index, call));
    return struck.length === 0 ? undefined : new Strike(struck, call.now);
  }

  #strikes(rule: FaultRule, index: number, call: SandboxCall): boolean {
    if (rule.match?.(call) === false) return false;
    const nth = this.#counter.next(`rule ${index}`);
    if (nth < (rule.from ?? 0) || nth >= (rule.until ?? Number.POSITIVE_INFINITY)) return false;
    const { share = 1 } = rule;
    if (share >= 1) return true;
    const key = `${index} ${call.accessKeyId} ${call.region} ${call.service}:${call.operation}`;
    return chance(this.#options.seed, `${key} ${this.#counter.next(key)}`) < share;
  }
}

/** The faults of one call. */
export class Strike {
  readonly #rules: readonly FaultRule[];
  readonly #now: number;

  constructor(rules: readonly FaultRule[], now: number) {
    this.#rules = rules;
    this.#now = now;
  }

  /** The first fault that answers instead of the handler. */
  refuse(dialect: Dialect, service: string): Instead | undefined {
    return this.#behaviours()
      .find(({ refuse }) => refuse !== undefined)
      ?.refuse?.(dialect, service);
  }

  /** Asks the handler, with the first paging fault in between if the operation has pages. */
  async turnPages(
    operation: OperationModel,
    call: (input: Members) => object | Promise<object>,
    input: Members,
  ): Promise<object> {
    const rule = this.#rules.find(({ kind }) => behaviourOf(kind).turn !== undefined);
    const turn = rule === undefined ? undefined : behaviourOf(rule.kind).turn?.(rule.size ?? 1);
    const paging = turn === undefined ? undefined : pagingOf(operation);
    return turn === undefined || paging === undefined ? call(input) : turn(paging, call, input);
  }

  /** Spoils the answer: its body, its Date header, and what the socket will do with it. */
  reshape(response: SandboxResponse, dialect: Dialect): SandboxResponse {
    let spoilt = response;
    // One is enough: what the first has spoilt, the next cannot read.
    const reshape = this.#behaviours().find((behaviour) => behaviour.reshape !== undefined)?.reshape;
    if (reshape !== undefined) spoilt = reshape(spoilt, dialect);
    for (const { kind, ms = 0 } of this.#rules) {
      const { socket } = behaviourOf(kind);
      if (socket !== undefined) spoilt = { ...spoilt, socket };
      if (kind === 'clock-skew')
        spoilt = { ...spoilt, headers: { ...spoilt.headers, date: new Date(this.#now + ms).toUTCString() } };
    }
    return spoilt;
  }

  #behaviours(): readonly Behaviour[] {
    return this.#rules.map(({ kind }) => behaviourOf(kind));
  }
}

function behaviourOf(kind: FaultKind): Behaviour {
  return kinds[kind];
}

function gateway(status: number, title: string): Instead {
  return {
    refusal: { code: title.replaceAll(/\W/g, ''), message: title, status },
    throttled: false,
    page: webPage(`${status} ${title}`),
  };
}

function webPage(title: string): Pick<SandboxResponse, 'headers' | 'body'> {
  const text = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { headers: { 'content-type': 'text/html' }, body: Buffer.from(text, 'utf8') };
}

function wrongRoot(response: SandboxResponse, dialect: Dialect): SandboxResponse {
  switch (dialect) {
    case 'json':
    case 'rest-json':
      return { ...response, body: Buffer.from('[]', 'utf8') };
    case 'cbor':
      return { ...response, body: cborBytes([]) };
    case 'query':
    case 'ec2':
    case 'rest-xml':
    case 's3':
      return {
        ...response,
        body: Buffer.from('<?xml version="1.0"?>\n<UnexpectedResponse><Value>1</Value></UnexpectedResponse>', 'utf8'),
      };
  }
}

/** Texts become numbers, all else becomes a text, objects inside too; XML loses its elements. */
function wrongTypes(response: SandboxResponse, dialect: Dialect): SandboxResponse {
  const text = bytesOf(response.body).toString('utf8');
  switch (dialect) {
    case 'json':
    case 'rest-json':
      return { ...response, body: Buffer.from(JSON.stringify(confused(text === '' ? {} : JSON.parse(text))), 'utf8') };
    case 'cbor':
      return { ...response, body: cborBytes(confused(cborTree(response.body))) };
    case 'query':
    case 'ec2':
    case 'rest-xml':
    case 's3':
      return { ...response, body: Buffer.from(text.replace(/(<(?!\?)[^>]+>)[^]*(<\/[^>]+>)\s*$/, '$1x$2'), 'utf8') };
  }
}

function confused(tree: unknown): unknown {
  return Object.fromEntries(Object.entries(Object(tree)).map(([name, value]) => [name, ofAnotherType(value)]));
}

function ofAnotherType(value: unknown): unknown {
  if (Array.isArray(value)) return 'x';
  if (typeof value === 'string') return 5;
  if (typeof value === 'object' && value !== null) return confused(value);
  return value === null ? null : 'x';
}

const mark = 'sandbox-fault';

/** Every page is the first one; its tokens go round in a circle of `size`. */
function tokenLoop(size: number): Turn {
  return async (paging, call, input) => {
    const step = Number(/^sandbox-fault-loop-(\d+)$/.exec(paging.tokenOf(input) ?? '')?.[1] ?? -1);
    const page = await call(paging.withInputToken(input, undefined));
    return paging.withOutputToken(page, `${mark}-loop-${(step + 1) % size}`);
  };
}

/** `size` pages without items come before the first one. */
function emptyPages(size: number): Turn {
  return async (paging, call, input) => {
    const token = paging.tokenOf(input);
    const step = token === undefined ? 0 : Number(/^sandbox-fault-empty-(\d+)$/.exec(token)?.[1] ?? size);
    if (step < size) {
      const page = await call(paging.withInputToken(input, undefined));
      return paging.withOutputToken(paging.emptied(page), `${mark}-empty-${step + 1}`);
    }
    return call(token?.startsWith(mark) === true ? paging.withInputToken(input, undefined) : input);
  };
}

/** Every page comes twice. */
async function duplicatePages(
  paging: Paging,
  call: (input: Members) => object | Promise<object>,
  input: Members,
): Promise<object> {
  const token = paging.tokenOf(input);
  const again = /^sandbox-fault-again-([^]*)$/.exec(token ?? '')?.[1];
  if (again === undefined) return paging.withOutputToken(await call(input), `${mark}-again-${token ?? ''}`);
  return call(paging.withInputToken(input, again === '' ? undefined : again));
}
