import type { S3Client } from '@aws-sdk/client-s3';
import { createEndpoints, endpointConfig, type EndpointOptions, type Endpoints } from '../aws/endpoint.ts';
import { CallTimeout, errorFacts, kindOf, MalformedAnswer, type ErrorKind } from '../aws/errors.ts';
import { clientDefaults, defaultTimeouts, WholeAnswerHandler, type Timeouts } from '../aws/http.ts';
import { pauseBefore, retryAfterMs } from '../aws/retry.ts';
import { NoIdentityError, Session, type Credentials } from '../aws/session.ts';
import { systemTime, type Time } from '../aws/time.ts';
import { PublishError, sha256, type RunFile } from './files.ts';
import type { BucketPlace } from './place.ts';
import { reasonOf } from './reason.ts';
import type { Condition, ObjectStore, StoredObject } from './s3.ts';

export interface BucketOptions extends EndpointOptions {
  /** Becomes part of the role session's name, and so of CloudTrail. */
  readonly runId: string;
  readonly profile?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
  /** Instead of the default chain. */
  readonly credentials?: Credentials | undefined;
  /** Account that must own the bucket; that of the credentials by default. */
  readonly owner?: string | undefined;
  /** Key of KMS for what is written; the bucket's default by default. */
  readonly kmsKey?: string | undefined;
  /** Ends the publishing. */
  readonly signal?: AbortSignal | undefined;
  readonly timeouts?: Partial<Timeouts>;
  readonly random?: Time['random'];
  readonly sleep?: Time['sleep'];
}

/** The slowest line that a time-out allows for, bytes in a ms: 1 Mbit/s. */
const slowestRate = 125;
const sockets = 4;

/**
 * Opens a bucket with credentials of its own: whoever scans needs no right to write. This client sends PutObject and GetObject
 * and nothing else; the scan's edge refuses both.
 * @throws PublishError, EndpointError
 */
export async function openBucket(place: BucketPlace, options: BucketOptions): Promise<Bucket> {
  const { runId, profile, roleArn, externalId, credentials, signal = new AbortController().signal } = options;
  const time: Time = { ...systemTime, random: options.random ?? Math.random, sleep: options.sleep ?? systemTime.sleep };
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const endpoints = createEndpoints(options);
  const { admit } = endpoints;
  // An object's own time-out is by its size.
  const http = new WholeAnswerHandler({ timeouts: { ...timeouts, headers: 0 }, sockets, admit, objects: true });
  const identityHttp = new WholeAnswerHandler({ timeouts, sockets, admit });
  const close = () => {
    http.close();
    identityHttp.close();
  };
  const session = new Session({
    profile,
    roleArn,
    externalId,
    credentials,
    runId,
    region: undefined,
    endpoints,
    http: identityHttp,
    time,
    flags: '--output-',
  });
  try {
    const owner = options.owner ?? roleArn?.split(':')[4] ?? (await session.identify(undefined, signal)).account;
    const region = await session.region();
    return new Bucket({ place, session, endpoints, http, time, timeouts, signal, owner, region, kmsKey: options.kmsKey, close });
  } catch (error) {
    close();
    if (error instanceof NoIdentityError) throw new PublishError(error.message, { cause: error });
    throw error;
  }
}

interface Parts {
  readonly place: BucketPlace;
  readonly session: Session;
  readonly endpoints: Endpoints;
  readonly http: WholeAnswerHandler;
  readonly time: Time;
  readonly timeouts: Timeouts;
  readonly signal: AbortSignal;
  readonly owner: string;
  readonly region: string;
  readonly kmsKey: string | undefined;
  readonly close: () => void;
}

