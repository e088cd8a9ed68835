import { ask, cli, defineCheck, fail, notApplicable, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import { parameterHolders } from '../../src/lineage/parameter-holders.ts';

export default defineCheck({
  id: 'sec-job-parameters-no-secrets',
  control: 'secrets',
  severity: 'HIGH',
  tier: 1,
  origin: 'post',
  stage: 'train',
  title: 'Job environment, hyperparameters and arguments contain no credentials',
  why: 'They are stored for years, returned to everyone who may describe or search jobs, and copied into CloudTrail and experiment records.',
  advice: 'Keep credentials in Secrets Manager and read them at run time, instead of writing them into jobs in clear text.',
  threat: { text: 'Credential theft, then poisoning', atlas: ['AML.T0055'] },
  mapping: ['NIST IA-5(7)', 'NIST SC-28'],
  resourceTypes: [
    'AWS::SageMaker::TrainingJob',
    'AWS::SageMaker::ProcessingJob',
    'AWS::SageMaker::TransformJob',
    'AWS::SageMaker::HyperParameterTuningJob',
    'AWS::SageMaker::Pipeline',
    'AWS::SageMaker::MonitoringSchedule',
  ],
  subject: parameterHolders,
  fix: ({ region, type }) => ({
    text: `Rotate the exposed secret: ${type === 'AWS::SageMaker::Pipeline' ? 'earlier versions of the definition and its jobs' : 'the record'} cannot be edited. Keep the new one in Secrets Manager, pass its ARN, and read it at run time.`,
    command: cli`aws secretsmanager rotate-secret --region ${region} --secret-id ${ask('SECRET_ID')}`,
  }),
  evaluate({ parameters, field }) {
    if (!parameters.known && parameters.gap.reason === 'truncated') return unknown(parameters.gap, parameters.gap.detail);
    return whenKnown(parameters, (scan, from) => {
      if (scan === null) return notApplicable('deleted', 'the job definition no longer exists');
      if (scan.found.length === 0)
        return pass(
          scan.scanned === 0 ? 'no parameters are set' : `none of ${scan.scanned} values looks like a secret`,
          seen(from, field, scan.scanned, 'number of values that were scanned; no value is kept'),
        );
      const names = [...new Set(scan.found.map(({ key }) => key))];
      return fail(
        `${names.join(', ')} ${names.length === 1 ? 'holds a secret' : 'hold secrets'} in clear text`,
        ...scan.found.map(({ field: place, key, rule, fingerprint, line }) =>
          seen(from, place, line === null ? { key, rule, fingerprint } : { key, rule, fingerprint, line }),
        ),
      );
    });
  },
});
