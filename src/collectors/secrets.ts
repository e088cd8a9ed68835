import { defineCollector } from '../core/collector.ts';
import { mapFact } from '../core/fact.ts';
import { op, type OutputOf } from '../core/operation.ts';
import { isoOf } from '../core/time.ts';
import { secrets, type SecretDetails } from '../inventory/secrets.ts';
import { parseSecretReference, primaryOf } from '../lineage/secret-reference.ts';

export default defineCollector({
  section: secrets,
  runs: 'target-regions',
  follows: 'secret',
  operations: {
    describe: op('secretsmanager', 'DescribeSecret', { required: ['ARN', 'Name'], absent: ['ResourceNotFoundException'] }),
  },
  async collect(aws, { eachTarget }, emit) {
    const type = secrets.type;
    await eachTarget(async ({ id, account, region }) => {
      const secret = mapFact(await aws.describe({ SecretId: secretIdOf(id) }), toDetails);
      emit({ arn: id, name: id, account, region, type, secret });
      // A replica rotates with its primary, which may lie in a Region where nothing else refers to it.
      const primary = secret.known && secret.value !== null ? primaryOf(secret.value) : null;
      if (primary === null) return;
      const original = mapFact(await aws.describe({ SecretId: primary.arn }, { region: primary.region }), toDetails);
      emit({ arn: primary.arn, name: primary.arn, account, region: primary.region, type, secret: original });
    });
  },
});

type Description = OutputOf<'secretsmanager', 'DescribeSecret'> & { readonly ARN: string; readonly Name: string };

function toDetails(answer: Description | null): SecretDetails | null {
  if (answer === null) return null;
  const { RotationRules: rules, ExternalSecretRotationMetadata: external = [] } = answer;
  return {
    secretArn: answer.ARN,
    name: answer.Name,
    rotationEnabled: answer.RotationEnabled ?? null,
    rotateAfterDays: rules?.AutomaticallyAfterDays ?? null,
    schedule: rules?.ScheduleExpression ?? null,
    rotationLambdaArn: answer.RotationLambdaARN ?? null,
    owningService: answer.OwningService ?? null,
    external: external.length > 0,
    deletedAt: isoOf(answer.DeletedDate),
    primaryRegion: answer.PrimaryRegion ?? null,
  };
}

/** References may carry a JSON key and version behind the ARN, which DescribeSecret does not take. */
function secretIdOf(id: string): string {
  const reference = parseSecretReference(id);
  if (reference === null) return id;
  return reference.kind === 'arn' ? reference.arn : reference.name;
}
