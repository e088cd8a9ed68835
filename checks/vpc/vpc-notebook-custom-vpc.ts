import { ask, cli, defineCheck, fail, notApplicable, own, pass, seen, whenKnown } from '../../src/kit.ts';
import { notebooks } from '../../src/inventory/notebooks.ts';

const field = 'DescribeNotebookInstanceOutput.SubnetId';

export default defineCheck({
  id: 'vpc-notebook-custom-vpc',
  control: 'vpc',
  severity: 'HIGH',
  tier: 1,
  origin: 'post',
  stage: 'develop',
  title: 'Notebook instances are attached to a subnet of a customer VPC',
  why: 'Outside of a VPC no security group, network ACL, endpoint policy or flow log of yours limits or records what the notebook sends.',
  advice: 'Launch notebooks in a VPC of your own, so that your network controls hold for them.',
  threat: { text: 'Data poisoning and theft of artifacts', atlas: ['AML.T0025', 'AML.T0035'] },
  mapping: ['Security Hub SageMaker.2', 'NIST SC-7', 'NIST AC-4'],
  resourceTypes: ['AWS::SageMaker::NotebookInstance'],
  subject: notebooks,
  fix: ({ name, region, settings }) => ({
    text: 'The subnet cannot be changed: save the work, delete the notebook and create it again in a private subnet of yours. As a guardrail, deny sagemaker:CreateNotebookInstance where sagemaker:VpcSubnets is missing.',
    command: cli`aws sagemaker create-notebook-instance --region ${region} --notebook-instance-name ${name} --instance-type ${own(settings, (s) => s.instanceType, 'INSTANCE_TYPE')} --role-arn ${own(settings, (s) => s.roleArn, 'ROLE_ARN')} --subnet-id ${ask('SUBNET_ID')} --security-group-ids ${ask('SECURITY_GROUP_ID')} --direct-internet-access Disabled`,
  }),
  evaluate(notebook) {
    if (notebook.status === 'Failed') return notApplicable('not-live', 'the notebook failed: nothing runs');
    return whenKnown(notebook.settings, ({ subnetId }, from) =>
      subnetId === null || subnetId === ''
        ? fail('the notebook is in no VPC of yours, as it has no subnet', seen(from, field, subnetId))
        : pass(`the notebook is attached to ${subnetId}`, seen(from, field, subnetId)),
    );
  },
});
