import { parseS3Location, isUnder } from './s3-location.ts';

/**
 * Whether a location holds what an endpoint captured. Below the destination, SageMaker writes to ENDPOINT/VARIANT/yyyy/mm/dd/hh:
 * a folder of another endpoint that shares the destination is not it.
 */
export function holdsCaptures(location: string, destination: string, endpointName: string): boolean {
  if (!isUnder(location, destination)) return false;
  return isUnder(destination, location) || isUnder(location, `${destination.replace(/\/+$/, '')}/${endpointName}`);
}

/** Whether a text is a location in S3 at all. */
export function isS3Location(text: string): boolean {
  return parseS3Location(text).kind !== 'unresolved';
}
