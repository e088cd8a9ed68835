import { ask, cli, defineCheck, every, fail, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import type { Evidence, Fact, Gap, Origin, Verdict } from '../../src/kit.ts';
import {
  auditLogs,
  type AdvancedSelector,
  type AuditLog,
  type EventDataStore,
  type Trail,
  type TrailSelectors,
} from '../../src/inventory/cloudtrail.ts';
import { parseArn } from '../../src/lineage/arn.ts';
import { managementEvents } from '../../src/lineage/audit-log.ts';

const listed = 'DescribeTrailsResponse.trailList[]';

export default defineCheck({
  id: 'lp-cloudtrail-trail-enabled',
  control: 'least-privilege',
  severity: 'HIGH',
  tier: 1,
  origin: 'post',
  stage: 'account',
  title: 'A multi-Region trail records management events',
  why: 'Event history ends after 90 days and covers one Region at a time: without a trail nobody can tell later who used or changed a model.',
  advice: 'Look up in CloudTrail which user did what to ML resources, and keep a durable record of it.',
  threat: { text: 'Misuse of data and models that nobody can trace', atlas: ['AML.T0035'] },
  mapping: [
    'Security Hub CloudTrail.1',
    'Security Hub CloudTrail.2',
    'Security Hub CloudTrail.3',
    'Security Hub CloudTrail.4',
    'NIST AU-2',
    'NIST AU-6',
    'NIST AU-12',
  ],
  resourceTypes: ['AWS::Account'],
  subject: auditLogs,
  fix(log) {
    const own = ownTrail(log);
    if (own === undefined) {
      const region = ask('HOME_REGION');
      return {
        text: 'Create a trail for all Regions, with a bucket whose policy lets CloudTrail write, and start it.',
        command: cli`aws cloudtrail create-trail --region ${region} --name management-events --s3-bucket-name ${ask('LOG_BUCKET')} --is-multi-region-trail --enable-log-file-validation --kms-key-id ${ask('KMS_KEY_ARN')} && aws cloudtrail start-logging --region ${region} --name management-events`,
      };
    }
    const region = own.homeRegion ?? ask('HOME_REGION');
    return {
      text: 'Let the trail take all Regions and start it. Its selectors must take management events of type All: put-event-selectors replaces every selector, so keep those for data events. Where a delivery failed, mend the policy of the bucket.',
      command: cli`aws cloudtrail update-trail --region ${region} --name ${own.arn} --is-multi-region-trail && aws cloudtrail start-logging --region ${region} --name ${own.arn}`,
    };
  },
  evaluate({ account, trails, stores }) {
    const candidates = [
      ...(trails.known ? trails.value.map((trail) => judgeTrail(trail, trails.from, account)) : [unknown(trails.gap)]),
      ...stores.flatMap((found) => (found.known ? found.value.map((store) => judgeStore(store)) : [unknown(found.gap)])),
    ];
    // One that is good is enough; without one, a single doubt leaves the question open.
    const good = candidates.find(({ status }) => status === 'PASS');
    if (good !== undefined) return good;
    const [doubt, ...doubts] = candidates.filter(({ status }) => status === 'UNKNOWN');
    if (doubt !== undefined) return every([doubt, ...doubts]);
    return every([nothingRecords(trails), ...candidates]);
  },
});

function nothingRecords(trails: Fact<readonly Trail[]>): Verdict {
  return whenKnown(trails, (all, from) =>
    fail(
      'no trail records the management events of all Regions',
      seen(
        from,
        `${listed}.TrailARN`,
        all.map(({ arn }) => arn),
      ),
    ),
  );
}

/** The trail that is easiest to mend: one of the account's own, best one for all Regions. */
function ownTrail({ account, trails }: AuditLog): Trail | undefined {
  const own = (trails.known ? trails.value : []).filter((trail) => isOwn(trail, account));
  return own.find(({ multiRegion }) => multiRegion === true) ?? own[0];
}

function isOwn({ arn }: Trail, account: string): boolean {
  return parseArn(arn)?.account === account;
}

function judgeTrail(trail: Trail, from: Origin, account: string): Verdict {
  const good = `the trail ${trail.arn} records the management events of all Regions`;
  return every([
    judgeReach(trail, from, good),
    whenKnown(trail.status, (status, at) => {
      if (status === null) return unseen(trail, at, account);
      const evidence = [
        seen(at, 'GetTrailStatusResponse.IsLogging', status.logging, trail.arn),
        seen(at, 'GetTrailStatusResponse.LatestDeliveryError', status.deliveryError),
      ] as const;
      if (!status.logging) return fail(`the trail ${trail.arn} is stopped`, ...evidence);
      if (status.deliveryError === null) return pass(good, ...evidence);
      return fail(`the trail ${trail.arn} cannot deliver its files (${status.deliveryError})`, ...evidence);
    }),
    whenKnown(trail.selectors, (selectors, at) => {
      if (selectors === null) return unseen(trail, at, account);
      if (selectors.basic.length + selectors.advanced.length === 0)
        return noAnswer(at, {
          reason: 'malformed',
          account,
          error: 'NoSelectors',
          detail: `the answer has no selectors of ${trail.arn}`,
        });
      const evidence = selectorsSeen(selectors, at);
      const { reads, writes } = managementEvents(selectors);
      return reads && writes
        ? pass(good, evidence)
        : fail(`the trail ${trail.arn} does not record all management events`, evidence);
    }),
  ]);
}

function judgeReach({ arn, multiRegion, organization, homeRegion }: Trail, from: Origin, good: string): Verdict {
  const reach = seen(from, `${listed}.IsMultiRegionTrail`, multiRegion, arn);
  if (multiRegion !== true) return fail(`the trail ${arn} covers one Region`, reach);
  const home = seen(from, `${listed}.HomeRegion`, homeRegion);
  return pass(good, reach, home, seen(from, `${listed}.IsOrganizationTrail`, organization));
}

/** CloudTrail knows no such trail: an own one was deleted since; that another account's is there, it only tells that account. */
function unseen(trail: Trail, from: Origin, account: string): Verdict {
  const { arn } = trail;
  const error = 'TrailNotFoundException';
  if (isOwn(trail, account)) return fail(`the trail ${arn} has just been deleted`, seen(from, error, arn));
  return noAnswer(from, {
    reason: 'not-collected',
    account,
    error,
    detail: `${arn} belongs to another account, which alone can look at it`,
  });
}

function noAnswer({ operation, region }: Origin, gap: Omit<Gap, 'operation' | 'action' | 'region'>): Verdict {
  return unknown({ ...gap, operation, action: operation, region }, `it is not known what is recorded: ${gap.detail}`);
}

function judgeStore({ arn, details }: EventDataStore): Verdict {
  return whenKnown(details, (store, from) => {
    if (store === null)
      return fail(`the event data store ${arn} has just been deleted`, seen(from, 'EventDataStoreNotFoundException', arn));
    const evidence = [
      seen(from, 'GetEventDataStoreResponse.Status', store.status, arn),
      seen(from, 'GetEventDataStoreResponse.MultiRegionEnabled', store.multiRegion),
      seen(from, 'GetEventDataStoreResponse.AdvancedEventSelectors', written(store.advanced)),
    ] as const;
    const { reads, writes } = managementEvents({ basic: [], advanced: store.advanced });
    return store.status === 'ENABLED' && store.multiRegion === true && reads && writes
      ? pass(`the event data store ${arn} records the management events of all Regions`, ...evidence)
      : fail(`the event data store ${arn} does not record the management events of all Regions`, ...evidence);
  });
}

function selectorsSeen({ basic, advanced }: TrailSelectors, from: Origin): Evidence {
  const { without } = managementEvents({ basic, advanced });
  const note = without.length === 0 ? undefined : `left out for their volume: ${without.join(', ')}`;
  if (advanced.length > 0) return seen(from, 'GetEventSelectorsResponse.AdvancedEventSelectors', written(advanced), note);
  const values = basic.map(({ readWriteType, managementEvents: taken, excluded }) => ({
    ReadWriteType: readWriteType,
    IncludeManagementEvents: taken,
    ExcludeManagementEventSources: excluded,
  }));
  return seen(from, 'GetEventSelectorsResponse.EventSelectors', values, note);
}

/** As the API has them. */
function written(selectors: readonly AdvancedSelector[]) {
  return selectors.map(({ conditions }) =>
    conditions.map(({ field, operator, values }) => ({ Field: field, [operator]: values })),
  );
}
