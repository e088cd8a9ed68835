import { inherit } from '../core/collection.ts';
import { bucketUses, type BucketUse, type Edge } from '../core/edge.ts';
import { missing, type Fact, type Gap, type Origin } from '../core/fact.ts';
import { derived, type Collection, type Home, type Resource } from '../core/resource.ts';
import { notApplicable, seen, unknown, whenKnown, type Verdict } from '../core/verdict.ts';
import { buckets, type Bucket, type BucketSettings } from '../inventory/s3.ts';
import { reached } from './reached.ts';
import { isAwsOwned, isDirectoryBucket } from './s3-location.ts';

/** A bucket that ML uses, in whatever account it is. `region` is `global` where it is not ours or not known. */
export interface MlBucket extends Resource {
  readonly uses: readonly BucketUse[];
  /** Who uses it, and by which field: the first of each use. */
  readonly edges: readonly Edge[];
  /** What may hide further uses; `null`: these are all. */
  readonly hiddenUses: Gap | null;
  /** A bucket of one zone, as its name says; its settings are not collected. */
  readonly directory: boolean;
  /** Known to be `null` when the bucket is not one of this account's. */
  readonly settings: Fact<BucketSettings | null>;
}

/** Buckets that the graph reaches and that are still there. A reference that names no bucket, such as an access point, leads to none. */
export const mlBuckets = derived({
  name: 'lineage.ml-buckets',
  type: 'AWS::S3::Bucket',
  arn: 'arn:P:s3:::*',
  from: { reached: reached('bucket'), buckets },
  derive: ({ reached: targets, buckets: collected }, home) => ({
    items: [...targets.all].flatMap(({ name, account, edges }): readonly MlBucket[] => {
      const arn = `arn:${home.partition}:s3:::${name}`;
      const found = look(name, arn, collected, home);
      if (found === undefined) return [];
      const { region, settings } = found;
      // SageMaker reads data and models in its own Region only, so what is hidden elsewhere cannot use the bucket.
      const hiddenUses = targets.gapIn(region) ?? null;
      const uses = bucketUses.filter((use) => edges.some((edge) => edge.use === use));
      const directory = isDirectoryBucket(name);
      return [{ arn, type: 'AWS::S3::Bucket', name, account, region, uses, edges, hiddenUses, directory, settings }];
    }),
    gaps: inherit(targets),
  }),
});

/** `undefined` for a bucket that was deleted while the scan ran. */
function look(
  name: string,
  arn: string,
  collected: Collection<Bucket>,
  { account }: Home,
): Pick<Bucket, 'region' | 'settings'> | undefined {
  if (isDirectoryBucket(name)) return { region: 'global', settings: missing(directoryGap(name, account)) };
  const found = collected.find(arn);
  return found.known ? found.value : { region: 'global', settings: found };
}

function directoryGap(name: string, account: string): Gap {
  return {
    reason: 'not-collected',
    operation: 's3:GetBucketEncryption',
    action: 's3express:GetEncryptionConfiguration',
    account,
    region: 'global',
    error: 'NotCollected',
    detail: `the settings of directory buckets, such as ${name}, are not collected`,
  };
}

/** Whether results, captured requests and logs are all that ML writes there: nothing that a model is made from. */
export function isSink({ uses, edges }: Pick<MlBucket, 'uses' | 'edges'>): boolean {
  const sinks: readonly BucketUse[] = ['results', 'capture', 'logs'];
  return uses.every((use) => sinks.includes(use)) && edges.every((edge) => edge.use !== null);
}

/** Judges a bucket of ours. The settings of other buckets are not ours to read or to change (catalogue 3.3). */
export function whenOurs(bucket: MlBucket, judge: (settings: BucketSettings) => Verdict): Verdict {
  return whenKnown(bucket.settings, (settings, from) => {
    if (settings !== null) return judge(settings);
    const owner = isAwsOwned(bucket.name)
      ? 'a bucket of AWS'
      : 'not a bucket of this account: another account owns it, or it was deleted';
    return notApplicable('external', owner, seen(from, 'ListBucketsOutput.Buckets[].Name', null, `no ${bucket.name} among them`));
  });
}

/** UNKNOWN for an answer that came, but says what cannot be judged. `action`: the IAM action of its call. */
export function unreadable({ account }: MlBucket, from: Origin, action: string, why: string): Verdict {
  const { operation, region } = from;
  return unknown({ reason: 'malformed', operation, action, account, region, error: 'Undecided', detail: why }, why);
}
