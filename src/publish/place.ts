/** A place for reports that is neither a folder nor a bucket; the message says what is. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';
}

/** `s3://bucket/prefix`. */
export interface BucketPlace {
  readonly bucket: string;
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
}

const bucketName = /^[a-z0-9](?:[a-z0-9-]|\.(?![.-])){1,61}[a-z0-9]$/;
const address = /^\d+\.\d+\.\d+\.\d+$/;
/** Characters that S3 calls safe in keys, and those of `name=value` prefixes. */
const safeSegment = /^[\w!.*'()=@+-]+$/;
/** Of the 1,024 bytes that a key may have; the rest is for the run. */
const longestPrefix = 700;

/**
 * Reads a place as a user writes it; `undefined` for a folder.
 * @throws PlaceError
 */
export function bucketPlace(text: string): BucketPlace | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  if (scheme === undefined) return undefined;
  if (scheme !== 's3') throw new PlaceError(`${scheme}:// is not supported: use a folder or s3://BUCKET/PREFIX`);
  const [bucket = '', ...segments] = text.slice('s3://'.length).replace(/\/$/, '').split('/');
  if (!bucketName.test(bucket) || address.test(bucket))
    throw new PlaceError('that is not the name of a bucket: use s3://BUCKET/PREFIX');
  if (segments.some((segment) => !safeSegment.test(segment) || /^\.+$/.test(segment)))
    throw new PlaceError("the prefix may hold letters, digits, / and !-_.*'()=@+ only, and no empty parts");
  const prefix = segments.join('/');
  if (prefix.length > longestPrefix) throw new PlaceError(`the prefix is longer than ${longestPrefix} characters`);
  return { bucket, prefix };
}

export function urlOf({ bucket, prefix }: BucketPlace): string {
  return `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`;
}
