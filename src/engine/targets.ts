import { uniqueGaps } from '../core/collection.ts';
import type { Target } from '../core/edge.ts';
import type { Gap } from '../core/fact.ts';

/** A queue that many may fill and one drains; ends when it is closed and empty. */
export class TargetQueue implements AsyncIterable<Target> {
  readonly #waiting: Target[] = [];
  #closed = false;
  #wake: (() => void) | undefined;

  push(target: Target): void {
    this.#waiting.push(target);
    this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Target, void, undefined> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (this.#closed) return;
      else await this.#filled();
    }
  }

  async #filled(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await promise;
  }
}

/**
 * Hands every target of one kind, once, to the task of its Region as soon as it is found, and keeps the gaps that may hide
 * further ones. `open` starts a Region's task when its first target appears.
 */
export class TargetHub {
  readonly #seen = new Set<string>();
  readonly #queues = new Map<string, TargetQueue>();
  #gaps: readonly Gap[] = [];
  readonly #open: (region: string, queue: TargetQueue) => void;
  readonly #regionOf: (target: Target) => string;
  #closed = false;

  constructor(regionOf: (target: Target) => string, open: (region: string, queue: TargetQueue) => void) {
    this.#regionOf = regionOf;
    this.#open = open;
  }

  /** The queue of a Region; opens it when it is new. */
  queue(region: string): TargetQueue {
    const known = this.#queues.get(region);
    if (known !== undefined) return known;
    const queue = new TargetQueue();
    this.#queues.set(region, queue);
    if (this.#closed) queue.close();
    this.#open(region, queue);
    return queue;
  }

  add(target: Target): void {
    const key = targetKey(target);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.queue(this.#regionOf(target)).push(target);
  }

  hide(gap: Gap): void {
    this.#gaps = uniqueGaps([...this.#gaps, gap]);
  }

  /** No target can be found any more. */
  close(): void {
    this.#closed = true;
    for (const queue of this.#queues.values()) queue.close();
  }

  /** Why targets may be missing. */
  get gaps(): readonly Gap[] {
    return this.#gaps;
  }
}

/** Identity of a target: the same reference from many places is fetched once. */
function targetKey(target: Target): string {
  return `${target.kind} ${target.account} ${target.region} ${target.id}`;
}
