import type { AnyCheck } from '../core/check.ts';
import type { Gap } from '../core/fact.ts';
import type { Home, Resource } from '../core/resource.ts';
import { StoreError } from '../core/store.ts';
import { describeGap, notApplicable, unknown, type Verdict } from '../core/verdict.ts';
import type { Snapshot } from '../inventory/snapshot.ts';
import { crashed, type Inventory } from './inventory.ts';

/** One verdict of one check on one resource. */
export interface Result {
  readonly check: AnyCheck;
  readonly resource: Resource;
  readonly verdict: Verdict;
}

/**
 * Judges every resource of every check's subject. Beside the verdicts of the checks there is one UNKNOWN for each Region whose
 * list has a gap, and one NOT_APPLICABLE when there is nothing to judge and nothing was hidden. Results are made as they are
 * asked for, and none is kept.
 */
export function* evaluate(inventory: Inventory, checks: readonly AnyCheck[]): Generator<Result, void, undefined> {
  for (const check of checks) yield* evaluateCheck(check, inventory);
}

function* evaluateCheck(check: AnyCheck, inventory: Inventory): Generator<Result, void, undefined> {
  const { run } = inventory;
  const subjects = inventory.collectionOf(check.subject);
  const views = inventory.viewsOf(check.uses);
  for (const resource of subjects.all) yield { check, resource, verdict: judge(check, resource, views, inventory) };
  for (const [region, gaps] of byRegion(subjects.gaps)) {
    yield { check, resource: everyResource(check, run, region), verdict: hidden(gaps) };
  }
  if (subjects.all.length === 0 && subjects.gaps.length === 0)
    yield { check, resource: everyResource(check, run, '*'), verdict: notApplicable('no-resource', nothingToJudge(check)) };
}

function judge(check: AnyCheck, resource: Resource, views: ReturnType<Inventory['viewsOf']>, inventory: Inventory): Verdict {
  try {
    return check.evaluate(resource, views, inventory.run);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    return unknown(crashed(check.id, error, inventory.run));
  }
}

function byRegion(gaps: readonly Gap[]): ReadonlyMap<string, readonly [Gap, ...Gap[]]> {
  const regions = new Map<string, [Gap, ...Gap[]]>();
  for (const gap of gaps) {
    const known = regions.get(gap.region);
    if (known === undefined) regions.set(gap.region, [gap]);
    else known.push(gap);
  }
  return regions;
}

function hidden(gaps: readonly [Gap, ...Gap[]]): Verdict {
  const messages = [...new Set(gaps.map((gap) => describeGap(gap)))];
  return unknown(gaps[0], `${messages.join('; ')}: there may be resources that were not judged`);
}

function everyResource(check: AnyCheck, home: Home, region: string): Resource {
  return { arn: check.subject.wildcard(home, region), type: check.subject.type, name: '*', account: home.account, region };
}

function nothingToJudge(check: AnyCheck): string {
  const kinds = check.resourceTypes.map((type) => type.split('::').slice(1).join(' '));
  return `there is no ${kinds.join(' or ')} that ML uses in the scanned Regions`;
}

/** The rule id under which enabled but unscanned Regions count, once in each control (catalogue 5.4). */
export const regionCompleteId = 'inventory-region-complete';

/** Enabled Regions that were not scanned, in order. */
export function unscannedRegions(snapshot: Snapshot): readonly string[] {
  const scanned = new Set(snapshot.header.regions.scanned);
  return snapshot.header.regions.enabled.filter((region) => !scanned.has(region));
}
