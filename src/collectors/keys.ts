import { defineCollector, type Calls } from '../core/collector.ts';
import { known, mapFact, type Fact } from '../core/fact.ts';
import { op, paged, type OutputOf } from '../core/operation.ts';
import { isoOf } from '../core/time.ts';
import { keys, type KeyMetadata, type KeyReferenceItem } from '../inventory/kms.ts';
import { parseArn } from '../lineage/arn.ts';
import { rotationWayOf } from '../lineage/key-rotation.ts';

const operations = {
  describe: op('kms', 'DescribeKey', { required: ['KeyMetadata'], absent: ['NotFoundException'] }),
  rotation: op('kms', 'GetKeyRotationStatus', { required: ['KeyRotationEnabled'], absent: ['UnsupportedOperationException'] }),
  rotations: paged('kms', 'ListKeyRotations', {
    token: ['Marker', 'NextMarker'],
    items: (page) => page.Rotations,
    size: { Limit: 1000 },
  }),
};

export default defineCollector({
  section: keys,
  runs: 'target-regions',
  follows: 'key',
  operations,
  async collect(aws, { eachTarget }, emit) {
    await eachTarget(async ({ id, account, region }) => {
      const name = parseArn(id)?.resource.replace(/^key\//, '') ?? id;
      const key = mapFact(await aws.describe({ KeyId: id }), (answer) =>
        answer === null ? null : toMetadata(answer.KeyMetadata, id),
      );
      emit({ arn: id, type: keys.type, name, account, region, key, ...(await rotationOf(aws, key)) });
    });
  },
});

type Metadata = NonNullable<OutputOf<'kms', 'DescribeKey'>['KeyMetadata']>;

function toMetadata(answer: Metadata, reference: string): KeyMetadata {
  const { MultiRegionKeyType: role, PrimaryKey: primary } = answer.MultiRegionConfiguration ?? {};
  return {
    keyArn: answer.Arn ?? reference,
    manager: answer.KeyManager ?? null,
    state: answer.KeyState ?? null,
    spec: answer.KeySpec ?? null,
    origin: answer.Origin ?? null,
    createdAt: isoOf(answer.CreationDate),
    primaryArn: role === 'REPLICA' ? (primary?.Arn ?? null) : null,
  };
}

/** Asks only what the key can have an answer to, and for a replica its primary in the Region where that is. */
async function rotationOf(
  aws: Calls<typeof operations>,
  key: Fact<KeyMetadata | null>,
): Promise<Pick<KeyReferenceItem, 'rotation' | 'lastRotation'>> {
  if (!key.known) return { rotation: key, lastRotation: key };
  const none = known(null, key.from);
  if (key.value === null) return { rotation: none, lastRotation: none };
  const input = { KeyId: key.value.primaryArn ?? key.value.keyArn };
  const place = { region: parseArn(input.KeyId)?.region ?? key.from.region };
  switch (rotationWayOf(key.value)) {
    case 'automatic':
      return { rotation: mapFact(await aws.rotation(input, place), toRotation), lastRotation: none };
    case 'on-demand':
      return { rotation: none, lastRotation: mapFact(await aws.rotations.all(input, place), newest) };
    case 'aws':
    case 'manual':
    case 'none':
      return { rotation: none, lastRotation: none };
  }
}

function toRotation(answer: OutputOf<'kms', 'GetKeyRotationStatus'> | null) {
  const { KeyRotationEnabled: enabled, RotationPeriodInDays: periodDays = null } = answer ?? {};
  return enabled === undefined ? null : { enabled, periodDays };
}

type Rotations = NonNullable<OutputOf<'kms', 'ListKeyRotations'>['Rotations']>;

function newest(rotations: Readonly<Rotations>): string | null {
  return (
    rotations
      .flatMap(({ RotationDate: date }) => isoOf(date) ?? [])
      .toSorted()
      .at(-1) ?? null
  );
}
