import type { EventSelector, Trail } from '@aws-sdk/client-cloudtrail';
import type { DetectorData, TrailData } from '../../account.ts';
import { arnOf, daysAgo, minutesAgo, roleArn, type Place } from './place.ts';

/** A trail that delivers all management events of all Regions. */
export function trail(
  at: Place,
  Name: string,
  bucket: string,
  more: { readonly trail?: Trail; readonly logging?: boolean; readonly selectors?: EventSelector[] } = {},
): TrailData {
  const TrailARN = arnOf(at, 'cloudtrail', `trail/${Name}`);
  const { logging = true, selectors = [{ ReadWriteType: 'All', IncludeManagementEvents: true }] } = more;
  return {
    trail: {
      Name,
      TrailARN,
      S3BucketName: bucket,
      HomeRegion: at.region,
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: true,
      IsOrganizationTrail: false,
      LogFileValidationEnabled: true,
      HasCustomEventSelectors: false,
      HasInsightSelectors: false,
      ...more.trail,
    },
    status: {
      IsLogging: logging,
      LatestDeliveryTime: minutesAgo(at, 6),
      StartLoggingTime: daysAgo(at, 700),
      ...(logging ? {} : { StopLoggingTime: daysAgo(at, 50) }),
    },
    selectors: {
      TrailARN,
      EventSelectors: selectors.map((one) => ({ DataResources: [], ExcludeManagementEventSources: [], ...one })),
    },
  };
}

/** GuardDuty with its three foundational sources. */
export function detector(at: Place, id: string, Status: 'ENABLED' | 'DISABLED' = 'ENABLED'): DetectorData {
  return {
    id,
    CreatedAt: daysAgo(at, 500).toISOString(),
    UpdatedAt: daysAgo(at, 30).toISOString(),
    FindingPublishingFrequency: 'SIX_HOURS',
    ServiceRole: roleArn(at, 'aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty'),
    Status,
    Features: (['CLOUD_TRAIL', 'DNS_LOGS', 'FLOW_LOGS'] as const).map((Name) => ({ Name, Status, UpdatedAt: daysAgo(at, 30) })),
  };
}
