import type { EdgeRule } from '../../core/edge.ts';
import { known, type Fact } from '../../core/fact.ts';
import { buckets, type Bucket, type DefaultEncryption } from '../../inventory/s3.ts';
import { edgesOf } from '../references.ts';

export default {
  from: buckets,
  to: ['key'],
  edges(bucket, home) {
    const encryption = defaultEncryption(bucket);
    if (!encryption.known) return encryption;
    const edges = edgesOf(bucket, home, 'ServerSideEncryptionByDefault', (to) => [
      to.key('KMSMasterKeyID', encryption.value?.keyId ?? null),
    ]);
    return known(edges, encryption.from);
  },
} satisfies EdgeRule<Bucket>;

/** Known to be `null` also for buckets of others, which have keys of others. */
function defaultEncryption({ settings }: Bucket): Fact<DefaultEncryption | null> {
  if (!settings.known) return settings;
  return settings.value === null ? known(null, settings.from) : settings.value.encryption;
}
