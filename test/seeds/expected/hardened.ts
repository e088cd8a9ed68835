import { keysIn } from './arns.ts';
import type { Expected } from './types.ts';

const at = keysIn('555566667777');
const region = 'eu-west-1';

const notebook = { PASS: [at.notebook(region, 'credit-research')] };
const roles = { PASS: ['credit-notebook', 'credit-training', 'credit-inference'].map((name) => at.role(name)) };
const data = at.bucket(region, 'fjordlend-credit-data');
const models = at.bucket(region, 'fjordlend-credit-models');
const buckets = { PASS: [data, models] };
const endpoint = { PASS: [at.endpoint(region, 'credit-scoring')] };
const stage = { PASS: [at.rest(region, 'cr3d1t5c0r', 'prod')] };

export const hardened: Expected = {
  'vpc-notebook-direct-internet-access': notebook,
  'vpc-notebook-custom-vpc': notebook,
  'vpc-training-job-vpc': { PASS: [at.training(region, 'credit-xgb-21')] },
  'vpc-flow-logs-enabled': { PASS: [at.vpc(region, 'vpc-0c4ed170000000001')] },
  'lp-role-no-admin-access': roles,
  'lp-role-no-sagemaker-full-access': roles,
  'lp-s3-bucket-public-access-block': buckets,
  'lp-cloudtrail-trail-enabled': { PASS: [at.root] },
  'enc-notebook-volume-cmk': notebook,
  'enc-kms-key-rotation': { PASS: [at.key(region, '3c4d5e6f-7081-4293-a4b5-c6d7e8f90a1b')] },
  'enc-s3-default-encryption-cmk': buckets,
  'enc-guardduty-enabled': { PASS: [at.detector(region)] },
  'sec-lifecycle-config-no-secrets': { PASS: [at.lifecycle(region, 'credit-stop-when-idle')] },
  'sec-job-parameters-no-secrets': {
    PASS: [
      at.training(region, 'credit-xgb-21'),
      at.processing(region, 'credit-features-8'),
      at.pipeline(region, 'credit-retraining'),
      at.schedule(region, 'credit-scoring-data-quality'),
    ],
  },
  'sec-git-credentials-in-secrets-manager': { PASS: [at.repository(region, 'credit-models')] },
  'sec-secret-rotation-enabled': { PASS: [at.secret(region, 'credit/git-Q7w2Rt')] },
  'mon-endpoint-data-capture': endpoint,
  'mon-endpoint-monitored': endpoint,
  'mon-schedule-active': { PASS: [at.schedule(region, 'credit-scoring-data-quality')] },
  'mon-drift-alarm-exists': endpoint,
  'log-api-cloudwatch-role': { PASS: [at.apiAccount(region)] },
  'log-api-access-logging': stage,
  'log-api-access-log-format': stage,
  'log-api-waf-web-acl': stage,
  'log-waf-rate-based-rule': { PASS: [at.webAcl(region, 'credit-scoring', 'd1e2f3a4-b5c6-47d8-89e0-f1a2b3c4d5e6')] },
  'ver-s3-versioning-enabled': buckets,
  // No model is in the data bucket.
  'ver-s3-mfa-delete': { PASS: [models], NOT_APPLICABLE: [data] },
  'ver-code-repository-associated': notebook,
};
