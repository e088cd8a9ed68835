import type { Identity, PolicySource } from '../../../src/iam/evaluate.ts';
import { parsePolicy, type ParsedPolicy } from '../../../src/iam/parse.ts';

export const NOW = Date.parse('2026-09-28T00:00:00Z');
export const ROLE = 'arn:aws:iam::111122223333:role/service-role/trainer';

export type Json = Readonly<Record<string, unknown>>;

/** A policy that must parse, from its statements. */
export function aPolicy(...statements: readonly Json[]): ParsedPolicy {
  const parsed = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'json');
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.policy;
}

export function allow(action: unknown, resource: unknown = '*', condition?: Json): Json {
  return { Effect: 'Allow', Action: action, Resource: resource, ...(condition === undefined ? {} : { Condition: condition }) };
}

export function deny(action: unknown, resource: unknown = '*', condition?: Json): Json {
  return { ...allow(action, resource, condition), Effect: 'Deny' };
}

export function aSource(name: string, ...statements: readonly Json[]): PolicySource {
  return { name, arn: null, kind: 'inline', policy: { ok: true, policy: aPolicy(...statements) } };
}

export function aBoundary(...statements: readonly Json[]): PolicySource {
  return { ...aSource('limits', ...statements), kind: 'boundary' };
}

export function unreadable(name: string): PolicySource {
  return {
    name,
    arn: `arn:aws:iam::111122223333:policy/${name}`,
    kind: 'managed',
    policy: { ok: false, error: 'the document is missing' },
  };
}

/** A role whose one inline policy has these statements. */
export function aRole(...statements: readonly Json[]): Identity {
  return { arn: ROLE, sources: [aSource('rights', ...statements)], boundary: null, now: NOW };
}

export function bounded(identity: Identity, boundary: PolicySource): Identity {
  return { ...identity, boundary };
}

export function withUnread(identity: Identity): Identity {
  return { ...identity, sources: [...identity.sources, unreadable('lost')] };
}
