import { onTestFinished } from 'vitest';
import { openBucket, type Bucket, type BucketOptions } from '../../../src/publish/bucket.ts';
import { sha256, type Run } from '../../../src/publish/files.ts';
import { publishRun, type Published } from '../../../src/publish/s3.ts';
import { createEndpoint, type Endpoint, type EndpointOptions } from '../../../src/sandbox/endpoint.ts';
import { objectStore, type ObjectStoreOptions, type StoredBucket } from '../../../src/sandbox/object-store.ts';
import { serve } from '../../../src/sandbox/server.ts';
import { defineHandlers } from '../../../src/sandbox/types.ts';
import { account } from './run.ts';

export interface ServerOptions extends Partial<EndpointOptions>, ObjectStoreOptions {
  readonly region?: string;
  readonly owner?: string;
  /** Something between the socket and the endpoint. */
  readonly around?: (endpoint: Endpoint) => Endpoint;
}

export interface BucketServer {
  readonly url: string;
  /** The bucket `reports`. */
  readonly bucket: StoredBucket;
  readonly open: (options?: Partial<BucketOptions>) => Promise<Bucket>;
  readonly publish: (run: Run, options?: Partial<BucketOptions>) => Promise<Published>;
}

const sts = defineHandlers('sts', {
  GetCallerIdentity: () => ({ Account: account, Arn: `arn:aws:iam::${account}:user/publisher`, UserId: 'U' }),
});

/** One bucket behind real sockets, and publishers that do not wait between attempts. */
export async function bucketServer({ region, owner = account, around, conflicts, ...options }: ServerOptions = {}) {
  const bucket: StoredBucket = { owner, objects: new Map(), ...(region === undefined ? {} : { region }) };
  const handlers = {
    ...sts,
    ...objectStore(new Map([['reports', bucket]]), conflicts === undefined ? {} : { conflicts }),
  };
  const endpoint = createEndpoint({ handlers, ...options });
  const server = await serve(around?.(endpoint) ?? endpoint);
  onTestFinished(server.close);
  const open = async (own: Partial<BucketOptions> = {}) => {
    const opened = await openBucket(
      { bucket: 'reports', prefix: 'ml' },
      {
        runId: '01RUN',
        endpointUrl: server.url,
        credentials: { accessKeyId: 'AKIAPUBLISHER', secretAccessKey: 'secret' },
        sleep: async () => await Promise.resolve(),
        ...own,
      },
    );
    onTestFinished(() => opened.close());
    return opened;
  };
  const publish = async (run: Run, own?: Partial<BucketOptions>) => await publishRun(await open(own), 'ml', run);
  return { url: server.url, bucket, open, publish } satisfies BucketServer;
}

/**
 * Follows the pointer as a reader does: latest.json, the manifest, every file.
 * @returns where the pointer leads; `undefined` without one
 * @throws Error for anything torn
 */
export function read({ objects }: StoredBucket): { runId: string; seq: number } | undefined {
  const folder = `ml/${account}`;
  const stored = objects.get(`${folder}/latest.json`);
  if (stored === undefined) return undefined;
  const latest = JSON.parse(Buffer.from(stored.body).toString());
  const body = (name: string): Uint8Array => {
    const object = objects.get(`${folder}/${latest.links[name]}`);
    if (object === undefined) throw new Error(`torn: ${name} of ${latest.runId} is missing`);
    return object.body;
  };
  const manifest = body('manifest.json');
  if (sha256(manifest) !== latest.manifestSha256) throw new Error('torn: another manifest');
  for (const { name, bytes, sha256: hash } of JSON.parse(Buffer.from(manifest).toString()).files) {
    if (body(name).byteLength !== bytes || sha256(body(name)) !== hash) throw new Error(`torn: ${name} is another`);
  }
  return { runId: latest.runId, seq: latest.seq };
}
