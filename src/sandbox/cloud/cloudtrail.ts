import type { AccountData, AccountOf, TrailData } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** CloudTrail. */
export function cloudtrail(accountOf: AccountOf): Handlers {
  const trailsIn = (call: SandboxCall): readonly TrailData[] => accountOf(call).in[call.region]?.cloudtrail?.trails ?? [];
  const everyTrail = (call: SandboxCall): readonly TrailData[] =>
    Object.values(accountOf(call).in).flatMap((region) => region.cloudtrail?.trails ?? []);

  /** A trail by its ARN, or by its name in its home Region. */
  const find = (name: string, call: SandboxCall): TrailData => {
    const found = name.startsWith('arn:')
      ? everyTrail(call).find(({ trail }) => trail.TrailARN === name)
      : trailsIn(call).find(({ trail }) => trail.Name === name);
    const unknown = `Unknown trail: ${name} for the user: ${accountOf(call).id}`;
    if (found === undefined) throw new SandboxError('TrailNotFoundException', unknown);
    return found;
  };

  return defineHandlers('cloudtrail', {
    DescribeTrails({ trailNameList: names = [], includeShadowTrails: shadows = true }, call) {
      const visible = everyTrail(call).filter((one) => shadows || isAtHome(one, accountOf(call), call.region));
      const here = visible.filter(({ trail }) => trail.IsMultiRegionTrail === true || trail.HomeRegion === call.region);
      const listed =
        names.length === 0
          ? here
          : visible.filter(
              ({ trail: { Name, TrailARN, HomeRegion } }) =>
                names.includes(TrailARN ?? '') || (HomeRegion === call.region && names.includes(Name ?? '')),
            );
      return { trailList: listed.map(({ trail }) => trail) };
    },
    GetTrailStatus({ Name = '' }, call) {
      return find(Name, call).status;
    },
    GetEventSelectors({ TrailName = '' }, call) {
      const { trail, selectors } = find(TrailName, call);
      return given({ TrailARN: trail.TrailARN, ...selectors });
    },
    ListEventDataStores({ NextToken, MaxResults }, call) {
      const stores = accountOf(call).in[call.region]?.cloudtrail?.eventDataStores ?? [];
      const { page, next } = pageOf(stores, { token: NextToken, size: MaxResults, usual: 1000, most: 1000 });
      // Nothing else is answered here any more.
      const summaries = page.map(({ EventDataStoreArn, Name }) => given({ EventDataStoreArn, Name }));
      return given({ EventDataStores: summaries, NextToken: next });
    },
    GetEventDataStore({ EventDataStore: id = '' }, call) {
      const stores = accountOf(call).in[call.region]?.cloudtrail?.eventDataStores ?? [];
      const found = stores.find(({ EventDataStoreArn: arn = '' }) => arn === id || arn.endsWith(`/${id}`));
      if (found === undefined) throw new SandboxError('EventDataStoreNotFoundException', `Event data store not found: ${id}`);
      return found;
    },
  });
}

/** Not a shadow: of this account, and in its home Region. */
function isAtHome({ trail }: TrailData, { id }: AccountData, region: string): boolean {
  return trail.HomeRegion === region && trail.TrailARN?.split(':')[4] === id;
}
