import { ask, cli, defineCheck, every, fail, notApplicable, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import type { Evidence, Fix, Verdict } from '../../src/kit.ts';
import type { JobNetwork } from '../../src/inventory/jobs.ts';
import { judgedJobs, type JudgedJob } from '../../src/lineage/job-families.ts';

export default defineCheck({
  id: 'vpc-training-job-vpc',
  control: 'vpc',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'train',
  title: 'Training, tuning and AutoML jobs run in a customer VPC',
  why: 'In the VPC of the SageMaker platform nobody of yours can see or limit what a training container sends and receives.',
  advice: 'Run training in a VPC of yours, so that all traffic in and out of its containers can be monitored.',
  threat: { text: 'Data poisoning, training-data theft', atlas: ['AML.T0025', 'AML.T0020'] },
  mapping: ['Prowler sagemaker_training_jobs_vpc_settings_configured', 'NIST SC-7', 'NIST AC-4'],
  resourceTypes: ['AWS::SageMaker::TrainingJob', 'AWS::SageMaker::HyperParameterTuningJob', 'AWS::SageMaker::AutoMLJob'],
  subject: judgedJobs,
  fix,
  evaluate({ network, running }) {
    if (!network.known && network.gap.reason === 'truncated') return unknown(network.gap, network.gap.detail);
    return whenKnown(network, ([first, ...rest], from) => {
      const note = running ? 'of a job that runs now' : 'of the newest run of its family';
      const judge = (part: JobNetwork): Verdict => verdictOn(part, seen(from, part.field, part.subnets, note));
      return every([judge(first), ...rest.map(judge)]);
    });
  },
});

function verdictOn({ subnets, serverless }: JobNetwork, evidence: Evidence): Verdict {
  if (subnets.length > 0) return pass('the job runs in subnets of a VPC', evidence);
  if (serverless) return notApplicable('unsupported', 'the job is serverless: it has no instance to place in a VPC', evidence);
  return fail('no VPC is configured: the job runs in the network of the SageMaker platform', evidence);
}

function fix({ type, region, name }: JudgedJob): Fix {
  const text =
    'Jobs cannot be changed: set the VPC where the job is started, and its next run clears the finding. As a guardrail, deny sagemaker:Create*Job where sagemaker:VpcSubnets is null.';
  const request = `${name}.json`;
  const vpc = cli`SecurityGroupIds=${ask('SECURITY_GROUP_ID')},Subnets=${ask('SUBNET_ID')}`;
  switch (type) {
    case 'AWS::SageMaker::HyperParameterTuningJob':
      return {
        text: `${text} Give every training definition of the request a VpcConfig.`,
        command: cli`aws sagemaker create-hyper-parameter-tuning-job --region ${region} --cli-input-json file://${request}`,
      };
    case 'AWS::SageMaker::AutoMLJob':
      return {
        text,
        command: `${cli`aws sagemaker create-auto-ml-job-v2 --region ${region} --cli-input-json file://${request}`} --security-config 'VpcConfig={SecurityGroupIds=[SECURITY_GROUP_ID],Subnets=[SUBNET_ID]}'`,
      };
    default:
      return {
        text,
        command: `${cli`aws sagemaker create-training-job --region ${region} --cli-input-json file://${request}`} --vpc-config ${vpc}`,
      };
  }
}
