/** Where and when a seed's resource is. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** Start of the scan, ms since the epoch. */
  readonly now: number;
}

const minute = 60_000;

/** A moment before the scan, at a whole minute. */
export function minutesAgo({ now }: Pick<Place, 'now'>, minutes: number): Date {
  return new Date(Math.floor(now / minute) * minute - Math.round(minutes) * minute);
}

export function hoursAgo(at: Pick<Place, 'now'>, hours: number): Date {
  return minutesAgo(at, hours * 60);
}

/** A moment before the scan; negative for one after it. */
export function daysAgo(at: Pick<Place, 'now'>, days: number): Date {
  return hoursAgo(at, days * 24);
}

/** ARN of something regional. */
export function arnOf({ account, region }: Pick<Place, 'account' | 'region'>, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

/** ARN of a SageMaker resource: its name is in lower case there. */
export function sageMakerArn(at: Place, kind: string, name: string): string {
  return arnOf(at, 'sagemaker', `${kind}/${name.toLowerCase()}`);
}

export function roleArn({ account }: Pick<Place, 'account'>, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

/** An image in the account's own registry. */
export function ownImage({ account, region }: Place, repository: string): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com/${repository}:stable`;
}
