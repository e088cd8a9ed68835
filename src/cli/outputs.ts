import { createEndpoints, EndpointError } from '../aws/endpoint.ts';
import type { BucketOptions } from '../publish/bucket.ts';
import { bucketPlace, type BucketPlace } from '../publish/place.ts';
import { usageError } from './exit.ts';
import type { OutputOptions } from './options.ts';

const defaultFolder = './mlwarden-report';

/** Where a run goes. */
export interface Outputs {
  /** At least one: what is uploaded is kept here too. */
  readonly folders: readonly [string, ...string[]];
  /** Whether the user named no folder: then one that cannot be written is no failure of its own. */
  readonly onlyCopies: boolean;
  readonly buckets: readonly BucketPlace[];
  /** How the buckets are reached. */
  readonly access: Omit<BucketOptions, 'runId' | 'signal'>;
}

/** What the rest of the command line says of AWS. */
export interface GeneralAccess {
  readonly endpointUrl: string | undefined;
  readonly profile?: string | undefined;
}

/**
 * Reads what is said of outputs, before anything is called. Without credentials of their own, buckets are written with those
 * that the command starts from: never with the role that the scan assumes.
 * @throws Exit for an endpoint that may not be used
 */
export function outputsOf(options: OutputOptions, { endpointUrl, profile }: GeneralAccess): Outputs {
  const places = options.output.map((place) => bucketPlace(place) ?? place);
  const [first, ...others] = places.filter((place) => typeof place === 'string');
  const endpoints = {
    endpointUrl,
    ...(options.outputEndpointUrl === undefined ? {} : { endpointUrls: { s3: options.outputEndpointUrl } }),
    allowCustomEndpoint: options.allowCustomEndpoint,
  };
  const buckets = places.filter((place) => typeof place !== 'string');
  if (buckets.length > 0) check(endpoints);
  return {
    folders: [first ?? defaultFolder, ...others],
    onlyCopies: first === undefined && buckets.length > 0,
    buckets,
    access: {
      ...endpoints,
      profile: options.outputProfile ?? profile,
      roleArn: options.outputRoleArn,
      externalId: options.outputExternalId,
      owner: options.outputAccount,
      kmsKey: options.outputKmsKey,
    },
  };
}

function check(endpoints: Parameters<typeof createEndpoints>[0]): void {
  try {
    createEndpoints(endpoints);
  } catch (error) {
    if (error instanceof EndpointError) throw usageError(error.message);
    throw error;
  }
}
