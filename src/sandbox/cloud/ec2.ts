import type { Filter } from '@aws-sdk/client-ec2';
import type { AccountOf, RegionData } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** EC2: Regions and what ML uses of its networks. */
export function ec2(accountOf: AccountOf): Handlers {
  const here = (call: SandboxCall): NonNullable<RegionData['ec2']> => accountOf(call).in[call.region]?.ec2 ?? {};
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
    DescribeSubnets(input, call) {
      const all = here(call).subnets ?? [];
      const kind = { noun: 'subnet', code: 'InvalidSubnetID' };
      const named = byIds(all, {
        ids: input.SubnetIds,
        idOf: (one) => one.SubnetId,
        kind,
        paged: input.MaxResults !== undefined,
      });
      const { page, next } = filteredPage(named, input.Filters, input, {
        'subnet-id': (one) => one.SubnetId,
        'vpc-id': (one) => one.VpcId,
        'owner-id': (one) => one.OwnerId,
        state: (one) => one.State,
      });
      return given({ Subnets: page, NextToken: next });
    },
    DescribeVpcs(input, call) {
      const all = here(call).vpcs ?? [];
      const kind = { noun: 'vpc', code: 'InvalidVpcID' };
      const named = byIds(all, { ids: input.VpcIds, idOf: (one) => one.VpcId, kind, paged: input.MaxResults !== undefined });
      const { page, next } = filteredPage(named, input.Filters, input, {
        'vpc-id': (one) => one.VpcId,
        'owner-id': (one) => one.OwnerId,
        state: (one) => one.State,
      });
      return given({ Vpcs: page, NextToken: next });
    },
    DescribeFlowLogs(input, call) {
      const wanted = input.FlowLogIds ?? [];
      // Unlike the others, it leaves out ids that it does not know.
      const all = (here(call).flowLogs ?? []).filter((one) => wanted.length === 0 || wanted.includes(one.FlowLogId ?? ''));
      const { page, next } = filteredPage(all, input.Filter, input, {
        'flow-log-id': (one) => one.FlowLogId,
        'resource-id': (one) => one.ResourceId,
        'traffic-type': (one) => one.TrafficType,
        'log-destination-type': (one) => one.LogDestinationType,
        'deliver-log-status': (one) => one.DeliverLogsStatus,
        'log-group-name': (one) => one.LogGroupName,
      });
      return given({ FlowLogs: page, NextToken: next });
    },
  });
}

interface ById<T> {
  readonly ids: readonly string[] | undefined;
  readonly idOf: (item: T) => string | undefined;
  readonly kind: { readonly noun: string; readonly code: string };
  /** The request asks for pages, which it may not together with ids. */
  readonly paged: boolean;
}

/** The named items, or all; one id that is not there refuses the whole request. */
function byIds<T>(all: readonly T[], { ids = [], idOf, kind, paged }: ById<T>): readonly T[] {
  if (ids.length === 0) return all;
  if (paged)
    throw new SandboxError(
      'InvalidParameterCombination',
      `The parameter ${kind.noun}IDs cannot be used with the parameter maxResults`,
    );
  return ids.map((id) => {
    if (!new RegExp(`^${kind.noun}-[0-9a-f]+$`).test(id))
      throw new SandboxError(`${kind.code}.Malformed`, `Invalid id: "${id}" (expecting "${kind.noun}-...")`);
    const found = all.find((item) => idOf(item) === id);
    if (found === undefined) throw new SandboxError(`${kind.code}.NotFound`, `The ${kind.noun} ID '${id}' does not exist`);
    return found;
  });
}

/** EC2 gives everything at once unless it is asked for pages of 5 to 1000. */
function filteredPage<T>(
  items: readonly T[],
  filters: readonly Filter[] = [],
  { NextToken: token, MaxResults: size }: { NextToken?: string | undefined; MaxResults?: number | undefined },
  members: Readonly<Record<string, (item: T) => string | undefined>>,
): { readonly page: T[]; readonly next: string | undefined } {
  if (size !== undefined && size < 5)
    throw new SandboxError(
      'InvalidParameterValue',
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value greater than 5.`,
    );
  const tests = filters.map(({ Name: name = '', Values: values = [] }) => {
    const member = members[name];
    if (member === undefined) throw new SandboxError('InvalidParameterValue', `The filter '${name}' is invalid`);
    return (item: T) => values.some((pattern) => matches(pattern, member(item) ?? ''));
  });
  const found = items.filter((item) => tests.every((test) => test(item)));
  return size === undefined ? { page: found, next: undefined } : pageOf(found, { token, size, usual: size, most: 1000 });
}

/** `*` stands for any text and `?` for one character. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(text);
}
