import { cli, defineCheck, fail, known, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import type { Evidence, Fact, Origin, Verdict } from '../../src/kit.ts';
import { keys } from '../../src/inventory/kms.ts';
import { resolveKey, type ResolvedKey } from '../../src/lineage/keys.ts';
import { mlBuckets, unreadable, whenOurs, type MlBucket } from '../../src/lineage/ml-buckets.ts';

const action = 's3:GetEncryptionConfiguration';
const algorithmField = 'ServerSideEncryptionByDefault.SSEAlgorithm';
const keyField = 'ServerSideEncryptionByDefault.KMSMasterKeyID';
const awsManaged = 'new objects are encrypted with the AWS managed key aws/s3';
const oldObjects = 'objects that are there already keep the encryption they were written with';

export default defineCheck({
  id: 'enc-s3-default-encryption-cmk',
  control: 'encryption',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'data',
  title: 'ML buckets default to SSE-KMS with a customer managed key',
  why: 'With a key of AWS, whoever may read the bucket may read the data: there is no key policy to refuse it, and no key to revoke.',
  advice: 'Turn on default encryption for the buckets that hold ML artifacts, with keys that you manage.',
  threat: { text: 'Data and model theft', atlas: ['AML.T0035'] },
  mapping: ['Security Hub S3.17', 'NIST SC-28', 'NIST SC-12'],
  resourceTypes: ['AWS::S3::Bucket'],
  subject: mlBuckets,
  uses: { keys },
  fix: (bucket) => ({
    text: `Set a key of yours, by its ARN, and let the roles that use the bucket use the key. It holds for new objects: ${oldObjects}, until they are copied onto themselves.`,
    command: cli`aws s3api put-bucket-encryption --region ${bucket.region} --bucket ${bucket.name} --server-side-encryption-configuration ${configurationFor(bucket)}`,
  }),
  evaluate(bucket, { keys: collected }, run) {
    if (bucket.directory && !bucket.settings.known) {
      const { gap } = bucket.settings;
      return unknown(gap, 'not collected: a directory bucket has SSE-S3, or one customer managed key for its whole life');
    }
    return whenOurs(bucket, ({ encryption }) =>
      whenKnown(encryption, (found, from) => {
        if (found === null || found.algorithm === null)
          return fail('no default encryption is configured', seen(from, algorithmField, null));
        const { algorithm, keyId } = found;
        const evidence = [seen(from, algorithmField, algorithm), keyEvidence(from, keyId)] as const;
        switch (algorithm) {
          case 'AES256':
            return fail('new objects are encrypted with a key that AWS owns (SSE-S3)', seen(from, algorithmField, algorithm));
          case 'aws:kms':
          case 'aws:kms:dsse':
            if (keyId === null) return fail(awsManaged, ...evidence);
            return judgeKey(resolveKey(known(keyId, from), collected, { ...run, region: bucket.region }), bucket, evidence);
          default:
            return unreadable(bucket, from, action, `the algorithm ${algorithm} is not known to mlwarden`);
        }
      }),
    );
  },
});

function judgeKey(resolved: Fact<ResolvedKey>, bucket: MlBucket, evidence: readonly [Evidence, ...Evidence[]]): Verdict {
  return whenKnown(resolved, (found, from) => {
    switch (found.kind) {
      case 'customer': {
        const { manager, state } = found.key;
        return pass(
          `new objects are encrypted with a customer managed key; ${oldObjects}`,
          ...evidence,
          seen(from, 'KeyMetadata.KeyManager', manager),
          seen(from, 'KeyMetadata.KeyState', state),
        );
      }
      case 'aws-managed':
        return fail(awsManaged, ...evidence);
      case 'none':
        return fail('the default key does not exist: uploads that name no other key fail', ...evidence);
      case 'unresolved':
        return unreadable(bucket, from, action, `the default key cannot be told: ${found.why}`);
    }
  });
}

function keyEvidence(from: Origin, keyId: string | null): Evidence {
  if (keyId === null) return seen(from, keyField, null, 'defaulted: the AWS managed key aws/s3');
  if (!keyId.startsWith('alias/')) return seen(from, keyField, keyId);
  return seen(from, keyField, keyId, 'an alias is looked up in the account of whoever uploads: name the key by its ARN');
}

/** What the bucket has stays: DSSE, and the block of SSE-C. Bucket keys do not go with DSSE. */
function configurationFor({ settings }: MlBucket): string {
  const encryption = settings.known ? settings.value?.encryption : undefined;
  const found = encryption?.known === true ? encryption.value : null;
  const dsse = found?.algorithm === 'aws:kms:dsse';
  const blocked = found?.blockedTypes ?? [];
  const rule = {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: dsse ? 'aws:kms:dsse' : 'aws:kms', KMSMasterKeyID: 'KEY_ARN' },
    ...(dsse ? {} : { BucketKeyEnabled: true }),
    ...(blocked.length === 0 ? {} : { BlockedEncryptionTypes: { EncryptionType: blocked } }),
  };
  return JSON.stringify({ Rules: [rule] });
}
