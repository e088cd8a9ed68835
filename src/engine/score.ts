import { controls, type ControlSlug } from '../controls.ts';
import type { AnyCheck, Severity } from '../core/check.ts';
import { statuses, type Status } from '../core/verdict.ts';
import { regionCompleteId, type Result } from './evaluate.ts';

/** Points of a check by severity (catalogue 5.1). */
const severityWeights = { CRITICAL: 10, HIGH: 6, MEDIUM: 3, LOW: 1, INFO: 0 } as const satisfies Record<Severity, number>;

/** The sentence that explains the score wherever it is printed. */
export const scoreSentence =
  'Each check is worth points by severity; you earn the share of its resources that we could prove to be good; unknown earns nothing.';

/** A limit on a score, and what caused it. */
export interface Cap {
  /** Highest score possible, 0 to 100. */
  readonly at: number;
  readonly cause: string;
}

export type Grade = 'A' | 'B' | 'C' | 'D' | 'F';
export type Counts = Readonly<Record<Status, number>>;

/** Score and coverage are always two numbers: what was proven good, and how much could be looked at. */
export interface Score {
  /** 0 to 100, whole; unknown counts as not proven. */
  readonly score: number;
  /** `low` takes unknown as bad (the score), `high` as good. */
  readonly range: { readonly low: number; readonly high: number };
  /** Ratio 0..1 of verdicts that could be reached, weighted by severity. */
  readonly verifiedShare: number;
  readonly grade: Grade;
  readonly caps: readonly Cap[];
}

export interface ControlScore {
  readonly control: ControlSlug;
  /** `null`: nothing in the account that this control applies to. */
  readonly score: Score | null;
  readonly counts: Counts;
}

export interface Scores {
  readonly controls: readonly ControlScore[];
  readonly overall: Score | null;
}

/** How the verdicts of one check are spread. */
export interface Tally {
  readonly check: Pick<AnyCheck, 'id' | 'severity' | 'control' | 'origin'>;
  readonly counts: Counts;
}

/** What weighs on the scores beside the checks' own verdicts. */
export interface ScoreOptions {
  /** Controls that at least one check of this run belongs to. */
  readonly controls: ReadonlySet<ControlSlug>;
  /** Enabled Regions were not scanned: each control then has an unknown part of the weight of HIGH, once. */
  readonly regionsMissing: boolean;
  /** No ML object anywhere, and everything was read: nothing to score. */
  readonly empty: boolean;
}

/** Counts the verdicts of each check as they pass. */
export class Tallies {
  readonly #byCheck = new Map<string, { readonly check: AnyCheck; readonly counts: Record<Status, number> }>();

  add({ check, verdict }: Result): void {
    const entry = this.#byCheck.get(check.id) ?? { check, counts: emptyCounts() };
    entry.counts[verdict.status] += 1;
    this.#byCheck.set(check.id, entry);
  }

