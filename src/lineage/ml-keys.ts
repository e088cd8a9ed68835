import { inherit } from '../core/collection.ts';
import { derived, type Resource } from '../core/resource.ts';
import { keys, type KeyReferenceItem } from '../inventory/kms.ts';
import { parseArn } from './arn.ts';

/** A key that ML uses, however many references lead to it: its `arn` is the key's own, or the reference's where that leads nowhere. */
export interface MlKey extends Resource, Pick<KeyReferenceItem, 'key' | 'rotation' | 'lastRotation'> {}

/** Keys that the graph reaches. Their section holds no others, and its gaps are those of the graph. */
export const mlKeys = derived({
  name: 'lineage.ml-keys',
  type: 'AWS::KMS::Key',
  arn: 'arn:P:kms:R:A:key/*',
  from: { keys },
  derive: ({ keys: references }) => {
    const byArn = new Map<string, MlKey>();
    for (const key of references.all.values().map((reference) => mlKey(reference))) {
      const same = byArn.get(key.arn);
      if (same === undefined || (!isComplete(same) && isComplete(key))) byArn.set(key.arn, key);
    }
    return { items: [...byArn.values()], gaps: inherit(references) };
  },
});

function mlKey({ arn: reference, type, name, account, region, key, rotation, lastRotation }: KeyReferenceItem): MlKey {
  const arn = (key.known ? key.value?.keyArn : null) ?? reference;
  const own = parseArn(arn)?.resource.replace(/^key\//, '') ?? name;
  return { arn, type, name: own, account, region, key, rotation, lastRotation };
}

/** One reference may be readable where another is not: policies can allow a call by the alias it names. */
function isComplete({ rotation, lastRotation }: MlKey): boolean {
  return rotation.known && lastRotation.known;
}
