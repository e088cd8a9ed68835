import type { Fact } from '../../src/core/fact.ts';
import {
  auditLogs,
  type AuditLog,
  type BasicSelector,
  type EventDataStore,
  type EventDataStoreDetails,
  type Trail,
  type TrailSelectors,
  type TrailStatus,
} from '../../src/inventory/cloudtrail.ts';
import { threatDetection, type Detector, type DetectorDetails, type ThreatDetection } from '../../src/inventory/guardduty.ts';
import { home, region, told } from './inventory.ts';

/** How the account records what is done in it: a trail list, and the event data stores of each Region. */
export function anAuditLog(trails: readonly Trail[] | Fact<readonly Trail[]>, stores: AuditLog['stores'] = [noStores]): AuditLog {
  return {
    arn: `arn:aws:iam::${home.account}:root`,
    type: auditLogs.type,
    name: home.account,
    account: home.account,
    region: 'global',
    trails: 'known' in trails ? trails : told(trails, 'cloudtrail:DescribeTrails'),
    stores,
  };
}

export const noStores: Fact<readonly EventDataStore[]> = told([], 'cloudtrail:ListEventDataStores');

/** A trail of all Regions that logs everything; overrides change single members. */
export function aTrail(overrides: Partial<Trail> = {}): Trail {
  return {
    arn: `arn:aws:cloudtrail:eu-central-1:${home.account}:trail/audit`,
    homeRegion: 'eu-central-1',
    multiRegion: true,
    organization: false,
    status: aStatus(),
    selectors: basic({}),
    ...overrides,
  };
}

export function aStatus(overrides: Partial<TrailStatus> = {}): Fact<TrailStatus> {
  return told({ logging: true, deliveryError: null, ...overrides }, 'cloudtrail:GetTrailStatus');
}

/** Basic selectors: each starts as all management events. */
export function basic(...selectors: readonly Partial<BasicSelector>[]): Fact<TrailSelectors> {
  const all = selectors.map((each) => ({ readWriteType: 'All', managementEvents: true, excluded: [], ...each }));
  return told({ basic: all, advanced: [] }, 'cloudtrail:GetEventSelectors');
}

/** Advanced selectors, each by its conditions: `['readOnly', 'Equals', 'true']`. */
export function advanced(...selectors: readonly (readonly Condition[])[]): Fact<TrailSelectors> {
  return told({ basic: [], advanced: selectors.map((conditions) => conditionsOf(conditions)) }, 'cloudtrail:GetEventSelectors');
}

type Operator = 'Equals' | 'NotEquals' | 'StartsWith';
export type Condition = readonly [field: string, operator: Operator, ...values: readonly string[]];

function conditionsOf(conditions: readonly Condition[]) {
  return { conditions: conditions.map(([field, operator, ...values]) => ({ field, operator, values })) };
}

export const management: Condition = ['eventCategory', 'Equals', 'Management'];

/** An event data store of all Regions that takes everything, in a Region of its own. */
export function aStore(overrides: Partial<EventDataStoreDetails> | null = {}): Fact<readonly EventDataStore[]> {
  const details =
    overrides === null ? null : { status: 'ENABLED', multiRegion: true, advanced: [conditionsOf([management])], ...overrides };
  const arn = `arn:aws:cloudtrail:eu-west-1:${home.account}:eventdatastore/0a1b2c3d-1111-2222-3333-444455556666`;
  return told([{ arn, details: told(details, 'cloudtrail:GetEventDataStore') }], 'cloudtrail:ListEventDataStores');
}

/** GuardDuty in the Region of the tests: on, off (`[]`) or whatever the details say. */
export function guardDuty(
  detectors: readonly (Partial<DetectorDetails> | null | Fact<DetectorDetails>)[] | Fact<readonly Detector[]>,
): ThreatDetection {
  return {
    arn: `arn:aws:guardduty:${region}:${home.account}:detector`,
    type: threatDetection.type,
    name: 'detector',
    account: home.account,
    region,
    detectors:
      'known' in detectors
        ? detectors
        : told(
            detectors.map((details) => ({ id: detectorId, details: detailsOf(details) })),
            'guardduty:ListDetectors',
          ),
  };
}

export const detectorId = '12abc34d567e8fa901bc2d34e56789f0';

function detailsOf(details: Partial<DetectorDetails> | null | Fact<DetectorDetails>): Fact<DetectorDetails | null> {
  if (details !== null && 'known' in details) return details;
  return told(details === null ? null : { ...defaults, ...details }, 'guardduty:GetDetector');
}

const defaults: DetectorDetails = {
  status: 'ENABLED',
  publishingFrequency: 'FIFTEEN_MINUTES',
  features: ['CLOUD_TRAIL', 'FLOW_LOGS', 'DNS_LOGS'].map((name) => ({ name, status: 'ENABLED' })),
};
