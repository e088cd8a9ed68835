import type { Fact } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

export interface DetectorDetails {
  /** `ENABLED`, or `DISABLED`: suspended. */
  readonly status: string;
  /** `FIFTEEN_MINUTES`, `ONE_HOUR`, `SIX_HOURS`; `null` where AWS left it out. */
  readonly publishingFrequency: string | null;
  /** Sources by name, such as `CLOUD_TRAIL`, with `ENABLED` or `DISABLED`. */
  readonly features: readonly { readonly name: string; readonly status: string }[];
}

export interface Detector {
  readonly id: string;
  /** Known to be `null` when it has been deleted. */
  readonly details: Fact<DetectorDetails | null>;
}

/** GuardDuty in one Region, whether it is on or not. */
export interface ThreatDetection extends Resource {
  /** One at most; empty: GuardDuty is off. */
  readonly detectors: Fact<readonly Detector[]>;
}

/** One item a Region with ML. */
export const threatDetection = section<ThreatDetection>({
  name: 'guardduty.detectors',
  type: 'AWS::GuardDuty::Detector',
  scope: 'regional',
  arn: 'arn:P:guardduty:R:A:detector',
});
