/** The only module, beside inventory, lineage and iam, that a check imports. */
export { defineCheck } from './core/check.ts';
export type { Fix } from './core/check.ts';
export { ask, cli, own } from './core/command.ts';
export { allFacts, known, mapFact, missing } from './core/fact.ts';
export type { Fact, Gap, Origin } from './core/fact.ts';
export type { Collection, Resource } from './core/resource.ts';
export { every, fail, notApplicable, pass, seen, unknown, whenKnown } from './core/verdict.ts';
export type { Evidence, Verdict } from './core/verdict.ts';
