import { ask, cli, defineCheck, fail, known, notApplicable, own, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import type { Gap } from '../../src/kit.ts';
import { keys } from '../../src/inventory/kms.ts';
import { notebooks, type Notebook } from '../../src/inventory/notebooks.ts';
import { parseArn } from '../../src/lineage/arn.ts';
import { resolveKey } from '../../src/lineage/keys.ts';

const field = 'DescribeNotebookInstanceOutput.KmsKeyId';

export default defineCheck({
  id: 'enc-notebook-volume-cmk',
  control: 'encryption',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'develop',
  title: 'Notebook volumes use a customer managed key',
  why: 'Notebook volumes hold training data and credentials; access through a key that you do not manage cannot be limited, audited or revoked.',
  advice: 'Encrypt the volumes of notebooks with a KMS key that you control, beyond the encryption that SageMaker does anyway.',
  threat: { text: 'Theft of data on volumes and snapshots', atlas: ['AML.T0035'] },
  mapping: ['Security Hub SageMaker.21', 'NIST SC-28', 'NIST SC-12'],
  resourceTypes: ['AWS::SageMaker::NotebookInstance'],
  subject: notebooks,
  uses: { keys },
  fix: ({ name, region, settings }) => ({
    text: 'The key is set at creation only: save the work, delete the notebook and create it again with a customer managed key. As a guardrail, deny sagemaker:CreateNotebookInstance where sagemaker:VolumeKmsKey is missing.',
    command: cli`aws sagemaker create-notebook-instance --region ${region} --notebook-instance-name ${name} --instance-type ${own(settings, (s) => s.instanceType, 'INSTANCE_TYPE')} --role-arn ${own(settings, (s) => s.roleArn, 'ROLE_ARN')} --subnet-id ${own(settings, (s) => s.subnetId, 'SUBNET_ID')} --security-group-ids ${own(settings, (s) => s.securityGroups[0], 'SECURITY_GROUP_ID')} --direct-internet-access Disabled --kms-key-id ${ask('KEY_ARN')}`,
  }),
  evaluate(notebook, views, { partition, account }) {
    if (notebook.status === 'Failed') return notApplicable('not-live', 'the notebook failed: its volume serves nothing');
    return whenKnown(notebook.settings, ({ kmsKeyId }, from) => {
      const set = seen(from, field, kmsKeyId);
      if (kmsKeyId === null || kmsKeyId === '')
        return fail('no key is set: SageMaker encrypts the volume with a key of its own', set);
      const resolved = resolveKey(known(kmsKeyId, from), views.keys, { partition, account, region: notebook.region });
      return whenKnown(resolved, (key, described) => {
        switch (key.kind) {
          case 'customer': {
            const { keyArn, manager } = key.key;
            const owner = parseArn(keyArn)?.account;
            const whose = owner === account ? '' : ` of account ${owner}`;
            const managed = seen(described, 'KeyMetadata.KeyManager', manager, keyArn);
            return pass(`the volume uses a customer managed key${whose}`, set, managed);
          }
          case 'aws-managed':
            return fail('the volume uses a key that AWS manages', set);
          case 'none':
            return fail('the key or alias that is set does not exist: nobody manages it', set);
          case 'unresolved':
            return unknown(unreadable(notebook, key.why), `the key cannot be told: ${key.why}`, set);
        }
      });
    });
  },
});

function unreadable({ account, region }: Notebook, detail: string): Gap {
  const call = 'kms:DescribeKey';
  return { reason: 'malformed', operation: call, action: call, account, region, error: 'UnresolvedKey', detail };
}
