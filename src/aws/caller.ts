import type { Calls } from '../core/collector.ts';
import { known, missing, type Fact, type Origin } from '../core/fact.ts';
import { operationId, type AnyOperation, type Operations } from '../core/operation.ts';
import { Breaker } from './breaker.ts';
import type { Clients } from './clients.ts';
import {
  CallTimeout,
  isAbsence,
  isAnswer,
  isDenial,
  kindOf,
  MalformedAnswer,
  reachOf,
  ScanStopped,
  toGap,
  type ErrorKind,
  type Place,
} from './errors.ts';
import type { Timeouts } from './http.ts';
import { CallLimiter } from './limiter.ts';
import type { AppliedLimits } from './limits.ts';
import { checkLocks } from './locks.ts';
import { pagedCall } from './pager.ts';
import { pauseBefore, retryAfterMs } from './retry.ts';
import type { Session } from './session.ts';
import { Slots } from './slots.ts';
import { CallStats, type CallEvent, type OperationStats } from './stats.ts';
import type { Time } from './time.ts';

export interface CallerOptions {
  readonly clients: Pick<Clients, 'send'>;
  readonly session: Pick<Session, 'current' | 'renew'>;
  /** How much of each known limit to use, 0 < share <= 1. */
  readonly rateShare: number;
  /** The account's own limits, instead of the table's. */
  readonly limits?: AppliedLimits | undefined;
  /** Most requests under way at once, in all Regions. */
  readonly concurrency: number;
  /** Pages after which a list counts as endless. */
  readonly maxPages: number;
  readonly timeouts: Timeouts;
  readonly time: Time;
  readonly onEvent?: ((event: CallEvent) => void) | undefined;
}

/** Where calls go, and what ends them all: the scan's deadline, or someone who stops it. */
export interface CallPlace extends Place {
  readonly signal: AbortSignal;
  /** Hears of each call's end, in the asynchronous context of whoever called. */
  readonly onCall?: (event: CallEvent) => void;
}

type AnyPaged = Extract<AnyOperation, { kind: 'paged' }>;

/**
 * Requests under way at once, at first and for each call that ended. A killed scan loses what was under way: so that resuming it
 * costs few calls more than it had left, a short scan has few at once, and a long one as many as the limits allow.
 */
const leastAtOnce = 56;
const atOnceShare = 1 / 16;

/** What a machine that keeps up may add to the time-out of a connection, ms. */
const lateMs = 500;

/** Sends declared operations, and nothing else, at the pace that AWS allows. Whatever goes wrong becomes a gap. */
export class Caller {
  readonly #options: CallerOptions;
  readonly #limiter: CallLimiter;
  readonly #slots: Slots;
  readonly #breaker = new Breaker();
  readonly #stats = new CallStats();
  #answered = 0;

  constructor(options: CallerOptions) {
    this.#options = options;
    this.#limiter = new CallLimiter(options.rateShare, options.time, options.limits);
    this.#slots = new Slots(this.#mostAtOnce());
  }

  /**
   * The calls of one collector in one Region (`global` for services without one).
   * @throws LockedOperation for an operation that must not be called
   */
  callsFor<Ops extends Operations>(operations: Ops, place: CallPlace): Calls<Ops> {
    const calls = Object.entries<AnyOperation>(operations).map(([name, operation]) => [name, this.#callOf(operation, place)]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- built from `operations`, name by name, where TypeScript cannot follow
    return Object.fromEntries(calls) as Calls<Ops>;
  }

  /** Calls so far, sorted by operation and Region. */
  stats(): readonly OperationStats[] {
    return this.#stats.all();
  }

  /** See `leastAtOnce`. */
  #mostAtOnce(): number {
    return Math.min(this.#options.concurrency, leastAtOnce + Math.floor(this.#answered * atOnceShare));
  }

  /** Calls that wait for a limit or an answer. */
  get pending(): number {
    return this.#stats.pending;
  }

  #callOf(operation: AnyOperation, place: CallPlace): unknown {
    checkLocks(operation);
    const at = (region: string | undefined): CallPlace => ({ ...place, region: region ?? place.region });
    if (operation.kind === 'single')
      return async (input: object, to?: { region?: string }) => await this.#fact(operation, input, at(to?.region));
    return pagedCall(operation, {
      maxPages: this.#options.maxPages,
      page: async (input, region) => await this.#page(operation, input, at(region)),
      origin: (region) => this.#origin(operation, at(region)),
      gap: (error, region) => toGap(error, operation, at(region)),
    });
  }

  async #fact(operation: AnyOperation, input: object, place: CallPlace): Promise<Fact<object | null>> {
    try {
      return known(
        await this.#call(operation, input, place, (answer) => believeAnswer(operation, answer)),
        this.#origin(operation, place),
      );
    } catch (error) {
      return missing(toGap(error, operation, place));
    }
  }

