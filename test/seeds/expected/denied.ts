import { keysIn } from './arns.ts';
import type { Expected } from './types.ts';

const at = keysIn('666677778888');
const region = 'eu-west-1';
/** Both Regions: that there is no ML in us-east-1 cannot be told without ListEndpoints and the training jobs. */
const everywhere = (key: (region: string) => string) => [key(region), key('us-east-1')];

const notebook = { UNKNOWN: [at.notebook(region, 'credit-research')] };
/** Other jobs name it too; what only notebooks, training jobs and models name is hidden. */
const roles = { UNKNOWN: [at.role('credit-training'), ...everywhere(at.anyRole)] };
/** Without ListBuckets nobody knows whether they are the account's own, nor their Regions. */
const buckets = {
  UNKNOWN: [
    at.bucket('global', 'fjordlend-credit-data'),
    at.bucket('global', 'fjordlend-credit-models'),
    ...everywhere((place) => at.bucket(place, '*')),
  ],
};
const endpoints = { UNKNOWN: everywhere((place) => at.endpoint(place, '*')) };
const stages = { UNKNOWN: everywhere(at.anyStage) };

export const denied: Expected = {
  'vpc-notebook-direct-internet-access': notebook,
  'vpc-notebook-custom-vpc': notebook,
  'vpc-training-job-vpc': { UNKNOWN: everywhere((place) => at.training(place, '*')) },
  'vpc-flow-logs-enabled': {
    PASS: [at.vpc(region, 'vpc-0c4ed170000000001')],
    UNKNOWN: everywhere((place) => at.vpc(place, '*')),
  },
  'lp-role-no-admin-access': roles,
  'lp-role-no-sagemaker-full-access': roles,
  'lp-s3-bucket-public-access-block': buckets,
  'lp-cloudtrail-trail-enabled': { PASS: [at.root] },
  'enc-notebook-volume-cmk': notebook,
  'enc-kms-key-rotation': {
    PASS: [at.key(region, '3c4d5e6f-7081-4293-a4b5-c6d7e8f90a1b')],
    // Buckets that nobody can list have default keys in any Region.
    UNKNOWN: [...everywhere((place) => at.key(place, '*')), at.anyKey],
  },
  'enc-s3-default-encryption-cmk': buckets,
  // In us-east-1 no list shows any ML, and some could not be read.
  'enc-guardduty-enabled': { PASS: [at.detector(region)], UNKNOWN: [at.detector('us-east-1')] },
  'sec-lifecycle-config-no-secrets': { PASS: [at.lifecycle(region, 'credit-stop-when-idle')] },
  'sec-job-parameters-no-secrets': {
    PASS: [
      at.processing(region, 'credit-features-8'),
      at.pipeline(region, 'credit-retraining'),
      at.schedule(region, 'credit-scoring-data-quality'),
    ],
    UNKNOWN: everywhere((place) => at.training(place, '*')),
  },
  'sec-git-credentials-in-secrets-manager': {
    PASS: [at.repository(region, 'credit-models')],
    UNKNOWN: [at.notebook(region, 'credit-research')],
  },
  'sec-secret-rotation-enabled': {
    PASS: [at.secret(region, 'credit/git-Q7w2Rt')],
    UNKNOWN: everywhere((place) => at.secret(place, '*')),
  },
  'mon-endpoint-data-capture': endpoints,
  'mon-endpoint-monitored': endpoints,
  // Whether its endpoint is live is hidden.
  'mon-schedule-active': { UNKNOWN: [at.schedule(region, 'credit-scoring-data-quality')] },
  'mon-drift-alarm-exists': endpoints,
  'log-api-cloudwatch-role': { UNKNOWN: everywhere(at.apiAccount) },
  'log-api-access-logging': stages,
  'log-api-access-log-format': stages,
  'log-api-waf-web-acl': stages,
  'log-waf-rate-based-rule': { UNKNOWN: everywhere(at.anyWebAcl) },
  'ver-s3-versioning-enabled': buckets,
  'ver-s3-mfa-delete': buckets,
  'ver-code-repository-associated': notebook,
};
