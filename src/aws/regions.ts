import { op, paged, type AnyOperation } from '../core/operation.ts';
import type { Caller, CallPlace } from './caller.ts';
import { homeRegion } from './partitions.ts';
import { NoRegionsError, type Identity } from './session.ts';

/** How a scan learns which Regions the account has enabled. */
const regionOperations = {
  listRegions: paged('account', 'ListRegions', {
    token: ['NextToken', 'NextToken'],
    items: (page) => page.Regions,
    size: { MaxResults: 50, RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] },
  }),
  describeRegions: op('ec2', 'DescribeRegions', { required: ['Regions'] }),
} as const;

/** Operations that every scan calls, whatever its checks. */
export const scanOperations: readonly AnyOperation[] = Object.values(regionOperations);

/**
 * The Regions that the account has enabled, sorted: Account Management's list; where it is not allowed, EC2's, which leaves out
 * what is not opted in.
 * @throws NoRegionsError
 */
export async function enabledRegions(
  caller: Caller,
  { account, partition }: Identity,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const place: CallPlace = { account, region: homeRegion(partition), signal };
  const calls = caller.callsFor(regionOperations, place);
  const listed = await calls.listRegions.all({});
  if (listed.known && listed.value.length > 0)
    return names(listed.value.filter((region) => region.RegionOptStatus?.startsWith('ENABLED')));
  const described = await calls.describeRegions({});
  if (described.known && described.value.Regions.length > 0) return names(described.value.Regions);
  const detail = described.known ? 'both lists are empty' : described.gap.detail;
  const actions = scanOperations.map((operation) => operation.action).join(' and ');
  throw new NoRegionsError(`no Regions: ${actions} gave no answer (${detail}): allow one of them`);
}

function names(regions: readonly { readonly RegionName?: string | undefined }[]): readonly string[] {
  return regions.flatMap((region) => region.RegionName ?? []).toSorted();
}
