import { keysIn } from './arns.ts';
import type { Expected } from './types.ts';

const at = keysIn('121212121212');

/** Nothing to judge, in no Region. */
const nothing = (key: string) => ({ NOT_APPLICABLE: [key] });
const notebooks = nothing(at.notebook('*', '*'));
const jobs = nothing(at.training('*', '*'));
const roles = nothing(at.anyRole('*'));
const buckets = nothing(at.bucket('*', '*'));
const endpoints = nothing(at.endpoint('*', '*'));
const stages = nothing(at.anyStage('*'));

export const empty: Expected = {
  'vpc-notebook-direct-internet-access': notebooks,
  'vpc-notebook-custom-vpc': notebooks,
  'vpc-training-job-vpc': jobs,
  'vpc-flow-logs-enabled': nothing(at.vpc('*', '*')),
  'lp-role-no-admin-access': roles,
  'lp-role-no-sagemaker-full-access': roles,
  'lp-s3-bucket-public-access-block': buckets,
  'lp-cloudtrail-trail-enabled': { PASS: [at.root] },
  'enc-notebook-volume-cmk': notebooks,
  'enc-kms-key-rotation': nothing(at.key('*', '*')),
  'enc-s3-default-encryption-cmk': buckets,
  'enc-guardduty-enabled': nothing(at.detector('*')),
  'sec-lifecycle-config-no-secrets': nothing(at.anyLifecycle('*')),
  'sec-job-parameters-no-secrets': jobs,
  'sec-git-credentials-in-secrets-manager': nothing(at.repository('*', '*')),
  'sec-secret-rotation-enabled': nothing(at.secret('*', '*')),
  'mon-endpoint-data-capture': endpoints,
  'mon-endpoint-monitored': endpoints,
  'mon-schedule-active': nothing(at.schedule('*', '*')),
  'mon-drift-alarm-exists': endpoints,
  'log-api-cloudwatch-role': nothing(at.apiAccount('*')),
  'log-api-access-logging': stages,
  'log-api-access-log-format': stages,
  'log-api-waf-web-acl': stages,
  'log-waf-rate-based-rule': nothing(at.anyWebAcl('*')),
  'ver-s3-versioning-enabled': buckets,
  'ver-s3-mfa-delete': buckets,
  'ver-code-repository-associated': notebooks,
};
