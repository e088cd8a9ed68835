import { ageOf, cli, defineCheck, fail, msPerDay, notApplicable, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import type { Evidence, Fact, Fix, Gap, Verdict } from '../../src/kit.ts';
import type { KeyMetadata } from '../../src/inventory/kms.ts';
import { parseArn } from '../../src/lineage/arn.ts';
import { rotationWayOf } from '../../src/lineage/key-rotation.ts';
import { mlKeys, type MlKey } from '../../src/lineage/ml-keys.ts';

export default defineCheck({
  id: 'enc-kms-key-rotation',
  control: 'encryption',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'account',
  title: 'Customer managed keys of ML rotate at least once a year',
  why: 'The longer one key material encrypts everything, the more is lost when it is compromised.',
  advice: 'Switch on the yearly rotation of customer managed keys: it is off unless you ask for it.',
  threat: { text: 'Compromise of a key that is in use for long', atlas: ['AML.T0035'] },
  mapping: ['Security Hub KMS.4', 'NIST SC-12'],
  resourceTypes: ['AWS::KMS::Key'],
  subject: mlKeys,
  fix,
  evaluate: (key, _, { now, parameters: { keyRotationMaxDays: maxDays } }) =>
    whenKnown(key.key, (metadata, from) => {
      if (metadata === null) return notApplicable('deleted', 'the key does not exist any more');
      const { manager, state, spec, origin, createdAt } = metadata;
      switch (rotationWayOf(metadata)) {
        case 'aws':
          return notApplicable(
            'aws-managed',
            'AWS rotates its managed keys every year',
            seen(from, 'KeyMetadata.KeyManager', manager),
          );
        case 'none':
          return notApplicable('not-live', 'the key is about to be deleted', seen(from, 'KeyMetadata.KeyState', state));
        case 'manual':
          return notApplicable(
            'unsupported',
            'KMS cannot rotate this kind of key',
            seen(from, 'KeyMetadata.KeySpec', spec),
            seen(from, 'KeyMetadata.Origin', origin),
          );
        case 'on-demand':
          return whenKnown(key.lastRotation, (rotatedAt, listed) => {
            const at = rotatedAt ?? createdAt;
            const evidence: readonly [Evidence, Evidence] = [
              seen(listed, 'RotationsListEntry.RotationDate', rotatedAt, 'the newest'),
              seen(from, 'KeyMetadata.CreationDate', createdAt),
            ];
            if (at === null) return unknown(notTold(key, 'kms:DescribeKey', 'CreationDate'));
            const days = Math.floor(ageOf(at, now) / msPerDay);
            const message = `the imported key material is ${days} days old`;
            return ageOf(at, now) <= maxDays * msPerDay ? pass(message, ...evidence) : fail(message, ...evidence);
          });
        case 'automatic':
          return byStatus(key, maxDays);
      }
    }),
});

function byStatus(key: MlKey, maxDays: number): Verdict {
  return whenKnown(key.rotation, (rotation, from) => {
    if (rotation === null) return notApplicable('unsupported', 'KMS cannot rotate this key');
    const { enabled, periodDays } = rotation;
    const evidence: readonly [Evidence, Evidence] = [
      seen(from, 'GetKeyRotationStatusResponse.KeyRotationEnabled', enabled),
      seen(from, 'GetKeyRotationStatusResponse.RotationPeriodInDays', periodDays),
    ];
    if (!enabled) return fail('automatic rotation is off', ...evidence);
    if (periodDays === null) return unknown(notTold(key, 'kms:GetKeyRotationStatus', 'RotationPeriodInDays'));
    const message = `the key rotates every ${periodDays} days`;
    return periodDays <= maxDays ? pass(message, ...evidence) : fail(message, ...evidence);
  });
}

function fix({ arn, key }: MlKey): Fix {
  const metadata = valueOf(key);
  // A replica has its primary's setting and material.
  const keyArn = metadata?.primaryArn ?? arn;
  const at = cli`--region ${parseArn(keyArn)?.region ?? ''} --key-id ${keyArn}`;
  return metadata !== null && rotationWayOf(metadata) === 'on-demand'
    ? { text: 'Import new key material, then rotate to it.', command: `aws kms rotate-key-on-demand ${at}` }
    : {
        text: 'Switch on automatic rotation: aliases, key policy and old ciphertexts stay as they are.',
        command: `aws kms enable-key-rotation ${at} --rotation-period-in-days 365`,
      };
}

function valueOf(key: Fact<KeyMetadata | null>): KeyMetadata | null {
  return key.known ? key.value : null;
}

function notTold({ account, region }: MlKey, call: string, member: string): Gap {
  const detail = `the answer of ${call} has no ${member}`;
  return { reason: 'malformed', operation: call, action: call, account, region, error: 'MalformedAnswer', detail };
}
