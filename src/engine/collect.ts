import { collection, uniqueGaps } from '../core/collection.ts';
import type { AnyCollector, Calls, Scope } from '../core/collector.ts';
import type { AnyEdgeRule, Target, TargetKind } from '../core/edge.ts';
import type { Gap } from '../core/fact.ts';
import { Interrupted } from '../core/gap-error.ts';
import { operationId, type AnyOperation, type Operations } from '../core/operation.ts';
import type { Collection, Parameters, Resource, Source } from '../core/resource.ts';
import type { SecretScanner } from '../core/secret.ts';
import { inOrder } from '../core/sequence.ts';
import { memory, StoreError, type Sorter, type Store } from '../core/store.ts';
import type { Slice } from '../inventory/snapshot.ts';
import { Journal, type TaskJournal } from './journal.ts';
import { rulesTo, type Plan } from './plan.ts';
import { TargetHub, type TargetQueue } from './targets.ts';

export interface CollectOptions {
  readonly partition: string;
  readonly account: string;
  readonly regions: readonly string[];
  /** Start of the scan, ms since the epoch. */
  readonly now: number;
  readonly parameters: Parameters;
  readonly jobsMax: number | null;
  readonly secrets: SecretScanner;
  readonly signal: AbortSignal;
  /** Where items are kept; in memory by default. */
  readonly store?: Store;
  /** What earlier attempts of the run left, and what this one leaves; without, nothing is kept. */
  readonly journal?: Journal | undefined;
  /** The declared calls of one collector, bound to a Region. */
  readonly callsFor: (operations: Operations, region: string) => Calls<Operations>;
  /** A bug in a collector: goes to the log, with its stack. */
  readonly onCrash: (where: { section: string; region: string }, error: unknown) => void;
  readonly onItem?: (section: string, item: Resource) => void;
  /** A section is whole, in all its Regions. */
  readonly onSection?: (done: { section: string; items: number; gaps: number }) => void;
}

/** The Region name of tasks that run once an account. */
const once = 'global';

/**
 * Runs every planned collector where it has work, all at once: limits are per call, so nothing waits for a phase. A collector
 * that follows targets gets each as soon as it is found, and ends when no collector can find a further one. Never rejects for
 * what one task does: a task ends with its items and its gaps.
 */
export async function collect(plan: Plan, options: CollectOptions): Promise<readonly Slice[]> {
  return await new CollectionRun(plan, options).run();
}

interface TaskState {
  readonly items: Sorter<Resource>;
  readonly gaps: Gap[];
}

class CollectionRun {
  readonly #plan: Plan;
  readonly #options: CollectOptions;
  readonly #journal: Journal;
  readonly #slices = new Map<string, Map<string, TaskState>>();
  readonly #hubs = new Map<TargetKind, TargetHub>();
  readonly #rules = new Map<string, AnyEdgeRule[]>();
  readonly #started = new Map<string, Promise<void>>();
  readonly #sections = new Map<string, Promise<void>>();
  readonly #regionHasMl = new Map<string, { found: () => void; answer: Promise<boolean> }>();

  constructor(plan: Plan, options: CollectOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#journal = options.journal ?? new Journal();
    for (const rule of plan.edgeRules) this.#rules.set(rule.from.name, [...(this.#rules.get(rule.from.name) ?? []), rule]);
  }

