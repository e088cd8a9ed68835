import { expect, test } from 'vitest';
import check from '../../../checks/encryption/enc-guardduty-enabled.ts';
import type { ThreatDetection } from '../../../src/inventory/guardduty.ts';
import { detectorId, guardDuty } from '../../support/audit.ts';
import { denied, run } from '../../support/inventory.ts';

test.for<[string, ThreatDetection, string]>([
  ['an enabled detector', guardDuty([{}]), 'PASS'],
  ['a suspended detector', guardDuty([{ status: 'DISABLED' }]), 'FAIL'],
  ['a detector that was deleted since it was listed', guardDuty([null]), 'FAIL'],
  ['a list that we may not read', guardDuty(denied('guardduty:ListDetectors')), 'UNKNOWN'],
  ['a detector that we may not read', guardDuty([denied('guardduty:GetDetector')]), 'UNKNOWN'],
  [
    'a Region without GuardDuty',
    guardDuty(denied('guardduty:ListDetectors', { reason: 'unavailable', error: 'ENOTFOUND' })),
    'NOT_APPLICABLE',
  ],
  ['edge 1: no detector', guardDuty([]), 'FAIL'],
  ['edge 2: sources that are not listed are on with the detector', guardDuty([{ features: [] }]), 'PASS'],
  ['edge 2: a source that is off', guardDuty([{ features: [{ name: 'DNS_LOGS', status: 'DISABLED' }] }]), 'FAIL'],
  ['edge 3: further features do not count', guardDuty([{ features: [{ name: 'S3_DATA_EVENTS', status: 'DISABLED' }] }]), 'PASS'],
])('%s is %s', ([, detection, status]) => {
  expect(check.evaluate(detection, {}, run).status).toBe(status);
});

test('edge 1: the empty list is evidence', () => {
  expect(check.evaluate(guardDuty([]), {}, run).evidence).toMatchObject([
    { operation: 'guardduty:ListDetectors', field: 'ListDetectorsResponse.DetectorIds', value: [] },
  ]);
});

test('edge 2 and 3: the sources are evidence, from Features', () => {
  const { evidence } = check.evaluate(guardDuty([{}]), {}, run);
  expect(evidence).toContainEqual(
    expect.objectContaining({
      field: 'GetDetectorResponse.Features',
      value: { CLOUD_TRAIL: 'ENABLED', FLOW_LOGS: 'ENABLED', DNS_LOGS: 'ENABLED' },
    }),
  );
  expect(JSON.stringify(evidence)).not.toContain('DataSources');
});

test('the fix creates a detector, or takes up the suspended one', () => {
  expect(check.fix(guardDuty([])).command).toBe(
    'aws guardduty create-detector --region eu-west-1 --enable --finding-publishing-frequency FIFTEEN_MINUTES',
  );
  expect(check.fix(guardDuty([{ status: 'DISABLED' }])).command).toBe(
    `aws guardduty update-detector --region eu-west-1 --detector-id ${detectorId} --enable`,
  );
});
