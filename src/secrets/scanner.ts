import { createHmac } from 'node:crypto';
import type { SecretMatch, SecretScanner } from '../core/secret.ts';
import { findAssignments, ruleOfAssignment } from './assignments.ts';
import type { Found } from './found.ts';
import { findPatterns } from './patterns.ts';
import { loadSecretlint, mayInterestSecretlint } from './secretlint.ts';

export interface ScannerOptions {
  /** Key of the fingerprints: those of two runs can be compared only if they share it. */
  readonly fingerprintKey: Uint8Array | string;
}

/** Runs of one job family repeat their values: remembering them spares most of the work. */
const maxRemembered = 10_000;

/**
 * Finds secrets in texts and values by our rules and those of Secretlint. Results never hold any part of what was found. An error
 * of the scanner is thrown, so that it becomes a gap: a text that was not scanned is not clean.
 */
export function createScanner({ fingerprintKey }: ScannerOptions): SecretScanner {
  let secretlint: ReturnType<typeof loadSecretlint> | undefined;
  const remembered = new Map<string, Promise<readonly SecretMatch[]>>();

  const digest = (text: string): string => createHmac('sha256', fingerprintKey).update(text).digest('hex');

  async function find(text: string): Promise<readonly Found[]> {
    if (!mayInterestSecretlint(text)) return [];
    secretlint ??= loadSecretlint();
    const lint = await secretlint;
    return [...findPatterns(text), ...findAssignments(text), ...(await lint(text))];
  }

  const toMatch = ({ rule, secret, critical }: Found, line: number | null): SecretMatch => ({
    rule,
    line,
    fingerprint: digest(secret).slice(0, 16),
    critical,
  });

  async function scanNamed(key: string, value: string): Promise<readonly SecretMatch[]> {
    // Rules that need the name, such as W&B's bare hex key, see the value behind it.
    const offset = key.length + 1;
    const inValue = (await find(`${key}=${value}`)).filter(({ end }) => end > offset);
    const secret = unquoted(value);
    const rule = ruleOfAssignment(key, secret);
    const start = offset + value.indexOf(secret);
    const byName =
      rule === null ? [] : [{ rule, start, end: start + secret.length, secret, critical: rule === 'aws-secret-access-key' }];
    return distinct([...byName, ...inValue]).map((found) => toMatch(found, null));
  }

  return {
    async scanText(text) {
      const lineAt = lineCounter(text);
      return distinct(await find(text)).map((found) => toMatch(found, lineAt(found.start)));
    },
    scanValue(key, value) {
      if (value.trim() === '') return Promise.resolve([]);
      const id = digest(JSON.stringify([key, value]));
      const known = remembered.get(id);
      if (known !== undefined) return known;
      if (remembered.size >= maxRemembered) remembered.clear();
      const matches = scanNamed(key, value);
      remembered.set(id, matches);
      return matches;
    },
  };
}

/** One match for each place, in order. Where rules overlap, the worst counts, then the one that knows most. */
function distinct(all: readonly Found[]): readonly Found[] {
  const kept: Found[] = [];
  for (const found of all.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    if (!kept.some((other) => found.start < other.end && other.start < found.end)) kept.push(found);
  }
  return kept.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

function rankOf({ rule, critical }: Found): number {
  if (critical) return 0;
  return rule.endsWith('-literal') ? 2 : 1;
}

function lineCounter(text: string): (index: number) => number {
  let line = 1;
  let counted = 0;
  return (index) => {
    for (; counted < index; counted += 1) if (text.charCodeAt(counted) === 10) line += 1;
    return line;
  };
}

function unquoted(value: string): string {
  return /^\s*(["'])(.*)\1\s*$/s.exec(value)?.[2] ?? value.trim();
}
