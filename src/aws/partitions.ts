/** Where a partition's global services are called. */
const homeRegions: ReadonlyMap<string, string> = new Map([
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-eusc', 'eusc-de-east-1'],
]);

/** The Region in which a partition's global services are called. */
export function homeRegion(partition: string): string {
  return homeRegions.get(partition) ?? 'us-east-1';
}
