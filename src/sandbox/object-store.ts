/** S3's objects: what a publisher needs, with conditional writes as S3 documents them ("Conditional requests", S3 User Guide). */
import { createHash } from 'node:crypto';
import { bytesOf } from './codec-text.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from './types.ts';

export interface StoredObject {
  readonly body: Uint8Array;
  /** With its quotes, as S3 sends it. */
  readonly etag: string;
  /** ms since the epoch */
  readonly lastModified: number;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** One bucket; its objects may be looked at and changed from outside. */
export interface StoredBucket {
  /** Account that owns it. */
  readonly owner: string;
  /** Where it is: elsewhere callers are sent there. Left out: everywhere. */
  readonly region?: string;
  readonly objects: Map<string, StoredObject>;
}

export interface ObjectStoreOptions {
  /** Whether a conditional write loses a race and gets 409 ConditionalRequestConflict; never by default. */
  readonly conflicts?: (bucket: string, key: string) => boolean;
}

interface Asked {
  readonly Bucket: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

interface Place {
  readonly Bucket: string | undefined;
  readonly Key: string | undefined;
}

/** Handlers for PutObject, GetObject, HeadObject and ListObjectsV2 on these buckets. */
export function objectStore(
  buckets: ReadonlyMap<string, StoredBucket>,
  { conflicts = () => false }: ObjectStoreOptions = {},
): Handlers {
  const open = ({ Bucket: name, ExpectedBucketOwner: expectedOwner }: Asked, call: SandboxCall): StoredBucket => {
    const bucket = buckets.get(name ?? '');
    if (bucket === undefined)
      throw new SandboxError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
    if (expectedOwner !== undefined && expectedOwner !== bucket.owner)
      throw new SandboxError('AccessDenied', 'Access Denied', 403);
    if (bucket.region !== undefined && bucket.region !== call.region) throw elsewhere(name ?? '', bucket.region);
    return bucket;
  };
  return defineHandlers('s3', {
    PutObject(input, call) {
      const { objects } = open(input, call);
      refuseWrite(objects.get(input.Key ?? ''), input);
      const conditional = input.IfMatch !== undefined || input.IfNoneMatch !== undefined;
      if (conditional && conflicts(input.Bucket ?? '', input.Key ?? '')) {
        throw new SandboxError(
          'ConditionalRequestConflict',
          'The conditional request cannot succeed due to a conflicting operation.',
          409,
        );
      }
      const stored = toStored(input.Body, input.ContentType, input.Metadata, call);
      refuseBroken(stored, input.ChecksumSHA256);
      objects.set(input.Key ?? '', stored);
      return { ETag: stored.etag };
    },
    GetObject(input, call) {
      const object = read(open(input, call), input);
      // The endpoint writes bytes where the SDK's type says a stream.
      return { ...describe(object), Body: object.body as never };
    },
    HeadObject: (input, call) => describe(read(open(input, call), input)),
    ListObjectsV2(input, call) {
      const { objects } = open(input, call);
      const after = input.ContinuationToken ?? input.StartAfter ?? '';
      const keys = [...objects.keys()].filter((key) => key.startsWith(input.Prefix ?? '') && key > after).toSorted();
      const page = keys.slice(0, Math.min(input.MaxKeys ?? 1000, 1000));
      const more = page.length < keys.length;
      return {
        Name: input.Bucket,
        Prefix: input.Prefix ?? '',
        MaxKeys: input.MaxKeys ?? 1000,
        KeyCount: page.length,
        IsTruncated: more,
        Contents: page.flatMap((key) => listed(key, objects.get(key))),
        ...(more ? { NextContinuationToken: page.at(-1) } : {}),
      };
    },
  });
}

function toStored(
  body: unknown,
  contentType: string | undefined,
  metadata: Readonly<Record<string, string>> | undefined,
  call: SandboxCall,
): StoredObject {
  const bytes = body === undefined ? new Uint8Array() : bytesOf(body);
  return {
    body: bytes,
    etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
    lastModified: call.now,
    contentType: contentType ?? 'application/octet-stream',
    metadata: metadata ?? {},
  };
}

/** The sender's hash is not that of what arrived. */
function refuseBroken({ body }: StoredObject, checksum: string | undefined): void {
  if (checksum === undefined || createHash('sha256').update(body).digest('base64') === checksum) return;
  throw new SandboxError('BadDigest', 'The SHA256 you specified did not match the calculated checksum.', 400);
}

/** If-None-Match takes `*` only; If-Match needs an object that is there. */
function refuseWrite(
  object: StoredObject | undefined,
  { IfMatch, IfNoneMatch }: { readonly IfMatch?: string | undefined; readonly IfNoneMatch?: string | undefined },
): void {
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') {
    throw new SandboxError('NotImplemented', 'A header you provided implies functionality that is not implemented', 501, {
      Header: 'If-None-Match',
    });
  }
  if (IfNoneMatch === '*' && object !== undefined) throw preconditionFailed('If-None-Match');
  if (IfMatch === undefined) return;
  if (object === undefined) throw noSuchKey();
  if (!sameTag(IfMatch, object)) throw preconditionFailed('If-Match');
}

function read(
  bucket: StoredBucket,
  input: Place & { readonly IfMatch?: string | undefined; readonly IfNoneMatch?: string | undefined },
): StoredObject {
  const object = bucket.objects.get(input.Key ?? '');
  if (object === undefined) throw noSuchKey();
  if (input.IfMatch !== undefined && !sameTag(input.IfMatch, object)) throw preconditionFailed('If-Match');
  if (input.IfNoneMatch !== undefined && sameTag(input.IfNoneMatch, object))
    throw new SandboxError('NotModified', 'Not Modified', 304);
  return object;
}

function sameTag(given: string, { etag }: StoredObject): boolean {
  return given.replaceAll('"', '') === etag.replaceAll('"', '');
}

function preconditionFailed(condition: string): SandboxError {
  return new SandboxError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    Condition: condition,
  });
}

/** S3 names the bucket's Region in a header, on every answer that is about a bucket. */
export function elsewhere(bucket: string, region: string): SandboxError {
  const text = 'The bucket you are attempting to access must be addressed using the specified endpoint. ';
  return new SandboxError(
    'PermanentRedirect',
    `${text}Please send all future requests to this endpoint.`,
    301,
    { Bucket: bucket, Endpoint: `${bucket}.s3.${region}.amazonaws.com` },
    { 'x-amz-bucket-region': region },
  );
}

function noSuchKey(): SandboxError {
  return new SandboxError('NoSuchKey', 'The specified key does not exist.', 404);
}

interface Description {
  readonly ETag: string;
  readonly ContentLength: number;
  readonly ContentType: string;
  readonly LastModified: Date;
  readonly Metadata: Record<string, string>;
}

function describe({ body, etag, contentType, lastModified, metadata }: StoredObject): Description {
  return {
    ETag: etag,
    ContentLength: body.byteLength,
    ContentType: contentType,
    LastModified: new Date(lastModified),
    Metadata: { ...metadata },
  };
}

function listed(key: string, object: StoredObject | undefined) {
  if (object === undefined) return [];
  return [
    {
      Key: key,
      ETag: object.etag,
      Size: object.body.byteLength,
      LastModified: new Date(object.lastModified),
      StorageClass: 'STANDARD' as const,
    },
  ];
}
