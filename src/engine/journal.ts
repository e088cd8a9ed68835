import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { Calls, PagedCall, Stop } from '../core/collector.ts';
import type { Target } from '../core/edge.ts';
import type { Gap } from '../core/fact.ts';
import { Interrupted } from '../core/gap-error.ts';
import { operationId, type Operations } from '../core/operation.ts';
import type { Resource } from '../core/resource.ts';
import type { SecretScanner } from '../core/secret.ts';
import { identityOf } from './identity.ts';
import { Past, type CallsMade, type JournalLine, type JournalPlace, type TaskPast } from './journal-lines.ts';

/** Where the lines of a journal are kept. */
export interface JournalStore {
  /** Never throws: a scan that cannot be resumed is still a scan. */
  readonly append: (line: JournalLine) => void;
  readonly read: (place: JournalPlace) => Promise<JournalLine>;
}

/** The end of a call, as the edge tells it. */
interface CallEnd {
  readonly operation: string;
  readonly region: string;
  readonly status: 'ok' | 'absent' | 'denied' | 'failed';
}

/** Where a task's items and gaps go. */
interface Sink {
  readonly emit: (item: Resource) => void;
  readonly gap: (gap: Gap) => void;
}

export interface JournalOptions {
  /** Nowhere without: then nothing can be resumed. */
  readonly store?: JournalStore | undefined;
  /** What earlier attempts of the run left there. */
  readonly past?: Past | undefined;
  /** Whether fingerprints of secrets mean the same after a resume. */
  readonly stableFingerprints?: boolean;
}

/**
 * Writes down what is finished while a scan runs, so that the same run can go on after it was killed: the visit of one listed
 * item or target with what it emitted and called, and the task (a section in a Region) that ended well. Nothing that rests on a
 * failed call is written, so it is tried again (a denial is no failure: AWS has answered); nor is what holds a fingerprint under a key that ends with the process: kept
 * beside the fingerprints, that key would let whoever finds the journal guess weak secrets.
 */
export class Journal {
  readonly store: JournalStore | undefined;
  readonly stableFingerprints: boolean;
  readonly #past: Past | undefined;
  readonly #failed = new Set<string>();
  readonly #replayed: CallCounts = new Map();

  constructor({ store, past, stableFingerprints = false }: JournalOptions = {}) {
    this.store = store;
    this.stableFingerprints = stableFingerprints;
    this.#past = past;
  }

