import { controls } from '../controls.ts';
import { severities, type AnyCheck, type Severity } from '../core/check.ts';
import { usageError } from './exit.ts';

export interface Selection {
  /** Ids or globs (`vpc-*`). Empty: all. */
  readonly check: readonly string[];
  readonly skipCheck: readonly string[];
  /** Control numbers or slugs. Empty: all. */
  readonly control: readonly string[];
  /** `high` or `high+` (that and worse). */
  readonly severity: string | undefined;
}

/**
 * The checks that a command works with.
 * @throws Exit (2) for an id, control or severity that does not exist, with the nearest that does.
 */
export function selectChecks(all: readonly AnyCheck[], selection: Selection): readonly AnyCheck[] {
  const wanted = new Set(selection.control.map(controlSlug));
  const allowed = severitiesOf(selection.severity);
  const chosen = selection.check.length === 0 ? all : selection.check.flatMap((pattern) => matching(all, pattern));
  const skipped = new Set(selection.skipCheck.flatMap((pattern) => matching(all, pattern)));
  const selected = all.filter(
    (check) =>
      chosen.includes(check) &&
      !skipped.has(check) &&
      (wanted.size === 0 || wanted.has(check.control)) &&
      allowed.has(check.severity),
  );
  if (selected.length === 0) throw usageError('no check is left after --check, --skip-check, --control and --severity');
  return selected;
}

/** The check with this id. */
export function findCheck(all: readonly AnyCheck[], id: string): AnyCheck {
  const found = all.find((check) => check.id === id);
  if (found !== undefined) return found;
  throw usageError(
    `unknown check '${printable(id)}'${suggestion(
      id,
      all.map((check) => check.id),
    )}; see mlwarden list checks`,
  );
}

function matching(all: readonly AnyCheck[], pattern: string): readonly AnyCheck[] {
  if (!pattern.includes('*')) return [findCheck(all, pattern)];
  const expression = new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[^\w-]/g, String.raw`\$&`))
      .join('.*')}$`,
  );
  const found = all.filter((check) => expression.test(check.id));
  if (found.length === 0) throw usageError(`no check matches '${printable(pattern)}'; see mlwarden list checks`);
  return found;
}

function controlSlug(text: string): string {
  const found = controls.find((control) => control.slug === text || String(control.number) === text);
  if (found !== undefined) return found.slug;
  throw usageError(
    `unknown control '${printable(text)}'${suggestion(
      text,
      controls.map((control) => control.slug),
    )}; use 1 to 7, or see mlwarden list controls`,
  );
}

function severitiesOf(text: string | undefined): ReadonlySet<Severity> {
  if (text === undefined) return new Set(severities);
  const index = severities.findIndex((severity) => severity.toLowerCase() === text.replace(/\+$/, '').toLowerCase());
  const severity = severities[index];
  if (severity === undefined)
    throw usageError(`unknown severity '${printable(text)}': use critical, high, medium, low or info, with + for that and worse`);
  return new Set(text.endsWith('+') ? severities.slice(0, index + 1) : [severity]);
}

/** ` (did you mean 'x'?)` for the known word that begins so, else for the nearest; or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const typed = word.toLowerCase();
  const near = known
    .map((candidate) => ({ candidate, distance: distance(typed, candidate.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance)[0];
  return near !== undefined && near.distance <= Math.max(2, word.length / 3) ? ` (did you mean '${near.candidate}'?)` : '';
}

/** At least this much must be typed before it counts as the beginning of a word. */
const shortestBeginning = 4;

function distance(typed: string, candidate: string): number {
  return typed.length >= shortestBeginning && candidate.startsWith(typed) ? 0 : editDistance(typed, candidate);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Text from outside, safe for a terminal: control, format and bidirectional characters become `?`. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
}
