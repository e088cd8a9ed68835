import { cli, defineCheck, fail, notApplicable, pass, seen, unknown } from '../../src/kit.ts';
import type { Evidence, Fact } from '../../src/kit.ts';
import { accountPublicAccessBlock, type PublicAccessBlock } from '../../src/inventory/s3.ts';
import { accountBlockOf } from '../../src/lineage/account-block.ts';
import { mlBuckets, whenOurs } from '../../src/lineage/ml-buckets.ts';

const settings = [
  ['BlockPublicAcls', 'blockPublicAcls'],
  ['IgnorePublicAcls', 'ignorePublicAcls'],
  ['BlockPublicPolicy', 'blockPublicPolicy'],
  ['RestrictPublicBuckets', 'restrictPublicBuckets'],
] as const;

type Level = Extract<Fact<PublicAccessBlock | null>, { known: true }>;

export default defineCheck({
  id: 'lp-s3-bucket-public-access-block',
  control: 'least-privilege',
  severity: 'HIGH',
  tier: 1,
  origin: 'post',
  stage: 'data',
  title: 'ML buckets are covered by Block Public Access',
  why: 'One wrong policy or ACL is enough to publish training data or a model to the whole internet; Block Public Access overrules both.',
  advice: 'Deny public access to the buckets that hold ML artifacts.',
  threat: { text: 'Training data and model exposure', atlas: ['AML.T0035'] },
  mapping: ['Security Hub S3.8', 'NIST AC-3', 'NIST SC-7'],
  resourceTypes: ['AWS::S3::Bucket'],
  subject: mlBuckets,
  uses: { accounts: accountPublicAccessBlock },
  fix: ({ name, region }) => ({
    text: 'Turn on all four settings, best for the whole account. What is public on purpose belongs into a bucket of its own.',
    command: cli`aws s3api put-public-access-block --region ${region} --bucket ${name} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
  }),
  evaluate(bucket, { accounts }, run) {
    if (bucket.directory) return notApplicable('unsupported', 'public access to directory buckets is always blocked');
    return whenOurs(bucket, ({ publicAccessBlock: own }) => {
      const account = accountBlockOf(accounts, run);
      // The most restrictive of both levels holds, so one that is fully on is enough.
      if (own.known && isWhole(own.value)) return pass('all public access is blocked for the bucket', evidenceOf(own));
      if (account.known && isWhole(account.value))
        return pass('all public access is blocked for the account', evidenceOf(account));
      if (!own.known) return unknown(own.gap);
      if (!account.known) return unknown(account.gap);
      const evidence = [evidenceOf(own), evidenceOf(account)] as const;
      const off = settings.filter(([, member]) => own.value?.[member] !== true && account.value?.[member] !== true);
      return off.length > 0
        ? fail(`off for the bucket and for the account: ${off.map(([name]) => name).join(', ')}`, ...evidence)
        : pass('all public access is blocked for the bucket and the account together', ...evidence);
    });
  },
});

function isWhole(block: PublicAccessBlock | null): boolean {
  return settings.every(([, member]) => block?.[member] === true);
}

function evidenceOf({ value, from }: Level): Evidence {
  const field = 'GetPublicAccessBlockOutput.PublicAccessBlockConfiguration';
  if (value === null) return seen(from, field, null, 'none is configured: all four settings are off');
  return seen(from, field, Object.fromEntries(settings.map(([name, member]) => [name, value[member]])));
}