  all(): readonly Tally[] {
    return [...this.#byCheck.values()];
  }
}

/** Scores tallies by the formulas of catalogue section 5. Deterministic: the same results give the same numbers. */
export function score(tallies: readonly Tally[], options: ScoreOptions): Scores {
  const scored = controls.map(({ slug }) => {
    const own = tallies.filter((entry) => entry.check.control === slug);
    const applicable = own.filter((entry) => judged(entry.counts) > 0 && severityWeights[entry.check.severity] > 0);
    const weighing = [...applicable, ...regionTally(slug, options)];
    const counts = sum(own.map((entry) => entry.counts));
    return { control: slug, score: options.empty || weighing.length === 0 ? null : scoreOf(weighing), counts };
  });
  return { controls: scored, overall: overallOf(scored) };
}

function regionTally(control: ControlSlug, options: ScoreOptions): readonly Tally[] {
  if (!options.regionsMissing || !options.controls.has(control)) return [];
  return [
    { check: { id: regionCompleteId, severity: 'HIGH', control, origin: 'extension' }, counts: { ...emptyCounts(), UNKNOWN: 1 } },
  ];
}

function scoreOf(tallies: readonly Tally[]): Score {
  const caps = capsOf(tallies);
  const low = capped(points(tallies, lowShare), caps);
  const optimistic = tallies.map(unknownAsPass);
  const high = capped(points(optimistic, lowShare), capsOf(optimistic));
  const verifiedShare = weighted(tallies, verified);
  return { score: low, range: { low, high }, verifiedShare, grade: gradeOf(low, verifiedShare, tallies), caps };
}

/** floor(100 x sum(weight x share) / sum(weight)). */
function points(tallies: readonly Tally[], share: (counts: Counts) => number): number {
  return floor(100 * weighted(tallies, share));
}

function weighted(tallies: readonly Tally[], share: (counts: Counts) => number): number {
  let total = 0;
  let earned = 0;
  for (const { check, counts } of tallies) {
    const weight = severityWeights[check.severity];
    total += weight;
    earned += weight * share(counts);
  }
  return earned / total;
}

function lowShare(counts: Counts): number {
  return counts.PASS / judged(counts);
}

function verified(counts: Counts): number {
  return (counts.PASS + counts.FAIL) / judged(counts);
}

function judged(counts: Counts): number {
  return counts.PASS + counts.FAIL + counts.UNKNOWN;
}

function unknownAsPass(entry: Tally): Tally {
  const { counts } = entry;
  return { ...entry, counts: { ...counts, PASS: counts.PASS + counts.UNKNOWN, UNKNOWN: 0 } };
}

function capsOf(tallies: readonly Tally[]): readonly Cap[] {
  const caps: Cap[] = [];
  const worst = (severity: Severity[], status: 'FAIL' | 'UNKNOWN') =>
    tallies.filter(({ check, counts }) => severity.includes(check.severity) && counts[status] > 0).map(({ check }) => check.id);
  const critical = worst(['CRITICAL'], 'FAIL');
  const high = worst(['HIGH'], 'FAIL');
  const unseen = worst(['CRITICAL', 'HIGH'], 'UNKNOWN');
  if (critical.length > 0) caps.push({ at: 39, cause: `a CRITICAL check fails: ${critical.join(', ')}` });
  if (high.length > 0) caps.push({ at: 79, cause: `a HIGH check fails: ${high.join(', ')}` });
  if (unseen.length > 0) caps.push({ at: 89, cause: `a HIGH or CRITICAL check is unknown: ${unseen.join(', ')}` });
  return caps;
}

function capped(value: number, caps: readonly Cap[]): number {
  return Math.min(value, ...caps.map((cap) => cap.at));
}

function gradeOf(value: number, verifiedShare: number, tallies: readonly Tally[]): Grade {
  const severe = tallies.some(({ check, counts }) => severityWeights[check.severity] >= severityWeights.HIGH && counts.FAIL > 0);
  return grade(value, verifiedShare, severe);
}

function grade(value: number, verifiedShare: number, severeFail: boolean): Grade {
  if (value >= 90 && verifiedShare >= 0.95 && !severeFail) return 'A';
  if (value >= 75) return 'B';
  if (value >= 60) return 'C';
  if (value >= 40) return 'D';
  return 'F';
}

/** The mean of the applicable controls, floored; at most 59 with a CRITICAL FAIL. */
function overallOf(scored: readonly ControlScore[]): Score | null {
  const applicable = scored.flatMap((control) => (control.score === null ? [] : [control.score]));
  if (applicable.length === 0) return null;
  const critical = scored.filter((control) => control.score?.caps.some((cap) => cap.at === 39) ?? false);
  const caps =
    critical.length === 0
      ? []
      : [{ at: 59, cause: `a CRITICAL check fails in: ${critical.map((one) => one.control).join(', ')}` }];
  const low = capped(floor(mean(applicable.map((one) => one.score))), caps);
  const high = capped(floor(mean(applicable.map((one) => one.range.high))), caps);
  const verifiedShare = mean(applicable.map((one) => one.verifiedShare));
  const severe = applicable.some((one) => one.caps.some((cap) => cap.at === 39 || cap.at === 79));
  return { score: low, range: { low, high }, verifiedShare, grade: grade(low, verifiedShare, severe), caps };
}

/** Math.floor that is not fooled by 28.999999999999996. */
function floor(value: number): number {
  return Math.floor(value + 1e-9);
}

function mean(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}

function sum(all: readonly Counts[]): Counts {
  const total = emptyCounts();
  for (const counts of all) for (const status of statuses) total[status] += counts[status];
  return total;
}

function emptyCounts(): Record<Status, number> {
  return { PASS: 0, FAIL: 0, UNKNOWN: 0, NOT_APPLICABLE: 0 };
}