  /** The journal of a section in a Region. One that follows targets is never done: a later list may lead to further ones. */
  task(place: { readonly section: string; readonly region: string; readonly follows: boolean }, sink: Sink): TaskJournal {
    const name = taskName(place.section, place.region);
    return new TaskJournal({ name, whole: !place.follows, past: this.#past?.of(name), journal: this, sink });
  }

  /** To be told of each call's end, in the asynchronous context of whoever called. */
  called(event: CallEnd): void {
    const part = current.getStore();
    if (part === undefined) return;
    if (event.status === 'failed') {
      part.failed = true;
      this.#failed.add(part.task);
    }
    count(part.calls, [event.operation, event.region, 1, event.status === 'denied' ? 1 : 0]);
  }

  /** What was read of these tasks: an answer that rests on a failed call must be asked for again. */
  readFrom(section: string, regions: readonly string[]): void {
    const part = current.getStore();
    if (part !== undefined && regions.some((region) => this.#failed.has(taskName(section, region)))) part.failed = true;
  }

  /** Calls of earlier attempts that this one did not repeat. */
  calls(): CallsMade {
    return [...this.#replayed.values()];
  }

  replayed(calls: CallsMade): void {
    for (const made of calls) count(this.#replayed, made);
  }
}

/** What a visit of a list answers. */
type Visited = void | Stop;

/** A part of a task that is written down as a whole, or not at all. */
class Part {
  readonly task: string;
  readonly items: Resource[] = [];
  readonly gaps: Gap[] = [];
  readonly calls: CallCounts = new Map();
  /** A call failed in it, or in what it read. */
  failed = false;
  /** It holds fingerprints that mean nothing to another process. */
  fleeting = false;

  constructor(task: string) {
    this.task = task;
  }

  get lasts(): boolean {
    return !this.failed && !this.fleeting;
  }
}

/** Which part of which task the code that runs belongs to. */
const current = new AsyncLocalStorage<Part>();

interface TaskOptions {
  readonly name: string;
  /** Whether the task can be done for good. */
  readonly whole: boolean;
  readonly past: TaskPast | undefined;
  readonly journal: Journal;
  readonly sink: Sink;
}

/** What of one task is finished, now and before. */
export class TaskJournal {
  readonly #task: TaskOptions;
  /** What belongs to no visit: the lists, and what they alone tell. */
  readonly #root: Part;
  readonly #shared = new Map<string, { readonly part: Part; readonly answer: Promise<unknown> }>();

  constructor(task: TaskOptions) {
    this.#task = task;
    this.#root = new Part(task.name);
  }

  /** Emits again what an earlier attempt collected to the end; `false` when there is no such attempt. */
  async replay(): Promise<boolean> {
    const { past, journal } = this.#task;
    if (past?.done === undefined) return false;
    for (const place of past.lines) this.#take(await this.#read(place));
    for (const gap of past.done.gaps) this.#task.sink.gap(gap);
    for (const calls of [past.done.calls, ...past.shared.values()]) journal.replayed(calls);
    return true;
  }

  /** Runs the collector; when all has ended well, the task is done. A list that was denied has ended, too. */
  async run(work: () => Promise<void>): Promise<void> {
    if (this.#task.whole) this.#append({ is: 'start' });
    try {
      await current.run(this.#root, work);
      this.#finish([]);
    } catch (error) {
      if (error instanceof Interrupted) this.#finish([error.gap]);
      throw error;
    }
  }

  #finish(more: readonly Gap[]): void {
    const { whole, past, journal } = this.#task;
    for (const [key, calls] of past?.shared ?? []) if (!this.#shared.has(key)) journal.replayed(calls);
    if (!whole || !this.#root.lasts) return;
    this.#append({ is: 'done', gaps: [...this.#root.gaps, ...more], calls: [...this.#root.calls.values()] });
  }

  readonly emit = (item: Resource): void => {
    const part = current.getStore() ?? this.#root;
    if (part === this.#root) this.#appendItem(item);
    else part.items.push(item);
    this.#task.sink.emit(item);
  };

  readonly gap = (gap: Gap): void => {
    (current.getStore() ?? this.#root).gaps.push(gap);
    this.#task.sink.gap(gap);
  };

  /** The calls of a collector, their visits written down. */
  calls(calls: Calls<Operations>, operations: Operations): Calls<Operations> {
    const wrapped = Object.entries<unknown>(calls).map(([name, call]) => {
      const operation = operations[name];
      return [name, operation !== undefined && isPaged(call) ? this.#list(operationId(operation), call) : call];
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same calls by the same names
    return Object.fromEntries(wrapped) as Calls<Operations>;
  }

  #list(operation: string, call: AnyPagedCall): AnyPagedCall {
    return {
      ...call,
      each: async (input, visit, options) => {
        const list = [operation, options?.region ?? '', JSON.stringify(input)];
        // A list within a visit is part of it.
        const outermost = current.getStore() === this.#root;
        const journaled: typeof visit = (item, listed) => {
          const identity = identityOf(item);
          return this.#visit(identity === null ? null : hash([...list, identity]), () => visit(item, listed));
        };
        await call.each(input, outermost ? journaled : visit, options);
      },
    };
  }

  async target(target: Target, visit: () => Promise<void>): Promise<void> {
    await this.#visit(hash([target.kind, target.account, target.region, target.id]), visit);
  }

  /** Asks once; the calls belong to no single visit, and whoever reads a failed answer has failed. */
  async shared<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#shared.get(key);
    const asked = known ?? this.#ask(key, ask);
    if (known === undefined) this.#shared.set(key, asked);
    const reader = current.getStore();
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whoever names the key asks the same
      return (await asked.answer) as T;
    } finally {
      if (reader !== undefined) this.#join(reader, asked.part);
    }
  }

  /** A scanner that tells on the part that found something. */
  secrets(scanner: SecretScanner): SecretScanner {
    if (this.#task.journal.stableFingerprints) return scanner;
    return {
      scanText: async (text) => marked(await scanner.scanText(text)),
      scanValue: async (name, value) => marked(await scanner.scanValue(name, value)),
    };
  }

  #ask(key: string, ask: () => Promise<unknown>): { readonly part: Part; readonly answer: Promise<unknown> } {
    const part = new Part(this.#task.name);
    const answer = current.run(part, ask).then((value) => {
      if (part.lasts) this.#append({ is: 'shared', key, calls: [...part.calls.values()] });
      return value;
    });
    return { part, answer };
  }

  /** Answers at once where the visit does: the list asks for its next page only after the visits that need no call. */
  #visit(key: string | null, work: () => Visited | Promise<Visited>): Visited | Promise<Visited> {
    const place = key === null ? undefined : this.#task.past?.visits.get(key);
    if (key !== null && place !== undefined) return this.#again(key, place);
    const part = new Part(this.#task.name);
    const answer = current.run(part, work);
    if (answer instanceof Promise) return this.#settle(key, part, answer);
    this.#end(key, part);
    return answer;
  }

  async #settle(key: string | null, part: Part, answer: Promise<Visited>): Promise<Visited> {
    try {
      return await answer;
    } catch (error) {
      part.failed = true;
      throw error;
    } finally {
      this.#end(key, part);
    }
  }

  #end(key: string | null, part: Part): void {
    this.#join(this.#root, part);
    if (part.lasts) this.#write(key, part);
  }

  /** Takes over the visit of an earlier attempt; a second item of the same name was visited as well. */
  async #again(key: string, place: JournalPlace): Promise<undefined> {
    this.#task.past?.visits.delete(key);
    this.#take(await this.#read(place));
    if (this.#task.whole) this.#append({ is: 'again', key });
  }

  #write(key: string | null, { items, gaps, calls }: Part): void {
    if (key !== null && calls.size > 0) {
      this.#append({ is: 'visit', key, items, gaps, calls: [...calls.values()] });
      return;
    }
    // Its list tells all that it needs: going through that again costs nothing more.
    for (const item of items) this.#appendItem(item);
    this.#root.gaps.push(...gaps);
    for (const made of calls.values()) count(this.#root.calls, made);
  }

  #take(line: JournalLine): void {
    const { sink, journal } = this.#task;
    if (line.is === 'item') sink.emit(line.item);
    if (line.is !== 'visit') return;
    for (const gap of line.gaps) sink.gap(gap);
    for (const item of line.items) sink.emit(item);
    journal.replayed(line.calls);
  }

  /** What a part rests on. */
  #join(whole: Part, part: Part): void {
    whole.failed ||= part.failed;
    whole.fleeting ||= part.fleeting;
  }

  async #read(place: JournalPlace): Promise<JournalLine> {
    const { store } = this.#task.journal;
    if (store === undefined) throw new Error('a journal without a store has no past');
    return await store.read(place);
  }

  #appendItem(item: Resource): void {
    if (this.#task.whole) this.#append({ is: 'item', item });
  }

  #append(line: Unnamed<JournalLine>): void {
    this.#task.journal.store?.append({ task: this.#task.name, ...line });
  }
}

function marked<M extends readonly unknown[]>(matches: M): M {
  const part = current.getStore();
  if (part !== undefined && matches.length > 0) part.fleeting = true;
  return matches;
}

type AnyPagedCall = PagedCall<object, object, unknown>;

function isPaged(call: unknown): call is AnyPagedCall {
  return typeof call === 'object' && call !== null && 'each' in call;
}

type Unnamed<T> = T extends unknown ? Omit<T, 'task'> : never;

function taskName(section: string, region: string): string {
  return `${section} ${region}`;
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22);
}

/** By operation and Region. */
type CallCounts = Map<string, CallsMade[number]>;

function count(counts: CallCounts, [operation, region, calls, denied]: CallsMade[number]): void {
  const key = `${operation} ${region}`;
  const [, , callsBefore, deniedBefore] = counts.get(key) ?? [operation, region, 0, 0];
  counts.set(key, [operation, region, callsBefore + calls, deniedBefore + denied]);
}
