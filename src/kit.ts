/** The only module, beside inventory, lineage and iam, that a check imports. */
export { defineCheck } from './core/check.ts';
export type { Fix } from './core/check.ts';
export { ask, cli, own } from './core/command.ts';
export { known, missing } from './core/fact.ts';
export type { Fact, Gap, Origin } from './core/fact.ts';
export type { Collection } from './core/resource.ts';
export { ageOf, msPerDay } from './core/time.ts';
export { every, fail, notApplicable, pass, seen, unknown, whenKnown } from './core/verdict.ts';
export type { Evidence, Verdict } from './core/verdict.ts';
