import type { TargetKind, Target } from './edge.ts';
import type { Fact, Origin } from './fact.ts';
import type { AnyOperation, Operation, Operations, Paged } from './operation.ts';
import type { Home, NoUses, Parameters, Resource, Section, Uses, Views } from './resource.ts';
import type { SecretScanner } from './secret.ts';

/**
 * Where a call goes when not to the task's own Region: the bucket's Region, a trail's home.
 */
export interface Place {
  readonly region?: string;
}

/** A single call. It never throws for what AWS or the network do: the gap is in the fact. */
export type SingleCall<I, O, Absent extends boolean> = (
  input: I,
  place?: Place,
) => Promise<Fact<Absent extends true ? O | null : O>>;

/** Which items of a list are visited, and where the list is. */
export interface EachOptions<O, Item> extends Place {
  /**
   * Whether an item is visited; may answer `stop`. Asked of each item in the order of the list, also of those whose visit a
   * resumed scan need not repeat: what counts or compares items belongs here.
   */
  readonly wanted?: (item: Item, listed: Listed<O>) => boolean | Stop;
}

/** A visit's answer that ends a list early: what follows is not wanted, and that is no gap. */
export type Stop = 'stop';

/** A list over pages. */
export interface PagedCall<I, O, Item> {
  /**
   * Visits every item of every page, many at once. Pages are fetched while items are visited. When the list breaks, the items
   * visited so far stay, and the section ends with the gap in this Region.
   */
  readonly each: (input: I, visit: Visit<Item, O>, options?: EachOptions<O, Item>) => Promise<void>;
  /** The whole list as one fact: for lists that belong to one resource. */
  readonly all: (input: I, place?: Place) => Promise<Fact<readonly Item[]>>;
}

/** Sees one item; may answer `stop`. */
export type Visit<Item, O> = (item: Item, listed: Listed<O>) => void | Stop | Promise<void | Stop>;

/** The page that an item came from. */
export interface Listed<O> {
  readonly page: O;
  readonly origin: Origin;
  /** Wraps a value that was read from the list itself. */
  readonly fact: <T>(value: T) => Fact<T>;
}

/** What a collector may call: exactly what it declared. */
export type Calls<Ops extends Operations> = {
  readonly [K in keyof Ops]: Ops[K] extends Paged<infer I, infer O, infer Item>
    ? PagedCall<I, O, Item>
    : Ops[K] extends Operation<infer I, infer O, infer Absent>
      ? SingleCall<I, O, Absent>
      : never;
};

/** Where and under which rules one collection task runs. */
export interface Scope<Needs extends Uses> extends Home {
  /** The task's Region; `global` for tasks that run once an account. */
  readonly region: string;
  /** All Regions of the scan. */
  readonly regions: readonly string[];
  /** Start of the scan, ms since the epoch. */
  readonly now: number;
  readonly parameters: Parameters;
  /** Jobs to look at a Region and type; `null` for all. */
  readonly jobsMax: number | null;
  /** What the graph reaches, each once, as soon as it is found; ends when nothing more can be found. */
  readonly targets: AsyncIterable<Target>;
  /** Sections that this collector reads, complete for this Region (global ones for the account). Waits until they are. */
  readonly needs: <K extends keyof Needs>(name: K) => Promise<Views<Needs>[K]>;
  readonly secrets: SecretScanner;
  /** Ends the section in this Region as cut short, with what was seen and what was not. */
  readonly truncated: (operation: Pick<AnyOperation, 'service' | 'name' | 'action'>, detail: string) => void;
  /** Visits targets as they come, many at once. */
  readonly eachTarget: (visit: (target: Target) => Promise<void>) => Promise<void>;
  /** Asks once what several visits need: whoever names the same key gets the same answer. */
  readonly shared: <T>(key: string, ask: () => Promise<T>) => Promise<T>;
}

/**
 * When a collector runs. `every-region`: cheap lists that tell whether a Region holds ML. `ml-regions`: only where a core
 * section has an item, or could not be read. `once`: global services. `targets`: in each Region where the graph reaches a target.
 */
export type Runs = 'every-region' | 'ml-regions' | 'once' | 'target-regions';

export interface Collector<T extends Resource = Resource, Ops extends Operations = Operations, Needs extends Uses = Uses> {
  readonly section: Section<T>;
  readonly runs: Runs;
  /** The kind of target that this collector fetches; its tasks end after the last one was found. */
  readonly follows?: TargetKind;
  readonly operations: Ops;
  readonly needs?: Needs;
  readonly collect: (aws: Calls<Ops>, scope: Scope<Needs>, emit: (item: T) => void) => Promise<void>;
}

/** A collector of any types, as the registry and the engine see it. */
// oxlint-disable-next-line typescript/no-explicit-any -- erased on purpose: the registry holds collectors of all types
export type AnyCollector = Collector<any, any, any>;

/** Types a collector: `aws` gets exactly the declared operations, `emit` takes exactly the section's items. */
export function defineCollector<T extends Resource, const Ops extends Operations, const Needs extends Uses = NoUses>(
  collector: Omit<Collector<T, Ops, Needs>, 'collect'> & {
    readonly collect: (aws: Calls<Ops>, scope: Scope<Needs>, emit: (item: NoInfer<T>) => void) => Promise<void>;
  },
): Collector<T, Ops, Needs> {
  return collector;
}