  async #page(operation: AnyPaged, input: object, place: CallPlace): Promise<object | null> {
    return await this.#call(operation, { ...operation.size, ...input }, place, (page) => believePage(operation, page));
  }

  #origin(operation: AnyOperation, { region }: Place): Origin {
    return { operation: operationId(operation), region, at: new Date(this.#options.time.now()).toISOString() };
  }

  /** One call with all its attempts: the answer, `null` for "there is none", or the error that ended it. */
  async #call(
    operation: AnyOperation,
    input: object,
    place: CallPlace,
    believe: (answer: object) => void,
  ): Promise<object | null> {
    const { time, onEvent } = this.#options;
    const started = time.elapsed();
    const id = operationId(operation);
    const call: Call = {
      operation,
      input,
      place,
      believe,
      attempts: 0,
      throttles: 0,
      failures: new Map(),
      credentials: undefined,
      cutShort: false,
      leftMs: this.#deadlineOf(operation),
    };
    const end = (status: CallEvent['status']) => {
      const { attempts, throttles } = call;
      const event: CallEvent = {
        type: 'call',
        operation: id,
        region: place.region,
        ms: Math.round(time.elapsed() - started),
        attempts,
        throttles,
        status,
      };
      this.#stats.ended(event);
      this.#answered += 1;
      this.#slots.most = this.#mostAtOnce();
      place.onCall?.(event);
      onEvent?.(event);
    };
    this.#stats.started(id, operation.action, place.region);
    try {
      const answer = await this.#answer(call);
      end(answer === null ? 'absent' : 'ok');
      return answer;
    } catch (error) {
      end(isDenial(error) ? 'denied' : 'failed');
      throw error;
    }
  }

  async #answer(call: Call): Promise<object | null> {
    for (;;) {
      try {
        const answer = await this.#attempt(call);
        call.believe(answer);
        return answer;
      } catch (error) {
        if (isAbsence(error, call.operation.absent)) return null;
        await this.#prepareNext(call, error);
      }
    }
  }

  /** Waits until the next attempt makes sense. Throws the error when there is to be none. */
  async #prepareNext(call: Call, error: unknown): Promise<void> {
    const { time, session } = this.#options;
    const { operation, place } = call;
    const kind = kindOf(error);
    if (kind === 'throttled') {
      call.throttles += 1;
      this.#stats.throttled(operationId(operation), place.region);
      this.#limiter.throttled(operationId(operation), place);
    }
    const failures = (call.failures.get(kind) ?? 0) + 1;
    call.failures.set(kind, failures);
    const pauseMs = pauseBefore(failures, kind, { askedMs: retryAfterMs(error), random: time.random });
    if (call.cutShort && error instanceof CallTimeout) throw call.lastError ?? error;
    if (pauseMs === null || place.signal.aborted || pauseMs >= call.leftMs) throw error;
    call.lastError = error;
    if (kind === 'expired') await session.renew(call.credentials);
    call.leftMs -= pauseMs;
    // Aborted: the next attempt says so.
    await time.sleep(pauseMs, place.signal).catch(() => undefined);
  }

  /** One request. Waiting for limits and slots is our own doing: it does not count against the call's deadline. */
  async #attempt(call: Call): Promise<object> {
    const { operation, place } = call;
    try {
      place.signal.throwIfAborted();
      this.#breaker.check(operation.service, place.region);
      const id = operationId(operation);
      await this.#limiter.take(id, place);
      // On a busy machine those go first whose limit takes longest: what the others wait, they can make up for.
      return await this.#slots.run(this.#limiter.backlogSeconds(id, place), async () => await this.#request(call));
    } catch (error) {
      if (place.signal.aborted) throw endedBy(place.signal, error);
      throw error;
    }
  }

  async #request(call: Call): Promise<object> {
    const { operation, input, place } = call;
    const { clients, session, time, timeouts } = this.#options;
    place.signal.throwIfAborted();
    // The first of the calls that waited with this one may have found out.
    this.#breaker.check(operation.service, place.region);
    call.attempts += 1;
    call.credentials = session.current;
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    const limitMs = operation.attemptMs ?? timeouts.attempt;
    call.cutShort = call.leftMs < limitMs;
    const timer = setTimeout(abort, Math.min(limitMs, call.leftMs));
    place.signal.addEventListener('abort', abort, { once: true });
    let started = time.elapsed();
    const leave = async () => {
      await this.#limiter.leave(operationId(operation), { ...place, signal: attempt.signal });
      started = time.elapsed();
      timer.refresh();
    };
    try {
      const answer = await clients.send(operation, input, { region: place.region, signal: attempt.signal, leave });
      this.#breaker.answered(operation.service, place.region);
      return answer;
    } catch (error) {
      this.#noteReach(operation, place, { error, since: started });
      throw attempt.signal.aborted ? new CallTimeout('no complete answer in time', { cause: error }) : error;
    } finally {
      clearTimeout(timer);
      place.signal.removeEventListener('abort', abort);
      call.leftMs -= time.elapsed() - started;
    }
  }

  #noteReach({ service }: AnyOperation, { region }: Place, { error, since }: { error: unknown; since: number }): void {
    const { time, timeouts } = this.#options;
    const reach = reachOf(error);
    const at = time.elapsed();
    // Given up late: this machine stood still, which tells nothing about the Region.
    if (reach === 'silent' && at - since > timeouts.connect + lateMs) return;
    if (reach !== null) this.#breaker.failed(service, region, { reach, since, at });
    else if (isAnswer(error)) this.#breaker.answered(service, region);
  }

  /** ms for the whole call; calls that AWS documents as slow may be tried twice. */
  #deadlineOf({ attemptMs = 0 }: AnyOperation): number {
    return Math.max(this.#options.timeouts.call, 2 * attemptMs);
  }
}

