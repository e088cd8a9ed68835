import { cli, defineCheck, every, fail, notApplicable, pass, seen, whenKnown, type Verdict } from '../../src/kit.ts';
import { inMlRegions } from '../../src/lineage/ml-regions.ts';
import { threatDetection, type Detector, type DetectorDetails } from '../../src/inventory/guardduty.ts';

/** Sources that every detector analyses. */
const foundations = ['CLOUD_TRAIL', 'FLOW_LOGS', 'DNS_LOGS'] as const;

export default defineCheck({
  id: 'enc-guardduty-enabled',
  control: 'encryption',
  severity: 'HIGH',
  tier: 1,
  origin: 'post',
  stage: 'account',
  title: 'GuardDuty analyses CloudTrail, VPC flow and DNS activity',
  why: 'Without it nobody notices that stolen credentials read training data or models, or that they leave through a tunnel.',
  advice: 'Let GuardDuty watch the account for suspicious access: it reads CloudTrail events, VPC flow logs and DNS logs.',
  threat: { text: 'Detection of attempts to steal or poison data and models', atlas: ['AML.T0025', 'AML.T0012'] },
  mapping: ['Security Hub GuardDuty.1', 'NIST SI-4', 'NIST RA-3'],
  resourceTypes: ['AWS::GuardDuty::Detector'],
  subject: inMlRegions(threatDetection, 'arn:P:guardduty:R:A:detector'),
  fix({ region, detectors }) {
    const [detector] = detectors.known ? detectors.value : [];
    return detector === undefined
      ? {
          text: 'Switch GuardDuty on in this Region; with an organization, from the delegated administrator and for all Regions.',
          command: cli`aws guardduty create-detector --region ${region} --enable --finding-publishing-frequency FIFTEEN_MINUTES`,
        }
      : {
          text: 'Take up the suspended detector again.',
          command: cli`aws guardduty update-detector --region ${region} --detector-id ${detector.id} --enable`,
        };
  },
  evaluate({ region, detectors }) {
    if (!detectors.known && detectors.gap.error === 'ENOTFOUND')
      return notApplicable('unsupported', `GuardDuty is not offered in ${region}: its host does not exist`);
    return whenKnown(detectors, (all, from) => {
      const ids = all.map(({ id }) => id);
      const [first, ...others] = all.map((detector) => judge(detector));
      const listed = seen(from, 'ListDetectorsResponse.DetectorIds', ids);
      if (first === undefined) return fail('GuardDuty is off: there is no detector', listed);
      return [first, ...others].find(({ status }) => status === 'PASS') ?? every([first, ...others]);
    });
  },
});

function judge({ id, details }: Detector): Verdict {
  return whenKnown(details, (detector, from) => {
    if (detector === null)
      return fail(`GuardDuty is off: the detector ${id} has just been deleted`, seen(from, 'GetDetectorResponse', null));
    const evidence = [
      seen(from, 'GetDetectorResponse.Status', detector.status, id),
      seen(
        from,
        'GetDetectorResponse.Features',
        statuses(detector),
        'always on with the detector, without flow logs of your own',
      ),
      seen(from, 'GetDetectorResponse.FindingPublishingFrequency', detector.publishingFrequency),
    ] as const;
    if (detector.status !== 'ENABLED') return fail(`the detector ${id} is suspended`, ...evidence);
    const off = foundations.filter((name) => statuses(detector)[name] === 'DISABLED');
    if (off.length > 0) return fail(`the detector ${id} does not analyse ${off.join(', ')}`, ...evidence);
    return pass('GuardDuty is on, and analyses CloudTrail, VPC flow and DNS activity', ...evidence);
  });
}

function statuses({ features }: DetectorDetails): Readonly<Record<string, string>> {
  const wanted: readonly string[] = foundations;
  return Object.fromEntries(features.filter(({ name }) => wanted.includes(name)).map(({ name, status }) => [name, status]));
}
