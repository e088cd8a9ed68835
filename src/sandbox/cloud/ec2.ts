import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** EC2: Regions and what ML uses of its networks. */
export function ec2(accountOf: AccountOf): Handlers {
  return defineHandlers('ec2', {
    DescribeRegions({ AllRegions }, call) {
      const regions = accountOf(call).regions.filter(({ status }) => AllRegions === true || status !== 'DISABLED');
      return {
        Regions: regions.map(({ name, status }) => ({
          RegionName: name,
          Endpoint: `ec2.${name}.amazonaws.com`,
          OptInStatus: { ENABLED: 'opted-in', ENABLED_BY_DEFAULT: 'opt-in-not-required', DISABLED: 'not-opted-in' }[status],
        })),
      };
    },
  });
}
