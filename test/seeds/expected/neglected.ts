import { keysIn } from './arns.ts';
import type { Expected } from './types.ts';

const at = keysIn('888899990000');
const region = 'us-east-1';

const notebook = at.notebook(region, 'recommender-lab');
const role = { FAIL: [at.role('ml-everything')] };
const bucket = at.bucket(region, 'quickmart-ml');
const endpoint = at.endpoint(region, 'recommender');
const stage = at.rest(region, 'r3c0mm3nd1', 'v1');
const schedule = at.schedule(region, 'recommender-quality');
const training = at.training(region, 'recommender-7');

/**
 * Three checks have no object here: a log format needs a log, MFA delete needs versions, and a drift alarm needs monitoring; each
 * of these would be a PASS of another check.
 */
export const neglected: Expected = {
  'vpc-notebook-direct-internet-access': { FAIL: [notebook] },
  'vpc-notebook-custom-vpc': { FAIL: [notebook] },
  'vpc-training-job-vpc': { FAIL: [training] },
  'vpc-flow-logs-enabled': { FAIL: [at.vpc(region, 'vpc-0bad0000000000001')] },
  'lp-role-no-admin-access': role,
  'lp-role-no-sagemaker-full-access': role,
  'lp-s3-bucket-public-access-block': { FAIL: [bucket] },
  'lp-cloudtrail-trail-enabled': { FAIL: [at.root] },
  'enc-notebook-volume-cmk': { FAIL: [notebook] },
  'enc-kms-key-rotation': { FAIL: [at.key(region, '8f7e6d5c-4b3a-4291-8071-6f5e4d3c2b1a')] },
  'enc-s3-default-encryption-cmk': { FAIL: [bucket] },
  'enc-guardduty-enabled': { FAIL: [at.detector(region)] },
  'sec-lifecycle-config-no-secrets': { FAIL: [at.lifecycle(region, 'recommender-setup')] },
  'sec-job-parameters-no-secrets': { FAIL: [training, schedule] },
  'sec-git-credentials-in-secrets-manager': { FAIL: [at.repository(region, 'recommender')] },
  'sec-secret-rotation-enabled': { FAIL: [at.secret(region, 'catalogue-Q7w2Rt')] },
  'mon-endpoint-data-capture': { FAIL: [endpoint] },
  'mon-endpoint-monitored': { FAIL: [endpoint] },
  'mon-schedule-active': { FAIL: [schedule] },
  'mon-drift-alarm-exists': { NOT_APPLICABLE: [endpoint] },
  'log-api-cloudwatch-role': { FAIL: [at.apiAccount(region)] },
  'log-api-access-logging': { FAIL: [stage] },
  'log-api-access-log-format': { NOT_APPLICABLE: [stage] },
  'log-api-waf-web-acl': { FAIL: [stage] },
  'log-waf-rate-based-rule': { FAIL: [at.webAcl(region, 'recommender', 'e4d5c6b7-a8f9-40e1-92d3-c4b5a6f7e8d9')] },
  'ver-s3-versioning-enabled': { FAIL: [bucket] },
  'ver-s3-mfa-delete': { NOT_APPLICABLE: [bucket] },
  'ver-code-repository-associated': { FAIL: [notebook, at.domain(region, 'd-9q8w7e6r5t4y')] },
};
