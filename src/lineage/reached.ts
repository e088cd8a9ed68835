import { inherit } from '../core/collection.ts';
import type { BucketUse, Edge, RoleUse, TargetKind } from '../core/edge.ts';
import type { Gap } from '../core/fact.ts';
import { derived, type Derived, type Resource, type Section, type Uses } from '../core/resource.ts';
import { edgeRules } from './edges.gen.ts';

/** Something that ML refers to, with every reference to it. `arn` and `name` are the target's id as the reference gives it. */
export interface Reached extends Resource {
  readonly edges: readonly Edge[];
}

/**
 * Everything of one kind that the graph reaches: the starting point of every check on buckets, roles, keys and the like. Its
 * gaps are those of the sections that could refer to it, and of single resources whose references could not be read.
 * @param use only references of this use, and the gaps that could hide one
 */
export function reached(kind: TargetKind, use?: BucketUse | RoleUse): Derived<Reached> {
  const rules = edgeRules.filter(({ to, uses }) => to.includes(kind) && (use === undefined || (uses?.includes(use) ?? true)));
  const wanted = (edge: Edge) => edge.to.kind === kind && (use === undefined || edge.use === use);
  const from: Uses = Object.fromEntries(rules.map((rule): [string, Section<Resource>] => [rule.from.name, rule.from]));
  return derived<Reached, Uses>({
    name: `lineage.reached.${kind}${use === undefined ? '' : `.${use}`}`,
    type: kind,
    arn: `arn:P:mlwarden:R:A:${kind}/*`,
    from,
    derive(views, run) {
      const edges = new Map<string, Edge[]>();
      const gaps: Gap[] = [];
      for (const rule of rules) {
        const view = views[rule.from.name];
        if (view === undefined) continue;
        gaps.push(...view.gaps);
        for (const item of view.all) {
          const set = rule.edges(item, run);
          if (!set.known) gaps.push(set.gap);
          else
            for (const edge of set.value.edges)
              if (wanted(edge)) edges.set(keyOf(edge), [...(edges.get(keyOf(edge)) ?? []), edge]);
        }
      }
      const items = [...edges.values()].flatMap(([first, ...others]) =>
        first === undefined ? [] : [reachedBy([first, ...others])],
      );
      return { items, gaps: inherit({ gaps }) };
    },
  });
}

function keyOf(edge: Edge): string {
  return `${edge.to.account} ${edge.to.region} ${edge.to.id}`;
}

function reachedBy(edges: readonly [Edge, ...Edge[]]): Reached {
  const { kind, id, account, region } = edges[0].to;
  return { arn: id, type: kind, name: id, account, region, edges };
}
