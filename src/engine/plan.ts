import type { AnyCheck } from '../core/check.ts';
import type { AnyCollector } from '../core/collector.ts';
import type { AnyEdgeRule, TargetKind } from '../core/edge.ts';
import { operationId, type AnyOperation } from '../core/operation.ts';
import type { Source } from '../core/resource.ts';

/** Everything that is registered by being there. */
export interface Registry {
  readonly checks: readonly AnyCheck[];
  readonly collectors: readonly AnyCollector[];
  readonly edgeRules: readonly AnyEdgeRule[];
}

/** What a set of checks needs, to a fixed point: no more calls than these are made. */
export interface Plan {
  readonly checks: readonly AnyCheck[];
  readonly collectors: readonly AnyCollector[];
  readonly edgeRules: readonly AnyEdgeRule[];
}

/**
 * The collectors that these checks need: those of the sections they read, through derived collections; those that another
 * collector reads; those whose references lead to what a collector follows; and, where one runs in ML Regions only, all core
 * sections, since they tell which Regions these are.
 */
export function planFor(checks: readonly AnyCheck[], registry: Registry): Plan {
  const bySection = new Map(registry.collectors.map((collector) => [collector.section.name, collector]));
  const planned = new Map<string, AnyCollector>();

  function need(source: Source): void {
    if (source.kind === 'derived') {
      for (const from of Object.values<Source>(source.from)) need(from);
      return;
    }
    if (planned.has(source.name)) return;
    const collector = bySection.get(source.name);
    if (collector === undefined) throw new Error(`no collector fills the section ${source.name}`);
    planned.set(source.name, collector);
    for (const from of Object.values<Source>(collector.needs ?? {})) need(from);
    if (collector.follows !== undefined) for (const rule of rulesTo(collector.follows, registry.edgeRules)) need(rule.from);
    if (collector.runs === 'ml-regions') for (const core of registry.collectors) if (core.section.core) need(core.section);
  }

  for (const check of checks) {
    need(check.subject);
    for (const source of Object.values<Source>(check.uses)) need(source);
  }
  return {
    checks,
    collectors: registry.collectors.filter((collector) => planned.has(collector.section.name)),
    edgeRules: registry.edgeRules.filter((rule) => planned.has(rule.from.name)),
  };
}

/** The rules whose edges can lead to a kind. */
export function rulesTo(kind: TargetKind, rules: readonly AnyEdgeRule[]): readonly AnyEdgeRule[] {
  return rules.filter((rule) => rule.to.includes(kind));
}

/** Every operation that the planned collectors may call, each once, in order. */
export function operationsOf(plan: Pick<Plan, 'collectors'>): readonly AnyOperation[] {
  const all = plan.collectors.flatMap((collector) => Object.values<AnyOperation>(collector.operations));
  const byId = new Map(all.map((operation) => [operationId(operation), operation]));
  return [...byId.values()].toSorted((a, b) => (operationId(a) < operationId(b) ? -1 : 1));
}

/** The sections that a check's verdicts rest on, directly or through derived collections, edges and collectors' own needs. */
export function sectionsOf(check: AnyCheck, registry: Registry): readonly string[] {
  return planFor([check], registry).collectors.map((collector) => collector.section.name);
}