/** What a call that the scan's end cut off ends with: the deadline is a time-out, being stopped is not. */
function endedBy({ reason }: AbortSignal, cause: unknown): Error {
  if (reason instanceof DOMException && reason.name === 'TimeoutError') return new CallTimeout('the scan ended first', { cause });
  return new ScanStopped('the scan was stopped before this was read: resume it, or scan again', { cause });
}

/** A call under way. */
interface Call {
  readonly operation: AnyOperation;
  readonly input: object;
  readonly place: CallPlace;
  /** Throws for an answer that cannot be the whole truth. */
  readonly believe: (answer: object) => void;
  attempts: number;
  throttles: number;
  /** Failed attempts by kind: a throttle must not use up the patience for time-outs. */
  readonly failures: Map<ErrorKind, number>;
  /** In use when the last attempt was sent. */
  credentials: Session['current'];
  /** What the attempt before this one ended with: the better reason when the deadline cut the last one short. */
  lastError?: unknown;
  cutShort: boolean;
  /** Time left for requests and pauses. */
  leftMs: number;
}

/** What says that there is more is not the whole answer, where nobody asks for the rest. */
function believeAnswer(operation: AnyOperation, answer: object): void {
  if (Object(answer).NextToken || Object(answer).nextToken) throw new MalformedAnswer('the answer is one page of several');
  if (operation.kind === 'single' && operation.believable?.(answer) === false)
    throw new MalformedAnswer('the answer is not what the operation gives');
}

/** A page without its list is no page, and one that says "there is more" must say where. */
function believePage(operation: AnyPaged, page: object): void {
  const { items, next } = readPage(operation, page);
  if (!Array.isArray(items)) throw new MalformedAnswer('the answer has no list');
  if (next !== undefined && typeof next !== 'string') throw new MalformedAnswer('the page token is not a text');
  if (Object(page).IsTruncated === true && !next) throw new MalformedAnswer('the answer has no token for its next page');
}

function readPage(operation: AnyPaged, page: object): { items: unknown; next: unknown } {
  try {
    return { items: operation.items(page), next: operation.next(page) };
  } catch (error) {
    throw new MalformedAnswer('the answer lacks what holds its list', { cause: error });
  }
}
