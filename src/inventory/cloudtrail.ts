import type { Fact } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

export interface TrailStatus {
  readonly logging: boolean;
  /** Why S3 refused the last log file; `null`: it did not. */
  readonly deliveryError: string | null;
}

/** A basic event selector. */
export interface BasicSelector {
  /** `All`, `ReadOnly`, `WriteOnly`; `null` where AWS left it out: the service default is All. */
  readonly readWriteType: string | null;
  /** `null` where AWS left it out: the service default is true. */
  readonly managementEvents: boolean | null;
  /** Event sources whose management events are left out. */
  readonly excluded: readonly string[];
}

/** An advanced event selector: its conditions are joined by AND, the values of one by OR. */
export interface AdvancedSelector {
  readonly conditions: readonly {
    /** `eventCategory`, `readOnly`, `eventSource`, ... */
    readonly field: string;
    readonly operator: 'Equals' | 'NotEquals' | 'StartsWith' | 'NotStartsWith' | 'EndsWith' | 'NotEndsWith';
    readonly values: readonly string[];
  }[];
}

/** What a trail records. It has selectors of one kind: advanced ones replace basic ones. */
export interface TrailSelectors {
  readonly basic: readonly BasicSelector[];
  readonly advanced: readonly AdvancedSelector[];
}

/** A trail that the account sees: its own, or its organization's. */
export interface Trail {
  readonly arn: string;
  /** `null` where AWS left it out. */
  readonly homeRegion: string | null;
  /** `null` where AWS left it out. */
  readonly multiRegion: boolean | null;
  /** `null` where AWS left it out. */
  readonly organization: boolean | null;
  /** Known to be `null` when CloudTrail says that it knows no such trail: deleted since, or another account's. */
  readonly status: Fact<TrailStatus | null>;
  /** As `status`. */
  readonly selectors: Fact<TrailSelectors | null>;
}

export interface EventDataStoreDetails {
  /** `ENABLED`, `STOPPED_INGESTION`, `PENDING_DELETION`, ...; `null` where AWS left it out. */
  readonly status: string | null;
  /** `null` where AWS left it out. */
  readonly multiRegion: boolean | null;
  readonly advanced: readonly AdvancedSelector[];
}

/** An event data store of CloudTrail Lake. */
export interface EventDataStore {
  readonly arn: string;
  /** Known to be `null` when it has been deleted. */
  readonly details: Fact<EventDataStoreDetails | null>;
}

/** How the account records what is done in it. */
export interface AuditLog extends Resource {
  /** Each trail once, wherever its home is. Single-Region trails of other Regions than the partition's home are not seen. */
  readonly trails: Fact<readonly Trail[]>;
  /** One fact a scanned Region. */
  readonly stores: readonly Fact<readonly EventDataStore[]>[];
}

/** One item: the account. */
export const auditLogs = section<AuditLog>({
  name: 'cloudtrail.audit-log',
  type: 'AWS::Account',
  scope: 'global',
  arn: 'arn:P:iam::A:root',
});
