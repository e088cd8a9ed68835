import { cli, defineCheck, fail, notApplicable, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import { isSink, mlBuckets, whenOurs } from '../../src/lineage/ml-buckets.ts';

export default defineCheck({
  id: 'ver-s3-versioning-enabled',
  control: 'versioning',
  severity: 'HIGH',
  tier: 1,
  origin: 'post',
  stage: 'registry',
  title: 'Buckets with models, code, baselines and training data are versioned',
  why: 'Without versions, whoever overwrites or deletes a model or its data leaves nothing to compare with and nothing to go back to.',
  advice: 'Keep models and data in buckets with versioning, so that a change can be seen and undone.',
  threat: { text: 'Data poisoning and model tampering without rollback', atlas: ['AML.T0020', 'AML.T0018'] },
  mapping: ['Security Hub S3.14', 'NIST CP-9', 'NIST SI-12'],
  resourceTypes: ['AWS::S3::Bucket'],
  subject: mlBuckets,
  fix: ({ name, region }) => ({
    text: 'Enable versioning. Objects keep every version from then on: a lifecycle rule that ends old versions after a while limits the cost.',
    command: cli`aws s3api put-bucket-versioning --region ${region} --bucket ${name} --versioning-configuration Status=Enabled`,
  }),
  evaluate(bucket) {
    if (bucket.directory) return notApplicable('unsupported', 'directory buckets have no versioning');
    return whenOurs(bucket, ({ versioning }) =>
      whenKnown(versioning, ({ status }, from) => {
        const evidence = seen(from, 'GetBucketVersioningOutput.Status', status);
        if (isSink(bucket)) {
          if (bucket.hiddenUses !== null)
            return unknown(
              bucket.hiddenUses,
              'whether it holds more than results is not known: some of what may refer to it could not be read',
            );
          return notApplicable('not-used-by-ml', `ML only writes ${bucket.uses.join(', ')} to the bucket`, evidence);
        }
        switch (status) {
          case 'Enabled':
            return pass('versioning is enabled', evidence);
          case null:
            return fail('versioning was never enabled', evidence);
          default:
            return fail('versioning is suspended: new writes overwrite each other, only older versions are kept', evidence);
        }
      }),
    );
  },
});
