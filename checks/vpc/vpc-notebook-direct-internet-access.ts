import { cli, defineCheck, fail, notApplicable, own, pass, seen, whenKnown } from '../../src/kit.ts';
import { notebooks } from '../../src/inventory/notebooks.ts';

const field = 'DescribeNotebookInstanceOutput.DirectInternetAccess';

export default defineCheck({
  id: 'vpc-notebook-direct-internet-access',
  control: 'vpc',
  severity: 'HIGH',
  tier: 1,
  origin: 'post',
  stage: 'develop',
  title: 'Notebook instances have no SageMaker-provided internet access',
  why: 'With the default internet access any package or cell can send data, or the credentials of the role, out of a network that you do not control.',
  advice: 'Notebooks reach the internet by default, and that way out can be abused: switch it off.',
  threat: {
    text: 'Data poisoning and theft of training data through malicious third-party software',
    atlas: ['AML.T0025', 'AML.T0010.001', 'AML.T0011.001'],
  },
  mapping: ['Security Hub SageMaker.1', 'NIST SC-7', 'NIST AC-4', 'NIST AC-6'],
  resourceTypes: ['AWS::SageMaker::NotebookInstance'],
  subject: notebooks,
  fix: ({ name, region, settings }) => ({
    text: 'The setting cannot be changed: save the work, delete the notebook and create it again in a subnet of yours, without direct internet access. As a guardrail, deny sagemaker:CreateNotebookInstance unless sagemaker:DirectInternetAccess is Disabled.',
    command: cli`aws sagemaker create-notebook-instance --region ${region} --notebook-instance-name ${name} --instance-type ${own(settings, (s) => s.instanceType, 'INSTANCE_TYPE')} --role-arn ${own(settings, (s) => s.roleArn, 'ROLE_ARN')} --subnet-id ${own(settings, (s) => s.subnetId, 'SUBNET_ID')} --security-group-ids ${own(settings, (s) => s.securityGroups[0], 'SECURITY_GROUP_ID')} --direct-internet-access Disabled`,
  }),
  evaluate(notebook) {
    if (notebook.status === 'Failed') return notApplicable('not-live', 'the notebook failed: nothing runs');
    return whenKnown(notebook.settings, ({ directInternetAccess }, from) => {
      switch (directInternetAccess) {
        case 'Disabled':
          return pass('direct internet access is disabled', seen(from, field, directInternetAccess));
        case null:
          return fail(
            'direct internet access is enabled, as no value is set',
            seen(from, field, null, 'defaulted: the service default is Enabled'),
          );
        default:
          return fail('direct internet access is enabled', seen(from, field, directInternetAccess));
      }
    });
  },
});