/** One bucket, as far as a publisher needs it. */
export class Bucket implements ObjectStore {
  readonly #parts: Parts;
  #region: string;
  #client: Promise<S3Client> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#region = parts.region;
  }

  async put(key: string, file: RunFile, condition: Condition): Promise<'written' | 'refused'> {
    const { place, owner, kmsKey } = this.#parts;
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const command = new PutObjectCommand({
      Bucket: place.bucket,
      Key: key,
      Body: file.body,
      ExpectedBucketOwner: owner,
      ContentType: file.contentType,
      CacheControl: 'no-store',
      ChecksumSHA256: Buffer.from(sha256(file.body), 'hex').toString('base64'),
      ...(condition === 'nothing-there' ? { IfNoneMatch: '*' } : { IfMatch: condition.etag }),
      ...(kmsKey === undefined ? {} : { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKey }),
    });
    return await this.#call('s3:PutObject', file.body.byteLength, async (client, abortSignal) => {
      try {
        const { ETag: etag } = await client.send(command, { abortSignal });
        // A proxy's page has status 200 too.
        if (etag === undefined) throw new MalformedAnswer('the answer is not from S3');
        return 'written';
      } catch (error) {
        const { name, status } = errorFacts(error);
        const goneSinceRead = name === 'NoSuchKey' && condition !== 'nothing-there';
        if (status === 412 || goneSinceRead) return 'refused';
        throw error;
      }
    });
  }

  async get(key: string, expectedBytes = 0): Promise<StoredObject | undefined> {
    const { place, owner } = this.#parts;
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const command = new GetObjectCommand({ Bucket: place.bucket, Key: key, ExpectedBucketOwner: owner });
    return await this.#call('s3:GetObject', expectedBytes, async (client, abortSignal) => {
      try {
        const { ETag: etag, Body: body } = await client.send(command, { abortSignal });
        if (etag === undefined || body === undefined) throw new MalformedAnswer('the answer is not from S3');
        return { body: await body.transformToByteArray(), etag };
      } catch (error) {
        if (errorFacts(error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    });
  }

  async pause(ms: number): Promise<void> {
    const { time, signal } = this.#parts;
    // Aborted: the next call says so.
    await time.sleep(time.random() * ms, signal).catch(() => undefined);
  }

  url(key: string): string {
    return `s3://${this.#parts.place.bucket}/${key}`;
  }

  close(): void {
    this.#parts.close();
  }

  /** One call with all its attempts. */
  async #call<T>(action: string, bytes: number, send: Send<T>): Promise<T> {
    const { time, timeouts, session, signal, owner } = this.#parts;
    const transferMs = Math.ceil(bytes / slowestRate);
    const until = time.elapsed() + timeouts.call + 3 * transferMs;
    const failures = new Map<ErrorKind, number>();
    for (;;) {
      const credentials = session.current;
      try {
        return await this.#attempt(timeouts.attempt + transferMs, send);
      } catch (error) {
        if (this.#hasMoved(error)) continue;
        const kind = isConflict(error) ? 'server' : kindOf(error);
        const count = (failures.get(kind) ?? 0) + 1;
        failures.set(kind, count);
        const pauseMs = pauseBefore(count, kind, { askedMs: retryAfterMs(error), random: time.random });
        if (signal.aborted || pauseMs === null || time.elapsed() + pauseMs >= until)
          throw new PublishError(reasonOf(error, { action, owner, session, stopped: signal.aborted }), { cause: error });
        // Credentials that cannot be renewed fail the next attempt.
        if (kind === 'expired') await session.renew(credentials).catch(() => undefined);
        await time.sleep(pauseMs, signal).catch(() => undefined);
      }
    }
  }

  async #attempt<T>(limitMs: number, send: Send<T>): Promise<T> {
    const limit = AbortSignal.any([this.#parts.signal, AbortSignal.timeout(limitMs)]);
    try {
      limit.throwIfAborted();
      this.#client ??= this.#open();
      return await send(await this.#client, limit);
    } catch (error) {
      throw limit.aborted ? new CallTimeout('no complete answer in time', { cause: error }) : error;
    }
  }

  /** Whether S3 has just told that the bucket is in another Region than we thought: the next attempt goes there. */
  #hasMoved(error: unknown): boolean {
    // `$response` is the SDK's HTTP response on its errors; header names are lower case there.
    const region: unknown = Object(Object(Object(error).$response).headers)['x-amz-bucket-region'];
    const { status = 0 } = errorFacts(error);
    if (this.#region !== this.#parts.region || ![301, 307, 400].includes(status)) return false;
    if (typeof region !== 'string' || region === this.#region || !/^[a-z0-9-]{1,40}$/.test(region)) return false;
    this.#region = region;
    this.#client = undefined;
    return true;
  }

  async #open(): Promise<S3Client> {
    const { session, http, endpoints } = this.#parts;
    const { S3Client } = await import('@aws-sdk/client-s3');
    return new S3Client({
      region: this.#region,
      credentials: session.credentials,
      requestHandler: http,
      ...clientDefaults,
      // Hashes are compared by whoever reads.
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...endpointConfig('s3', endpoints.of('s3')),
    });
  }
}

type Send<T> = (client: S3Client, abortSignal: AbortSignal) => Promise<T>;

/** Another write to the key is under way: S3 asks to try again (ConditionalRequestConflict, OperationAborted). */
function isConflict(error: unknown): boolean {
  return errorFacts(error).status === 409;
}