  async run(): Promise<readonly Slice[]> {
    const { collectors } = this.#plan;
    for (const collector of collectors) this.#slices.set(collector.section.name, new Map());
    for (const collector of collectors) if (collector.follows !== undefined) this.#openHub(collector, collector.follows);
    // Promises of all sections exist before any task starts, so that tasks may wait for one another in any order.
    const starts = Promise.withResolvers<void>();
    for (const collector of collectors)
      this.#sections.set(
        collector.section.name,
        starts.promise.then(() => this.#section(collector)),
      );
    for (const region of this.#options.regions) this.#watchRegion(region, starts.promise);
    starts.resolve();
    await Promise.all(this.#sections.values());
    return this.#result();
  }

  #openHub(collector: AnyCollector, kind: TargetKind): void {
    const regionOf = (target: Target) => (collector.runs === 'once' ? once : target.region);
    this.#hubs.set(kind, new TargetHub(regionOf, (region, queue) => void this.#task(collector, region, queue)));
  }

  /** Whether a Region holds ML: as soon as one core item is found; no, when all core lists there ended without one and without a gap. */
  #watchRegion(region: string, starts: Promise<void>): void {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const core = this.#plan.collectors.filter((collector) => collector.section.core);
    void starts
      .then(() => Promise.all(core.map((collector) => this.#task(collector, region))))
      .then(() =>
        resolve(core.some((collector) => (this.#slices.get(collector.section.name)?.get(region)?.gaps.length ?? 0) > 0)),
      );
    this.#regionHasMl.set(region, { found: () => resolve(true), answer: promise });
  }

  /** All tasks of one collector, the ones that targets start later included. */
  async #section(collector: AnyCollector): Promise<void> {
    const hub = collector.follows === undefined ? undefined : this.#hubs.get(collector.follows);
    const fixed = this.#regionsOf(collector).map(async (region) => {
      if (collector.runs === 'ml-regions' && !(await this.#regionHasMl.get(region)?.answer)) return;
      await this.#task(collector, region);
    });
    if (hub !== undefined && collector.follows !== undefined) {
      const producers = rulesTo(collector.follows, this.#plan.edgeRules).flatMap(
        (rule) => this.#sections.get(rule.from.name) ?? [],
      );
      await Promise.all(producers);
      await Promise.all(collector.runs === 'ml-regions' ? [...this.#regionHasMl.values()].map((region) => region.answer) : []);
      hub.close();
    }
    await Promise.all(fixed);
    await Promise.all([...this.#started].filter(([key]) => key.startsWith(`${collector.section.name} `)).map(([, task]) => task));
    if (hub !== undefined) for (const gap of hub.gaps) this.#gap(collector, gap.region, gap);
    this.#reportSection(collector.section.name);
  }

  #reportSection(section: string): void {
    let [items, gaps] = [0, 0];
    for (const state of this.#slices.get(section)?.values() ?? []) {
      items += state.items.finish().length;
      gaps += state.gaps.length;
    }
    this.#options.onSection?.({ section, items, gaps });
  }

  #regionsOf(collector: AnyCollector): readonly string[] {
    switch (collector.runs) {
      case 'every-region':
      case 'ml-regions':
        return this.#options.regions;
      case 'once':
        return [once];
      case 'target-regions':
        return [];
    }
  }

  /** Starts the task of a collector in a Region, once. */
  #task(collector: AnyCollector, region: string, queue?: TargetQueue): Promise<void> {
    const key = `${collector.section.name} ${region}`;
    const running = this.#started.get(key);
    if (running !== undefined) return running;
    const started = Promise.resolve().then(() => this.#runTask(collector, region, queue));
    this.#started.set(key, started);
    return started;
  }

  async #runTask(collector: AnyCollector, region: string, queue: TargetQueue | undefined): Promise<void> {
    const state = this.#state(collector, region);
    const targets =
      queue ?? (collector.follows === undefined ? none : (this.#hubs.get(collector.follows)?.queue(region) ?? none));
    const journal = this.#journal.task(
      { section: collector.section.name, region, follows: collector.follows !== undefined },
      { emit: (item) => this.#emit(collector, region, item), gap: (gap) => this.#gap(collector, region, gap) },
    );
    try {
      if (await journal.replay()) return;
      const aws = journal.calls(this.#options.callsFor(collector.operations, region), collector.operations);
      const scope = this.#scope(collector, region, { targets, journal });
      await journal.run(async () => await collector.collect(aws, scope, journal.emit));
    } catch (error) {
      if (error instanceof Interrupted) {
        this.#gap(collector, region, error.gap);
      } else {
        // Whoever gave us the store hears of it, and ends the scan.
        if (!(error instanceof StoreError)) this.#options.onCrash({ section: collector.section.name, region }, error);
        this.#gap(collector, region, this.#failed(collector, region, error));
      }
      // Whoever still sends targets must not wait for a task that is gone.
      await drain(targets);
    }
    state.gaps.splice(0, state.gaps.length, ...uniqueGaps(state.gaps));
  }

  #scope(
    collector: AnyCollector,
    region: string,
    { targets, journal }: { readonly targets: AsyncIterable<Target>; readonly journal: TaskJournal },
  ): Scope<Record<string, Source>> {
    const { partition, account, regions, now, parameters, jobsMax, secrets } = this.#options;
    const needs: Record<string, Source> = collector.needs ?? {};
    return {
      partition,
      account,
      region,
      regions,
      now,
      parameters,
      jobsMax,
      secrets: journal.secrets(secrets),
      targets,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the collection of one of `needs`: erased by the registry
      needs: async (name) => (await this.#view(needs[name], region)) as Collection<never>,
      truncated: (operation, detail) => journal.gap(this.#truncated(operation, region, detail)),
      shared: async (key, ask) => await journal.shared(key, ask),
      eachTarget: async (visit) => {
        const visits: Promise<void>[] = [];
        for await (const target of targets) visits.push(journal.target(target, async () => await visit(target)));
        const settled = await Promise.allSettled(visits);
        for (const result of settled) if (result.status === 'rejected') throw result.reason;
      },
    };
  }

  /** A section for one Region, when its tasks there are done; the whole account's for a global task. */
  async #view(source: Source | undefined, region: string): Promise<Collection<Resource>> {
    if (source === undefined || source.kind === 'derived') throw new Error('a collector can need sections only');
    const collector = this.#plan.collectors.find((one) => one.section.name === source.name);
    const everywhere =
      region === once || source.scope === 'global' || collector === undefined || collector.runs !== 'every-region';
    if (everywhere) await this.#sections.get(source.name);
    else await this.#task(collector, region);
    const slices = [...(this.#slices.get(source.name) ?? [])].filter(([name]) => everywhere || name === region);
    this.#journal.readFrom(
      source.name,
      slices.map(([name]) => name),
    );
    const items = inOrder(
      slices.map(([, state]) => state.items.finish()),
      ({ arn }) => arn,
    );
    const origin = { operation: `mlwarden:${source.name}`, region, at: new Date(this.#options.now).toISOString() };
    return collection(items, uniqueGaps(slices.flatMap(([, state]) => state.gaps)), origin);
  }

  #emit(collector: AnyCollector, region: string, item: Resource): void {
    const state = this.#state(collector, region);
    if (!state.items.add(item.arn, item)) return;
    this.#options.onItem?.(collector.section.name, item);
    if (collector.section.core) this.#regionHasMl.get(region)?.found();
    for (const rule of this.#rules.get(collector.section.name) ?? []) {
      const set = rule.edges(item, this.#options);
      if (set.known) for (const edge of set.value.edges) this.#hubs.get(edge.to.kind)?.add(edge.to);
      else for (const kind of rule.to) this.#hubs.get(kind)?.hide(set.gap);
    }
  }

  #gap(collector: AnyCollector, region: string, gap: Gap): void {
    this.#state(collector, region).gaps.push(gap);
    const kinds = (this.#rules.get(collector.section.name) ?? []).flatMap((rule) => rule.to);
    for (const kind of kinds) this.#hubs.get(kind)?.hide(gap);
  }

  #state(collector: AnyCollector, region: string): TaskState {
    const states = this.#slices.get(collector.section.name) ?? new Map<string, TaskState>();
    this.#slices.set(collector.section.name, states);
    const state = states.get(region) ?? { items: (this.#options.store ?? memory).sorter('dropped'), gaps: [] };
    states.set(region, state);
    return state;
  }

  #truncated(operation: Pick<AnyOperation, 'service' | 'name' | 'action'>, region: string, detail: string): Gap {
    const { account } = this.#options;
    return {
      reason: 'truncated',
      operation: operationId(operation),
      action: operation.action,
      account,
      region,
      error: 'Truncated',
      detail,
    };
  }

  #failed(collector: AnyCollector, region: string, error: unknown): Gap {
    const where = `mlwarden:${collector.section.name}`;
    return {
      reason: 'failed',
      operation: where,
      action: where,
      account: this.#options.account,
      region,
      error: error instanceof Error ? error.name : 'Error',
      detail: `mlwarden failed while it collected ${collector.section.name}: please report it`,
    };
  }

  #result(): readonly Slice[] {
    return [...this.#slices].flatMap(([section, states]) =>
      [...states].map(([region, state]) => ({ section, region, items: state.items.finish(), gaps: uniqueGaps(state.gaps) })),
    );
  }
}

const none: AsyncIterable<Target> = {
  // oxlint-disable-next-line eslint/require-yield -- a source of nothing
  async *[Symbol.asyncIterator]() {},
};

async function drain(targets: AsyncIterable<Target>): Promise<void> {
  for await (const target of targets) void target;
}
