import type { AdvancedEventSelector, EventSelector, Trail as ListedTrail } from '@aws-sdk/client-cloudtrail';
import { defineCollector, type Calls } from '../core/collector.ts';
import { mapFact, type Fact } from '../core/fact.ts';
import { op, paged } from '../core/operation.ts';
import {
  auditLogs,
  type AdvancedSelector,
  type BasicSelector,
  type EventDataStore,
  type Trail,
} from '../inventory/cloudtrail.ts';
import { parseArn } from '../lineage/arn.ts';

const operations = {
  trails: op('cloudtrail', 'DescribeTrails', { required: ['trailList'] }),
  status: op('cloudtrail', 'GetTrailStatus', { required: ['IsLogging'], absent: ['TrailNotFoundException'] }),
  selectors: op('cloudtrail', 'GetEventSelectors', { required: ['TrailARN'], absent: ['TrailNotFoundException'] }),
  stores: paged('cloudtrail', 'ListEventDataStores', {
    token: ['NextToken', 'NextToken'],
    items: (page) => page.EventDataStores,
    size: { MaxResults: 1000 },
  }),
  store: op('cloudtrail', 'GetEventDataStore', {
    required: ['EventDataStoreArn'],
    absent: ['EventDataStoreNotFoundException'],
  }),
};

type Aws = Calls<typeof operations>;

export default defineCollector({
  section: auditLogs,
  runs: 'once',
  operations,
  async collect(aws, { account, partition, region, regions }, emit) {
    const [trails, stores] = await Promise.all([trailsOf(aws), Promise.all(regions.map((each) => storesIn(each, aws)))]);
    emit({
      arn: `arn:${partition}:iam::${account}:root`,
      type: auditLogs.type,
      name: account,
      account,
      region,
      trails,
      stores,
    });
  },
});

/** Multi-Region and organization trails have a shadow in every Region, so that the partition's home shows all of them. */
async function trailsOf(aws: Aws): Promise<Fact<readonly Trail[]>> {
  const listed = await aws.trails({ includeShadowTrails: true });
  if (!listed.known) return listed;
  const byArn = new Map(
    listed.value.trailList.flatMap((trail) => (trail.TrailARN === undefined ? [] : [[trail.TrailARN, trail]])),
  );
  const trails = await Promise.all([...byArn].map(([arn, trail]) => toTrail(arn, trail, aws)));
  return mapFact(listed, () => trails);
}

async function toTrail(arn: string, trail: ListedTrail, aws: Aws): Promise<Trail> {
  const home = trail.HomeRegion ?? parseArn(arn)?.region;
  const place = home === undefined ? {} : { region: home };
  const [status, selectors] = await Promise.all([aws.status({ Name: arn }, place), aws.selectors({ TrailName: arn }, place)]);
  return {
    arn,
    homeRegion: home ?? null,
    multiRegion: trail.IsMultiRegionTrail ?? null,
    organization: trail.IsOrganizationTrail ?? null,
    status: mapFact(
      status,
      (answer) => answer && { logging: answer.IsLogging, deliveryError: answer.LatestDeliveryError || null },
    ),
    selectors: mapFact(
      selectors,
      (answer) =>
        answer && {
          basic: (answer.EventSelectors ?? []).map((each) => toBasic(each)),
          advanced: (answer.AdvancedEventSelectors ?? []).map((each) => toAdvanced(each)),
        },
    ),
  };
}

async function storesIn(region: string, aws: Aws): Promise<Fact<readonly EventDataStore[]>> {
  const listed = await aws.stores.all({}, { region });
  if (!listed.known) return listed;
  const arns = listed.value.flatMap((store) => store.EventDataStoreArn ?? []);
  const stores = await Promise.all(arns.map((arn) => toStore(arn, region, aws)));
  return mapFact(listed, () => stores);
}

async function toStore(arn: string, region: string, aws: Aws): Promise<EventDataStore> {
  const detail = await aws.store({ EventDataStore: arn }, { region });
  return {
    arn,
    details: mapFact(
      detail,
      (answer) =>
        answer && {
          status: answer.Status ?? null,
          multiRegion: answer.MultiRegionEnabled ?? null,
          advanced: (answer.AdvancedEventSelectors ?? []).map((each) => toAdvanced(each)),
        },
    ),
  };
}

function toBasic(selector: EventSelector): BasicSelector {
  return {
    readWriteType: selector.ReadWriteType ?? null,
    managementEvents: selector.IncludeManagementEvents ?? null,
    excluded: selector.ExcludeManagementEventSources ?? [],
  };
}

const operators = ['Equals', 'NotEquals', 'StartsWith', 'NotStartsWith', 'EndsWith', 'NotEndsWith'] as const;

function toAdvanced(selector: AdvancedEventSelector): AdvancedSelector {
  return {
    conditions: (selector.FieldSelectors ?? []).flatMap((condition) =>
      operators.flatMap((operator) => {
        const values = condition[operator] ?? [];
        return values.length === 0 ? [] : [{ field: condition.Field ?? '', operator, values }];
      }),
    ),
  };
}
