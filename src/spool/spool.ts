import { tmpdir } from 'node:os';
import { compareText, mergeSorted, type Sequence } from '../core/sequence.ts';
import { StoreError, type Repeated, type Sorter, type Store } from '../core/store.ts';
import { Draft } from './draft.ts';
import { ScratchFile } from './scratch-file.ts';
import { SortedRun } from './sorted-run.ts';

export interface SpoolOptions {
  /** Where files go; that of the system by default (`TMPDIR`). */
  readonly folder?: string;
  /** Characters of JSON that may stay in memory, all lists together. */
  readonly most?: number;
  /** Hears, once, that nothing more can be kept. */
  readonly onFailure?: (error: StoreError) => void;
}

/** As objects they take several times as much. */
const usualMost = 2_500_000;
/** What an item takes beside its text, in characters. */
const itemOverhead = 200;
/** Parts of `most` that one list may hold when the others have used it up: fewer would make many small runs. */
const parts = 8;
/** Runs that are merged at once. */
const fanIn = 64;
/** One in so many items is weighed. */
const weighEvery = 16;

/**
 * Keeps lists of any length: in memory while they are short, beyond that sorted on disk, where no other process sees them and
 * nothing is left of them.
 */
export class Spool implements Store {
  readonly folder: string;
  readonly #most: number;
  readonly #onFailure: ((error: StoreError) => void) | undefined;
  readonly #opened: { close(): void }[] = [];
  #held = 0;
  #failure: StoreError | undefined;

  constructor({ folder = tmpdir(), most = usualMost, onFailure }: SpoolOptions = {}) {
    this.folder = folder;
    this.#most = most;
    this.#onFailure = onFailure;
  }

  sorter = <T>(repeated: Repeated): Sorter<T> => new SpoolSorter<T>(this, repeated);

  /** A file in the making. */
  draft(): Draft {
    return new Draft(() => this.#file());
  }

  /** Throws again what went wrong before. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Gives back the space. What was kept cannot be read any more. */
  close(): void {
    for (const file of this.#opened.splice(0)) file.close();
  }

  /** Counts characters that a list of ours holds, and tells whether it must let them go. */
  hold(characters: number, own: number): boolean {
    this.#held += characters;
    return this.#held > this.#most && own * parts >= this.#most;
  }

  release(characters: number): void {
    this.#held -= characters;
  }

  run(repeated: Repeated): SortedRun {
    return new SortedRun(this.#file(), repeated);
  }

  /** Work on files, none of which is begun after one failed. */
  guard<T>(work: () => T): T {
    this.check();
    try {
      return work();
    } catch (error) {
      if (error instanceof StoreError && this.#failure === undefined) {
        this.#failure = error;
        this.#onFailure?.(error);
      }
      throw error;
    }
  }

  #file(): ScratchFile {
    const file = new ScratchFile(this.folder);
    this.#opened.push(file);
    return file;
  }
}

class SpoolSorter<T> implements Sorter<T> {
  readonly #spool: Spool;
  readonly #repeated: Repeated;
  readonly #keys = new Set<string>();
  #items: { readonly key: string; readonly item: T }[] = [];
  #runs: SortedRun[] = [];
  #held = 0;
  #weighed = 0;
  #added = 0;
  #sorted: Sequence<T> | undefined;

  constructor(spool: Spool, repeated: Repeated) {
    this.#spool = spool;
    this.#repeated = repeated;
  }

  add = (key: string, item: T): boolean => {
    if (this.#repeated === 'dropped') {
      if (this.#keys.has(key)) return false;
      this.#keys.add(key);
    }
    this.#items.push({ key, item });
    if (this.#added % weighEvery === 0) this.#weighed = JSON.stringify(item).length + itemOverhead;
    this.#added += 1;
    this.#held += this.#weighed;
    if (this.#spool.hold(this.#weighed, this.#held)) this.#spool.guard(() => this.#spill());
    return true;
  };

  finish = (): Sequence<T> => {
    this.#sorted ??= this.#runs.length === 0 ? this.#sortedItems().map(({ item }) => item) : this.#onDisk();
    this.#items = [];
    this.#keys.clear();
    return this.#sorted;
  };

  #sortedItems(): readonly { readonly key: string; readonly item: T }[] {
    return this.#items.toSorted((a, b) => compareText(a.key, b.key));
  }

  /** Moves what is held to the disk. */
  #spill(): void {
    const sorted = this.#sortedItems();
    const [first] = sorted;
    if (first === undefined) return;
    let run = this.#runs.at(-1);
    if (run?.takes(first.key) !== true) {
      run = this.#spool.run(this.#repeated);
      this.#runs.push(run);
    }
    run.append(sorted.values().map(({ key, item }) => ({ key, text: JSON.stringify(item) })));
    this.#items = [];
    this.#keys.clear();
    this.#spool.release(this.#held);
    this.#held = 0;
    if (this.#runs.length >= fanIn) this.#merge();
  }

  #merge(): SortedRun {
    const [only, ...others] = this.#runs;
    if (only !== undefined && others.length === 0) return only;
    const merged = this.#spool.run(this.#repeated);
    merged.append(
      mergeSorted(
        this.#runs.map((run) => run.entries()),
        ({ key }) => key,
      ),
    );
    for (const run of this.#runs) run.close();
    this.#runs = [merged];
    return merged;
  }

  #onDisk(): Sequence<T> {
    return this.#spool.guard(() => {
      this.#spill();
      return new Spooled<T>(this.#spool, this.#merge());
    });
  }
}

/** A list on disk. Each reading makes its items anew. */
class Spooled<T> implements Sequence<T> {
  readonly length: number;
  readonly #spool: Spool;
  readonly #run: SortedRun;

  constructor(spool: Spool, run: SortedRun) {
    this.length = run.length;
    this.#spool = spool;
    this.#run = run;
  }

  *values(): Generator<T, undefined> {
    this.#spool.check();
    for (const { text } of this.#run.entries()) yield itemOf<T>(text);
    return undefined;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.values();
  }

  lookUp = (key: string): T | undefined => {
    const text = this.#run.lookUp(key);
    return text === undefined ? undefined : itemOf<T>(text);
  };
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the list knows what was put in
function itemOf<T>(text: string): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own JSON
  return JSON.parse(text) as T;
}
