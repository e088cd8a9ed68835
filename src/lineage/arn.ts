import type { Home } from '../core/resource.ts';

/** The six parts of an ARN. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for global services. */
  readonly region: string;
  /** Empty where the ARN has none (S3 buckets). */
  readonly account: string;
  readonly resource: string;
}

/** Splits an ARN; `null` for anything else. */
export function parseArn(text: string): Arn | null {
  const match = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (match === null) return null;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

/** The ARN of a SageMaker resource, whose name is in lower case there. */
export function sagemakerArn(home: Home, region: string, kind: string, name: string): string {
  return `arn:${home.partition}:sagemaker:${region}:${home.account}:${kind}/${name.toLowerCase()}`;
}

/** Partition and account of an ARN. */
export function homeOf(arn: string): Home {
  const { partition = '', account = '' } = parseArn(arn) ?? {};
  return { partition, account };
}

/** The last part of an ARN's resource: a role's name without its path. A plain name is its own. */
export function nameOf(arn: string): string {
  return arn.split(/[/:]/).at(-1) ?? arn;
}

/** Whether two ARNs name one thing. SageMaker lower-cases names in ARNs, and not in all of its answers: case does not count there. */
export function sameArn(a: string, b: string): boolean {
  return a === b || (parseArn(a)?.service === 'sagemaker' && a.toLowerCase() === b.toLowerCase());
}

/** Whether two references, each a name or an ARN, mean one endpoint. Names hold in the Region and account of the asker. */
export function sameEndpoint(a: string, b: string): boolean {
  const bothArns = parseArn(a) !== null && parseArn(b) !== null;
  return bothArns ? sameArn(a, b) : endpointKey(a) === endpointKey(b);
}

/** An endpoint's name or ARN as a key: names keep their case in names and lose it in ARNs (catalogue 3.3). */
export function endpointKey(nameOrArn: string): string {
  return nameOf(nameOrArn).toLowerCase();
}
