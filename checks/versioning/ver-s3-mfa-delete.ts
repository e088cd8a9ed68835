import { cli, defineCheck, fail, notApplicable, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import type { Evidence, Origin, Verdict } from '../../src/kit.ts';
import { parsePolicy } from '../../src/iam/parse.ts';
import { deniesWithoutMfa } from '../../src/iam/resource-policy.ts';
import type { BucketSettings, BucketVersioning, ObjectLock } from '../../src/inventory/s3.ts';
import { mlBuckets, unreadable, whenOurs, type MlBucket } from '../../src/lineage/ml-buckets.ts';

const objectLock = '{"ObjectLockEnabled":"Enabled","Rule":{"DefaultRetention":{"Mode":"GOVERNANCE","Days":DAYS}}}';

export default defineCheck({
  id: 'ver-s3-mfa-delete',
  control: 'versioning',
  severity: 'LOW',
  tier: 2,
  origin: 'post',
  stage: 'registry',
  title: 'Versioned model buckets require MFA to delete versions',
  why: 'Stolen credentials alone are enough to delete every version of a model, or to swap it and remove what it replaced.',
  advice: 'Ask for MFA before versions of a model can be deleted.',
  threat: { text: 'Deliberate destruction or swap of models', atlas: ['AML.T0018', 'AML.T0020'] },
  mapping: ['Security Hub S3.20', 'Security Hub S3.15', 'NIST CP-9', 'NIST AC-3', 'NIST IA-2(1)'],
  resourceTypes: ['AWS::S3::Bucket'],
  subject: mlBuckets,
  fix: ({ name, region, settings }) => ({
    text: 'Only the root user can set MFA delete, by the CLI, and only where no lifecycle rules exist. Object Lock with a default retention protects as well, and so does a Deny of s3:DeleteObjectVersion and s3:PutBucketVersioning without MFA: test it first with the roles that services use. Where the bucket is replicated, deletions of single versions are not.',
    command: hasRules(settings)
      ? cli`aws s3api put-object-lock-configuration --region ${region} --bucket ${name} --object-lock-configuration ${objectLock}`
      : cli`aws s3api put-bucket-versioning --region ${region} --bucket ${name} --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa 'MFA_SERIAL MFA_CODE'`,
  }),
  evaluate(bucket) {
    if (bucket.directory) return notApplicable('unsupported', 'directory buckets have no versions');
    return whenOurs(bucket, (settings) => {
      if (!bucket.uses.includes('model')) {
        return bucket.hiddenUses === null
          ? notApplicable('not-used-by-ml', 'nothing that was read refers to models in the bucket')
          : unknown(bucket.hiddenUses, 'whether it holds models is not known: some of what may refer to it could not be read');
      }
      return whenKnown(settings.versioning, (versioning, from) => {
        const status = seen(from, 'GetBucketVersioningOutput.Status', versioning.status);
        if (versioning.status !== 'Enabled') return notApplicable('judged-elsewhere', 'versioning is not enabled', status);
        return protection(bucket, settings);
      });
    });
  },
});

/** One proof of protection is enough; without one, a part that could not be read may be it. */
function protection(bucket: MlBucket, { versioning, objectLock: lock, policy, lifecycle }: BucketSettings): Verdict {
  const parts = [
    whenKnown(versioning, byMfaDelete),
    whenKnown(lock, byObjectLock),
    whenKnown(policy, (text, from) => byPolicy(bucket, text, from)),
  ];
  const better = parts.find(({ status }) => status === 'PASS') ?? parts.find(({ status }) => status === 'UNKNOWN');
  if (better !== undefined) return better;
  const { text, evidence } = obstacle(lifecycle);
  return fail(`versions can be deleted without MFA${text}`, ...parts.flatMap((part) => part.evidence), ...evidence);
}

function byMfaDelete({ mfaDelete }: BucketVersioning, from: Origin): Verdict {
  const field = 'GetBucketVersioningOutput.MFADelete';
  if (mfaDelete === 'Enabled') return pass('deleting a version takes MFA', seen(from, field, mfaDelete));
  return fail('MFA delete is off', seen(from, field, mfaDelete, mfaDelete === null ? 'it was never configured' : undefined));
}

function byObjectLock(lock: ObjectLock | null, from: Origin): Verdict {
  const enabled = seen(from, 'ObjectLockConfiguration.ObjectLockEnabled', lock?.enabled ?? null);
  const mode = seen(from, 'ObjectLockConfiguration.Rule.DefaultRetention.Mode', lock?.defaultMode ?? null);
  return lock?.enabled === 'Enabled' && lock.defaultMode !== null
    ? pass('instead of MFA delete, Object Lock keeps every version for a time', enabled, mode)
    : fail('Object Lock keeps no version by default', enabled, mode);
}

const policyField = 'GetBucketPolicyOutput.Policy';
const policyAction = 's3:GetBucketPolicy';

function byPolicy(bucket: MlBucket, text: string | null, from: Origin): Verdict {
  if (text === null) return fail('there is no bucket policy', seen(from, policyField, null));
  const parsed = parsePolicy(text, 'json');
  if (!parsed.ok) return unreadable(bucket, from, policyAction, `the bucket policy is not understood: ${parsed.error}`);
  const { answer, because } = deniesWithoutMfa(parsed.policy, [
    { action: 's3:DeleteObjectVersion', resource: `${bucket.arn}/*` },
    { action: 's3:PutBucketVersioning', resource: bucket.arn },
  ]);
  const statements = because.map(({ sid, index }) => sid ?? `Statement[${index}]`);
  switch (answer) {
    case 'yes':
      return pass(
        'instead of MFA delete, the bucket policy denies deletions without MFA',
        seen(from, policyField, statements, 'it also denies them to the roles of services, which never have MFA'),
      );
    case 'no':
      return fail('the bucket policy does not ask for MFA', seen(from, policyField, [], 'no Deny without MFA'));
    case 'unknown':
      return unreadable(bucket, from, policyAction, 'whether the bucket policy denies deletions without MFA depends on who asks');
  }
}

function hasRules(settings: MlBucket['settings']): boolean {
  const lifecycle = settings.known ? settings.value?.lifecycle : undefined;
  return lifecycle?.known === true && (lifecycle.value ?? []).length > 0;
}

/** S3 refuses MFA delete on a bucket with lifecycle rules. */
function obstacle(lifecycle: BucketSettings['lifecycle']): { readonly text: string; readonly evidence: readonly Evidence[] } {
  if (!lifecycle.known) return { text: '; whether lifecycle rules rule out MFA delete could not be read', evidence: [] };
  const rules = lifecycle.value ?? [];
  if (rules.length === 0) return { text: '', evidence: [] };
  const names = rules.map(({ id }) => id ?? 'without a name').join(', ');
  return {
    text: `; MFA delete cannot be set beside its lifecycle rules (${names}): use Object Lock or a Deny without MFA, or drop the rules`,
    evidence: [
      seen(
        lifecycle.from,
        'LifecycleRule.Status',
        rules.map(({ status }) => status),
      ),
    ],
  };
}
