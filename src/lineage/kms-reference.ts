import type { Home } from '../core/resource.ts';

/** What a reference to a key names. An alias still has to be looked up in ListAliases of its Region. */
export type KeyReference =
  | { readonly kind: 'key'; readonly arn: string }
  | { readonly kind: 'alias'; readonly arn: string; readonly name: string; readonly awsManaged: boolean }
  | { readonly kind: 'unresolved'; readonly raw: string; readonly why: string };

/** A UUID, or the id of a multi-Region key. */
const keyId = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const aliasName = /^alias\/[\w/-]+$/;
const keyArn = /^arn:[^:]+:kms:[a-z0-9-]+:\d{12}:(.+)$/s;

/** A key id, key ARN, alias name or alias ARN as an ARN; ids and names belong to the referrer's account and Region. */
export function parseKeyReference(raw: string, at: Home & { readonly region: string }): KeyReference {
  const id = keyArn.exec(raw)?.[1];
  const prefix = id === undefined ? `arn:${at.partition}:kms:${at.region}:${at.account}:` : raw.slice(0, -id.length);
  const local = id ?? (keyId.test(raw) ? `key/${raw}` : raw);
  if (aliasName.test(local))
    return { kind: 'alias', arn: `${prefix}${local}`, name: local, awsManaged: local.startsWith('alias/aws/') };
  const key = local.startsWith('key/') ? local.slice('key/'.length) : '';
  if (keyId.test(key)) return { kind: 'key', arn: `${prefix}key/${key.toLowerCase()}` };
  return { kind: 'unresolved', raw, why: 'not a key id, key ARN, alias or alias ARN' };
}
