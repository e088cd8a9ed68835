import type { Fact, Gap } from './fact.ts';
import type { Sequence } from './sequence.ts';

/** Anything that a verdict can be about. */
export interface Resource {
  readonly arn: string;
  /** Resource type of the catalogue, `AWS::Service::Kind`. */
  readonly type: string;
  /** What the AWS CLI takes as the resource's name or id. */
  readonly name: string;
  readonly account: string;
  /** The real Region, or `global`. */
  readonly region: string;
}

/** `aws`, `aws-cn`, `aws-us-gov`, ... and the account: what an ARN needs beside the Region. */
export interface Home {
  readonly partition: string;
  readonly account: string;
}

/**
 * One kind of collected resource. The token carries the type: whoever uses it gets `T` and nothing else.
 *
 * - `core`: a SageMaker object. Regions that hold one are ML Regions (catalogue 3.1).
 * - `wildcard`: the ARN that stands for "all of this kind here" when the list could not be read.
 */
export interface Section<T extends Resource> {
  readonly kind: 'section';
  readonly name: string;
  readonly scope: 'regional' | 'global';
  readonly core: boolean;
  readonly type: string;
  readonly wildcard: (home: Home, region: string) => string;
  /** Carries `T`; never present at run time. */
  readonly item?: T;
}

/** A collection computed from others, without any I/O. */
export interface Derived<T extends Resource, From extends Uses = Uses> {
  readonly kind: 'derived';
  readonly name: string;
  readonly type: string;
  readonly from: From;
  readonly wildcard: (home: Home, region: string) => string;
  readonly derive: (views: Views<From>, run: Run) => Derivation<T>;
  readonly item?: T;
}

/** What a derivation returns: its items, in any order and read once, and every gap that may hide further ones. */
export interface Derivation<T> {
  readonly items: Iterable<T>;
  readonly gaps: readonly Gap[];
}

// oxlint-disable-next-line typescript/no-explicit-any -- erased on purpose: a record of tokens of any item type
export type Source = Section<any> | Derived<any, any>;

/** The sections and derived collections that something reads, by the names it gives them. */
export type Uses = Readonly<Record<string, Source>>;

/** Reads nothing beside its subject. */
// oxlint-disable-next-line typescript/no-generated-empty-object-type -- no name is declared, so no view can be read
export type NoUses = Record<never, never>;

type ItemOf<S> = S extends { readonly item?: infer T extends Resource } ? T : never;

/** What `uses` becomes: one read-only collection for each declared source, and nothing more. */
export type Views<U extends Uses> = { readonly [K in keyof U]: Collection<ItemOf<U[K]>> };

/** A read-only view of everything we know of one kind. */
export interface Collection<T> {
  /** In the order of ARNs. */
  readonly all: Sequence<T>;
  /** What may hide further items; empty means that the collection is complete. */
  readonly gaps: readonly Gap[];
  /** A gap that may hide items of a Region; `global` asks for any. `undefined`: what is here is all there is. */
  readonly gapIn: (region: string) => Gap | undefined;
  /**
   * The item with this ARN. `undefined` is known only when nothing was hidden: a gap in the ARN's Region (or a global one)
   * makes "not there" unknown.
   */
  find(arn: string): Fact<T | undefined>;
}

/** Tunable rules of the catalogue (controls.md 1.5); part of the snapshot and the report. */
export interface Parameters {
  readonly lookBackDays: number;
  readonly keyRotationMaxDays: number;
  readonly secretRotationMaxDays: number;
  readonly minSampling: number;
  readonly wafMaxRatePer5Min: number;
  readonly publicGitRepositories: readonly string[];
}

export const defaultParameters: Parameters = {
  lookBackDays: 30,
  keyRotationMaxDays: 365,
  secretRotationMaxDays: 90,
  minSampling: 1,
  wafMaxRatePer5Min: 2000,
  publicGitRepositories: [],
};

/** The facts of a run that pure code may use; all of them stand in the snapshot's header. */
export interface Run extends Home {
  /** Start of the scan, ms since the epoch. Ages are measured against it, never against the wall clock. */
  readonly now: number;
  /** Regions that were scanned. */
  readonly regions: readonly string[];
  readonly parameters: Parameters;
}

export interface SectionOptions {
  readonly name: string;
  readonly type: string;
  readonly scope: 'regional' | 'global';
  readonly core?: boolean;
  /** ARN with the name left as `*`; `P`, `R` and `A` are filled in. Example: `arn:P:sagemaker:R:A:notebook-instance/*`. */
  readonly arn: string;
}

/** Declares a kind of collected resource. */
export function section<T extends Resource>(options: SectionOptions): Section<T> {
  const { name, type, scope, core = false, arn } = options;
  return { kind: 'section', name, type, scope, core, wildcard: (home, region) => fillArn(arn, home, region) };
}

export interface DerivedOptions<T extends Resource, From extends Uses> {
  readonly name: string;
  readonly type: string;
  readonly arn: string;
  readonly from: From;
  readonly derive: (views: Views<From>, run: Run) => Derivation<T>;
}

/** Declares a collection computed from others. `derive` returns its items and the gaps it inherits. */
export function derived<T extends Resource, const From extends Uses>(options: DerivedOptions<T, From>): Derived<T, From> {
  const { name, type, arn, from, derive } = options;
  return { kind: 'derived', name, type, from, derive, wildcard: (home, region) => fillArn(arn, home, region) };
}

/** `arn:P:service:R:A:rest` with partition, Region (empty for `global`) and account filled in. */
function fillArn(template: string, home: Home, region: string): string {
  const [arn, partition, service, place, account, ...rest] = template.split(':');
  const filled = [
    arn,
    partition === 'P' ? home.partition : partition,
    service,
    place === 'R' ? (region === 'global' ? '' : region) : place,
    account === 'A' ? home.account : account,
  ];
  return [...filled, ...rest].join(':');
}
