import type { Fact } from './fact.ts';
import type { Home, Resource, Section } from './resource.ts';

/** What an edge can lead to, and so what a collector can be told to fetch. */
export const targetKinds = [
  'bucket',
  'endpoint-config',
  'function',
  'job-definition',
  'key',
  'model',
  'role',
  'code-repository',
  'secret',
  'subnet',
  'vpc',
  'web-acl',
] as const;

export type TargetKind = (typeof targetKinds)[number];

/** One thing that a resource refers to. */
export interface Target {
  readonly kind: TargetKind;
  /** ARN where the reference gives one, else what the describing call takes as the name. */
  readonly id: string;
  /** Region in which the reference holds; `global` for roles and buckets. */
  readonly region: string;
  readonly account: string;
}

/** What a bucket is used for (decisions.md 4). */
export const bucketUses = [
  'data',
  'model',
  'code',
  'checkpoint',
  'features',
  'labels',
  'baseline',
  'results',
  'capture',
  'logs',
] as const;
export type BucketUse = (typeof bucketUses)[number];

/** What a role is used for: `execution` of ML, `integration` of an API, `function` of a Lambda, `logging` of API Gateway. */
export type RoleUse = 'execution' | 'integration' | 'function' | 'logging';

/** A reference from one resource to another, as a field of an API's answer states it. */
export interface Edge {
  /** ARN of the resource that refers. */
  readonly from: string;
  /** Path of the field, such as `DescribeNotebookInstanceOutput.RoleArn`. */
  readonly field: string;
  readonly to: Target;
  /** `inferred`: guessed from a heuristic; a FAIL on it must say so. */
  readonly certainty: 'declared' | 'inferred';
  /** For buckets and roles; `null` for all else. */
  readonly use: BucketUse | RoleUse | null;
  /** S3 prefix without the bucket, for joins at prefix level; `null` for all else. */
  readonly prefix: string | null;
}

/** A reference that could not be parsed: kept and shown, never dropped. */
export interface UnresolvedEdge {
  readonly from: string;
  readonly field: string;
  readonly raw: string;
  readonly why: string;
}

/** All references of one item. A fact that is missing hides its edges: its gap makes every kind it could lead to incomplete. */
export interface EdgeSet {
  readonly edges: readonly Edge[];
  readonly unresolved: readonly UnresolvedEdge[];
}

/** Declares which references the items of a section hold. `to` lists every kind that `edges` can produce. */
export interface EdgeRule<T extends Resource = Resource> {
  readonly from: Section<T>;
  readonly to: readonly TargetKind[];
  /** Every use that its edges to buckets and roles can have, where it is not any: narrows what a missing section can hide. */
  readonly uses?: readonly (BucketUse | RoleUse)[];
  readonly edges: (item: T, home: Home) => Fact<EdgeSet>;
}

/** A rule of any item type, as the registry and the engine see it. */
// oxlint-disable-next-line typescript/no-explicit-any -- erased on purpose: the registry holds rules of all item types
export type AnyEdgeRule = EdgeRule<any>;
