import { uniqueGaps } from '../core/collection.ts';
import type { BucketUse, Edge, RoleUse, TargetKind } from '../core/edge.ts';
import type { Gap } from '../core/fact.ts';
import { derived, type Derived, type Resource, type Section, type Uses } from '../core/resource.ts';
import { edgeRules } from './edges.gen.ts';

/** References of one use that are kept: enough to name who refers, however many jobs do. */
const mostOfUse = 20;

/** Something that ML refers to, with the references to it. `arn` and `name` are the target's id as the reference gives it. */
export interface Reached extends Resource {
  /** The first of each use. */
  readonly edges: readonly Edge[];
  /** Further ones. */
  readonly more: number;
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
      const found = new Map<string, References>();
      let gaps: readonly Gap[] = [];
      for (const rule of rules) {
        const view = views[rule.from.name];
        if (view === undefined) continue;
        gaps = uniqueGaps([...gaps, ...view.gaps]);
        for (const item of view.all) {
          const set = rule.edges(item, run);
          if (!set.known) gaps = uniqueGaps([...gaps, set.gap]);
          else for (const edge of set.value.edges) if (wanted(edge)) addTo(found, edge);
        }
      }
      return { items: [...found.values()].map(reachedBy), gaps };
    },
  });
}

function keyOf(edge: Edge): string {
  return `${edge.to.account} ${edge.to.region} ${edge.to.id}`;
}

/** References to one target. */
class References {
  readonly edges: [Edge, ...Edge[]];
  readonly #ofUse = new Map<Edge['use'], number>();
  more = 0;

  constructor(first: Edge) {
    this.edges = [first];
    this.#ofUse.set(first.use, 1);
  }

  add(edge: Edge): void {
    const count = this.#ofUse.get(edge.use) ?? 0;
    this.#ofUse.set(edge.use, count + 1);
    if (count < mostOfUse) this.edges.push(edge);
    else this.more += 1;
  }
}

function addTo(found: Map<string, References>, edge: Edge): void {
  const known = found.get(keyOf(edge));
  if (known === undefined) found.set(keyOf(edge), new References(edge));
  else known.add(edge);
}

function reachedBy({ edges, more }: References): Reached {
  const { kind, id, account, region } = edges[0].to;
  return { arn: id, type: kind, name: id, account, region, edges, more };
}
