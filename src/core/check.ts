import type { ControlSlug } from '../controls.ts';
import type { NoUses, Resource, Run, Source, Uses, Views } from './resource.ts';
import type { Verdict } from './verdict.ts';

export const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'] as const;
export type Severity = (typeof severities)[number];

/** Stage of an ML workflow; `account` for what holds for all of them. */
export type Stage = 'data' | 'develop' | 'train' | 'registry' | 'deploy' | 'serve' | 'account';

/** What to do about a FAIL: in words, and where possible as a command that can be run as it is. */
export interface Fix {
  readonly text: string;
  readonly command?: string;
}

type Subject<T extends Resource> = Source & { readonly item?: T };

/** One rule of the catalogue: the subject's kind in, one verdict a resource out. Pure. */
export interface Check<T extends Resource = Resource, U extends Uses = Uses> {
  /** Catalogue id and file name. */
  readonly id: string;
  readonly control: ControlSlug;
  readonly severity: Severity;
  /** 1 first release, 2 next, 3 later or opt-in. */
  readonly tier: 1 | 2 | 3;
  /** `post`: follows from a sentence of the post. `extension`: what is expected beyond it today. */
  readonly origin: 'post' | 'extension';
  readonly stage: Stage;
  /** The good case, in the present tense. */
  readonly title: string;
  /** The harm, in one sentence. */
  readonly why: string;
  /** The advice of the post that this check answers, in our words. */
  readonly advice: string;
  readonly threat: { readonly text: string; readonly atlas: readonly string[] };
  /** Controls of other frameworks, such as `Security Hub SageMaker.1` or `NIST SC-7`. */
  readonly mapping: readonly string[];
  /** Resource types of the catalogue that can be judged. */
  readonly resourceTypes: readonly [string, ...string[]];
  /** The action, filled with the resource's own values. */
  readonly fix: (resource: T) => Fix;
  readonly subject: Subject<T>;
  readonly uses: U;
  readonly evaluate: (resource: T, views: Views<U>, run: Run) => Verdict;
}

// oxlint-disable-next-line typescript/no-explicit-any -- erased on purpose: the registry holds checks of all types
export type AnyCheck = Check<any, any>;

type ItemOf<S> = S extends { readonly item?: infer T extends Resource } ? T : never;

type CheckInput<S extends Source, U extends Uses> = Omit<Check, 'fix' | 'subject' | 'uses' | 'evaluate'> & {
  readonly subject: S;
  readonly uses?: U;
  readonly fix: (resource: NoInfer<ItemOf<S>>) => Fix;
  readonly evaluate: (resource: NoInfer<ItemOf<S>>, views: NoInfer<Views<U>>, run: Run) => Verdict;
};

/** Types a check: `evaluate` gets one item of the subject and exactly the declared views. */
export function defineCheck<S extends Source, const U extends Uses = NoUses>(check: CheckInput<S, U>): Check<ItemOf<S>, U> {
  const { uses, ...rest } = check;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `uses` may be left out only when U is empty
  return { ...rest, uses: uses ?? ({} as U) };
}
