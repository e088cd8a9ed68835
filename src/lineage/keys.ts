import { known, mapFact, missing, type Fact } from '../core/fact.ts';
import type { Collection, Home } from '../core/resource.ts';
import type { KeyMetadata, KeyReferenceItem } from '../inventory/kms.ts';
import { parseKeyReference } from './kms-reference.ts';

/**
 * What a reference to a key leads to. `aws-managed` by its alias, or by what KMS says; `none`: AWS knows no such key or alias;
 * `unresolved`: the text is no reference to a key.
 */
export type ResolvedKey =
  | { readonly kind: 'customer'; readonly key: KeyMetadata }
  | { readonly kind: 'aws-managed'; readonly key: KeyMetadata | null }
  | { readonly kind: 'none' }
  | { readonly kind: 'unresolved'; readonly why: string };

/** Resolves a key id, key ARN, alias or alias ARN of a resource in this Region (catalogue 3.3). `from` is where the text stood. */
export function resolveKey(
  reference: Fact<string>,
  keys: Collection<KeyReferenceItem>,
  place: Home & { readonly region: string },
): Fact<ResolvedKey> {
  if (!reference.known) return reference;
  const parsed = parseKeyReference(reference.value, place);
  if (parsed.kind === 'unresolved') return known({ kind: 'unresolved', why: parsed.why }, reference.from);
  if (parsed.kind === 'alias' && parsed.awsManaged) return known({ kind: 'aws-managed', key: null }, reference.from);
  const found = keys.find(parsed.arn);
  if (!found.known) return found;
  if (found.value === undefined) return missing(notLookedAt(parsed.arn, place));
  return mapFact(found.value.key, toResolved);
}

function toResolved(key: KeyMetadata | null): ResolvedKey {
  if (key === null) return { kind: 'none' };
  if (key.manager === null) return { kind: 'unresolved', why: 'KMS does not say who manages the key' };
  return { kind: key.manager === 'AWS' ? 'aws-managed' : 'customer', key };
}

function notLookedAt(arn: string, { account, region }: Home & { readonly region: string }) {
  return {
    reason: 'not-collected',
    operation: 'kms:DescribeKey',
    action: 'kms:DescribeKey',
    account,
    region,
    error: 'NotCollected',
    detail: `${arn} was not looked at`,
  } as const;
}
