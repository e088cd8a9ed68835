import type { Gap } from '../core/fact.ts';
import type { Resource } from '../core/resource.ts';

/** Calls by operation and Region, and how many of them were denied. */
export type CallsMade = readonly (readonly [operation: string, region: string, calls: number, denied: number])[];

/** One line of a journal. `task` is a section and a Region. */
export type JournalLine = { readonly task: string } & (
  | { readonly is: 'start' }
  /** Emitted by no visit that called anything. */
  | { readonly is: 'item'; readonly item: Resource }
  | {
      readonly is: 'visit';
      readonly key: string;
      readonly items: readonly Resource[];
      readonly gaps: readonly Gap[];
      readonly calls: CallsMade;
    }
  /** A visit of an earlier attempt that this one took over. */
  | { readonly is: 'again'; readonly key: string }
  | { readonly is: 'shared'; readonly key: string; readonly calls: CallsMade }
  | { readonly is: 'done'; readonly gaps: readonly Gap[]; readonly calls: CallsMade }
);

/** Where a line lies in its file. */
export interface JournalPlace {
  readonly offset: number;
  readonly bytes: number;
}

/** What earlier attempts left of one task. */
export interface TaskPast {
  readonly visits: Map<string, JournalPlace>;
  readonly shared: Map<string, CallsMade>;
  /** Lines of the last attempt that together are the task, if it is done. */
  lines: JournalPlace[];
  done: { readonly gaps: readonly Gap[]; readonly calls: CallsMade } | undefined;
}

/** What earlier attempts of a run left, task by task: keys and places only, whatever the size of the journal. */
export class Past {
  readonly #tasks = new Map<string, TaskPast>();

  of(task: string): TaskPast | undefined {
    return this.#tasks.get(task);
  }

  add(line: JournalLine, place: JournalPlace): void {
    const task = this.#tasks.get(line.task) ?? nothingOf();
    this.#tasks.set(line.task, task);
    switch (line.is) {
      case 'start':
        task.lines = [];
        task.done = undefined;
        break;
      case 'item':
        task.lines.push(place);
        break;
      case 'visit':
        task.visits.set(line.key, place);
        task.lines.push(place);
        break;
      case 'again': {
        const visit = task.visits.get(line.key);
        if (visit !== undefined) task.lines.push(visit);
        break;
      }
      case 'shared':
        task.shared.set(line.key, line.calls);
        break;
      case 'done':
        task.done = { gaps: line.gaps, calls: line.calls };
        break;
    }
  }
}

function nothingOf(): TaskPast {
  return { visits: new Map(), shared: new Map(), lines: [], done: undefined };
}
