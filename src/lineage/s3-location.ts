/** Where an S3 reference points. The prefix is what follows the slash after the bucket. */
export type S3Location =
  | { readonly kind: 'bucket' | 'directory-bucket'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'access-point'; readonly arn: string; readonly prefix: string }
  | { readonly kind: 'access-point-alias' | 'multi-region-access-point'; readonly alias: string; readonly prefix: string }
  | { readonly kind: 'unresolved'; readonly raw: string; readonly why: string };

/** Today's rule, and that of us-east-1 before 2018: upper case, underscores, up to 255 characters. */
const bucketName = /^[A-Za-z0-9._-]{3,255}$/;

/** Every form in which AWS and its SDKs write an S3 location (catalogue 3.3). */
export function parseS3Location(raw: string): S3Location {
  const uri = /^s3[an]?:\/\/(.+)$/is.exec(raw)?.[1];
  if (uri !== undefined) return uri.startsWith('arn:') ? byArn(uri, raw) : byName(...split(uri), raw);
  if (raw.startsWith('arn:')) return byArn(raw, raw);
  const url = /^https?:\/\/([^/:?#]+)(?::\d+)?(?:\/([^?#]*))?(?:[?#]|$)/is.exec(raw);
  if (url !== null) return byHost((url[1] ?? '').toLowerCase(), decoded(url[2] ?? ''), raw);
  return { kind: 'unresolved', raw, why: 'not an S3 location' };
}

/** Whether a location lies under a prefix of the same bucket or access point; compared by whole path segments. */
export function isUnder(location: string, prefix: string): boolean {
  const inner = parseS3Location(location);
  const outer = parseS3Location(prefix);
  if (inner.kind === 'unresolved' || outer.kind === 'unresolved' || containerOf(inner) !== containerOf(outer)) return false;
  const root = trimmed(outer.prefix);
  return root === '' || `${trimmed(inner.prefix)}/`.startsWith(`${root}/`);
}

/** What a location lies in, as a key: its bucket, access point or alias; `null` for what is no location. */
export function containerKey(raw: string): string | null {
  const location = parseS3Location(raw);
  return location.kind === 'unresolved' ? null : containerOf(location);
}

/** Buckets of AWS: samples and JumpStart. Names can be imitated: ask only for buckets that ListBuckets does not name as our own. */
export function isAwsOwned(bucket: string): boolean {
  return /^(jumpstart-cache-prod-|jumpstart-private-cache-|sagemaker-sample-files|sagemaker-sample-data-|sagemaker-example-files-prod-)/.test(
    bucket,
  );
}

/** Buckets of one zone for S3 Express: an API, permissions and lists of their own. */
export function isDirectoryBucket(bucket: string): boolean {
  return /--[a-z0-9-]+-az\d+--x-s3$/.test(bucket);
}

function byName(name: string, prefix: string, raw: string): S3Location {
  if (isDirectoryBucket(name)) return { kind: 'directory-bucket', bucket: name, prefix };
  // Access points of directory buckets stand in a bucket's place under their own name.
  if (/-s3alias$|--[a-z0-9-]+-az\d+--xa-s3$/.test(name)) return { kind: 'access-point-alias', alias: name, prefix };
  if (name.endsWith('.mrap')) return { kind: 'multi-region-access-point', alias: name, prefix };
  if (name.endsWith('--ol-s3')) return { kind: 'unresolved', raw, why: 'an Object Lambda access point alias' };
  if (name.endsWith('--op-s3')) return { kind: 'unresolved', raw, why: 'an Outposts access point alias' };
  if (name.endsWith('--table-s3')) return { kind: 'unresolved', raw, why: 'an S3 table' };
  if (bucketName.test(name)) return { kind: 'bucket', bucket: name, prefix };
  return { kind: 'unresolved', raw, why: 'not a bucket name' };
}

function byArn(arn: string, raw: string): S3Location {
  const accessPoint = /^(arn:[^:/]+:s3(?:express)?:[^:/]*:\d*:accesspoint[/:][^/:]+)(?:\/(.*))?$/s.exec(arn);
  if (accessPoint !== null) {
    const [, name = '', rest = ''] = accessPoint;
    // An ARN of an object has `object/` before the key; the s3://ARN/key of the CLI has not.
    const prefix = arn === raw ? rest.replace(/^object(\/|$)/, '') : rest;
    const alias = name.split(/[/:]/).at(-1) ?? '';
    return alias.endsWith('.mrap')
      ? { kind: 'multi-region-access-point', alias, prefix }
      : { kind: 'access-point', arn: name, prefix };
  }
  const bucket = /^arn:[^:/]+:s3(?:express)?:[^:/]*:\d*:(?:bucket\/)?([^:/]+)(?:\/(.*))?$/s.exec(arn);
  if (bucket !== null) return byName(bucket[1] ?? '', bucket[2] ?? '', raw);
  const other = /^arn:[^:/]+:s3-(object-lambda|outposts):/.exec(arn)?.[1];
  return { kind: 'unresolved', raw, why: other === undefined ? 'not an ARN of S3' : `an ARN of S3 ${other}` };
}

const domain = String.raw`\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$`;
/** s3, s3.REGION, s3-REGION, s3.dualstack.REGION, s3-fips.REGION, s3-external-1, s3-accelerate, s3-website.REGION, s3express-AZ.REGION */
const service = String.raw`(?:s3|s3-[a-z0-9-]+|s3express-[a-z0-9-]+-az\d+)(?:\.dualstack)?(?:\.[a-z]{2,}(?:-[a-z]+)+-\d+)?`;
const virtualHost = new RegExp(`^(.+)\\.${service}${domain}`);
const pathHost = new RegExp(`^${service}${domain}`);
const accessPointHost = new RegExp(
  String.raw`^([a-z0-9-]+)-(\d{12})\.s3-accesspoint(?:-fips)?(?:\.dualstack)?\.([a-z0-9-]+)${domain}`,
);
const multiRegionHost = new RegExp(String.raw`^(.+\.mrap)\.accesspoint\.s3-global${domain}`);
/** Interface endpoints: a bucket before `bucket.vpce-...`, or in the path. */
const interfaceHost = new RegExp(String.raw`^(?:(.+)\.)?bucket\.vpce-[a-z0-9-]+\.s3\.[a-z0-9-]+\.vpce${domain}`);

function byHost(host: string, path: string, raw: string): S3Location {
  const multiRegion = multiRegionHost.exec(host)?.[1];
  if (multiRegion !== undefined) return { kind: 'multi-region-access-point', alias: multiRegion, prefix: path };
  const accessPoint = accessPointHost.exec(host);
  if (accessPoint !== null) {
    const [, name = '', account = '', region = ''] = accessPoint;
    return { kind: 'access-point', arn: `arn:${partitionOf(region)}:s3:${region}:${account}:accesspoint/${name}`, prefix: path };
  }
  const viaInterface = interfaceHost.exec(host);
  const bucket = viaInterface === null ? virtualHost.exec(host)?.[1] : viaInterface[1];
  if (bucket !== undefined) return byName(bucket, path, raw);
  if (viaInterface !== null || pathHost.test(host)) return byName(...split(path), raw);
  return { kind: 'unresolved', raw, why: 'not a host of S3' };
}

/** Only the prefix of a Region tells its partition in a host name. */
function partitionOf(region: string): string {
  const prefixes = {
    'cn-': 'aws-cn',
    'us-gov-': 'aws-us-gov',
    'us-iso-': 'aws-iso',
    'us-isob-': 'aws-iso-b',
    'eu-isoe-': 'aws-iso-e',
    'us-isof-': 'aws-iso-f',
    'eusc-': 'aws-eusc',
  };
  return Object.entries(prefixes).find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

function split(path: string): [name: string, prefix: string] {
  const slash = path.indexOf('/');
  return slash === -1 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
}

function containerOf(location: Exclude<S3Location, { readonly kind: 'unresolved' }>): string {
  if ('bucket' in location) return `bucket ${location.bucket}`;
  return 'arn' in location ? `point ${location.arn.replace('accesspoint:', 'accesspoint/')}` : `alias ${location.alias}`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function trimmed(prefix: string): string {
  return prefix.replace(/\/+$/, '');
}
