import { inherit } from '../core/collection.ts';
import type { Edge } from '../core/edge.ts';
import { missing, type Fact } from '../core/fact.ts';
import { derived, type Collection, type Resource } from '../core/resource.ts';
import { secrets, type SecretDetails, type SecretReferenceItem } from '../inventory/secrets.ts';
import { parseArn } from './arn.ts';
import { reached } from './reached.ts';
import { primaryOf } from './secret-reference.ts';

/** A secret that ML refers to, by one reference or many. Its `arn` is the whole one, where DescribeSecret told it. */
export interface MlSecret extends Resource {
  /** Who refers to it, and by which field: the first of each way. */
  readonly edges: readonly Edge[];
  /** Known to be `null` when AWS knows no such secret. */
  readonly secret: Fact<SecretDetails | null>;
}

/** Where a reference to a secret holds, and who made it. */
type Reference = Pick<MlSecret, 'arn' | 'account' | 'region' | 'edges'>;

/** One item for each secret that the graph reaches, and for the primary of each replica. The gaps are those of the graph. */
export const mlSecrets = derived({
  name: 'lineage.ml-secrets',
  type: secrets.type,
  arn: 'arn:P:secretsmanager:R:A:secret:*',
  from: { reached: reached('secret'), secrets },
  derive({ reached: targets, secrets: described }) {
    const items = new Map<string, MlSecret>();
    for (const reference of targets.all.values().flatMap((target) => withPrimary(target, described))) {
      const item = toSecret(reference, described);
      const known = items.get(item.arn);
      items.set(item.arn, known === undefined ? item : { ...known, edges: [...known.edges, ...item.edges] });
    }
    return { items: [...items.values()], gaps: inherit(targets) };
  },
});

/** What Secrets Manager says of a reference; known to be `null` when it knows no such secret. */
export function describedSecret(
  { arn, account, region }: Pick<Resource, 'arn' | 'account' | 'region'>,
  described: Collection<SecretReferenceItem>,
): Fact<SecretDetails | null> {
  const found = described.find(arn);
  if (!found.known) return found;
  if (found.value !== undefined) return found.value.secret;
  return missing({
    reason: 'not-collected',
    operation: 'secretsmanager:DescribeSecret',
    action: 'secretsmanager:DescribeSecret',
    account,
    region,
    error: 'NotCollected',
    detail: `${arn} was not looked at`,
  });
}

function withPrimary(reference: Reference, described: Collection<SecretReferenceItem>): readonly Reference[] {
  const secret = describedSecret(reference, described);
  const primary = secret.known && secret.value !== null ? primaryOf(secret.value) : null;
  return primary === null ? [reference] : [reference, { ...reference, ...primary }];
}

function toSecret(reference: Reference, described: Collection<SecretReferenceItem>): MlSecret {
  const secret = describedSecret(reference, described);
  const whole = secret.known && secret.value !== null ? secret.value : { secretArn: reference.arn, name: reference.arn };
  const place = parseArn(whole.secretArn) ?? reference;
  return {
    arn: whole.secretArn,
    type: secrets.type,
    name: whole.name,
    account: place.account,
    region: place.region,
    edges: reference.edges,
    secret,
  };
}
