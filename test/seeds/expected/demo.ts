import { keysIn } from './arns.ts';
import type { Expected } from './types.ts';

const at = keysIn('111122223333');

/** Fraud, churn, vision and the hackathon, each in its Region; the organization closes the last one. */
const fraud = 'eu-west-1';
const churn = 'eu-central-1';
const vision = 'us-east-1';
const hackathon = 'us-west-2';
const closed = 'sa-east-1';

const fraudVpc = 'vpc-0fa10000000000001';
const hiddenNotebook = at.notebook(hackathon, 'hackathon-gpu');
const lakeKey = at.key(fraud, '6c1e5b0a-3d47-4f8e-9a21-5b7c0d3e8f64', '444455556666');

/** Buckets of others: only references to them are seen. */
const foreignBuckets = [at.bucket('global', 'nordhaven-lake-ledger'), at.bucket('global', 'jumpstart-cache-prod-us-west-2')];

const vendorPortal = at.restApi(vision, 'v3nd0rp0r1');
const stages = {
  scoringProd: at.rest(fraud, 'fr4ud5c0r3', 'prod'),
  scoringStaging: at.rest(fraud, 'fr4ud5c0r3', 'staging'),
  internal: at.rest(fraud, 'fr4ud1nt3r', 'v1'),
  predict: at.http(churn, 'ch5rnpr3d1', '$default'),
  uplift: at.http(churn, 'ch5rnup11f', 'v1'),
  ocrV1: at.rest(vision, 'd0c50cr001', 'v1'),
  ocrV2: at.rest(vision, 'd0c50cr001', 'v2'),
  ocrBeta: at.rest(vision, 'd0c50cr001', 'beta'),
  layout: at.rest(vision, '1ay0ut0001', 'prod'),
  layoutPublic: at.rest(vision, '1ay0utpub1', 'prod'),
  chat: at.rest(hackathon, 'h4ck4th0n1', 'demo'),
};

export const demo: Expected = {
  'vpc-notebook-direct-internet-access': {
    PASS: [
      at.notebook(fraud, 'fraud-research'),
      at.notebook(churn, 'churn-forecast'),
      at.notebook(churn, 'churn-archive'),
      at.notebook(vision, 'vision-finetune'),
    ],
    FAIL: [
      at.notebook(fraud, 'fraud-backtest'),
      at.notebook(churn, 'churn-analysis'),
      at.notebook(vision, 'vision-labelling'),
      at.notebook(hackathon, 'hackathon-team-4'),
    ],
    UNKNOWN: [hiddenNotebook, at.notebook(closed, '*')],
    NOT_APPLICABLE: [at.notebook(fraud, 'fraud-legacy')],
  },
  'vpc-notebook-custom-vpc': {
    PASS: [
      at.notebook(fraud, 'fraud-research'),
      at.notebook(fraud, 'fraud-backtest'),
      at.notebook(churn, 'churn-forecast'),
      at.notebook(churn, 'churn-archive'),
      at.notebook(vision, 'vision-labelling'),
      at.notebook(vision, 'vision-finetune'),
      at.notebook(hackathon, 'hackathon-team-4'),
    ],
    FAIL: [at.notebook(churn, 'churn-analysis')],
    UNKNOWN: [hiddenNotebook, at.notebook(closed, '*')],
    NOT_APPLICABLE: [at.notebook(fraud, 'fraud-legacy')],
  },
  'vpc-training-job-vpc': {
    PASS: [
      at.training(fraud, 'fraud-xgb-0412'),
      at.training(fraud, 'fraud-gnn-007'),
      at.tuning(fraud, 'fraud-xgb-tuning-12'),
      at.training(churn, 'churn-lgbm-88'),
    ],
    FAIL: [
      at.autoMl(churn, 'churn-autopilot-5'),
      at.training(vision, 'vision-ocr-19'),
      at.tuning(vision, 'vision-layout-hpo-4'),
      at.training(hackathon, 'hackathon-llm-1'),
    ],
    UNKNOWN: [at.training(closed, '*')],
    NOT_APPLICABLE: [at.training(churn, 'churn-notes-sft-2')],
  },
  'vpc-flow-logs-enabled': {
    PASS: [at.vpc(fraud, fraudVpc), at.vpc(churn, 'vpc-0c4e0000000000001')],
    FAIL: [
      at.vpc(churn, 'vpc-0c4a0000000000001'),
      at.vpc(vision, 'vpc-01d10000000000001'),
      at.vpc(vision, 'vpc-01d20000000000001'),
    ],
    UNKNOWN: [
      // Another account's.
      at.vpc(vision, 'vpc-01d30000000000001', '222233334444'),
      // The auditor may not list flow logs there, and one notebook may lie in a further VPC.
      at.vpc(hackathon, 'vpc-0de40000000000001'),
      at.vpc(hackathon, '*'),
      at.vpc(closed, '*'),
    ],
  },
  'lp-role-no-admin-access': {
    PASS: [
      'fraud-notebook',
      'fraud-training',
      'fraud-inference',
      'churn-notebook',
      'churn-studio',
      'churn-training',
      'churn-etl',
      'churn-inference',
      'vision-studio',
      'vision-contractor',
      'vision-inference',
    ].map((name) => at.role(name)),
    FAIL: ['vision-notebook', 'vision-training', 'vision-automation', 'hackathon'].map((name) => at.role(name)),
    UNKNOWN: [at.anyRole(hackathon), at.anyRole(closed)],
    NOT_APPLICABLE: [at.role('lake-ledger-unload', '444455556666'), at.role('vision-inference-2023')],
  },
  'lp-role-no-sagemaker-full-access': {
    PASS: [
      'fraud-notebook',
      'fraud-training',
      'fraud-inference',
      'churn-training',
      'churn-etl',
      'churn-inference',
      'vision-contractor',
      'vision-inference',
      'hackathon',
    ].map((name) => at.role(name)),
    FAIL: ['churn-notebook', 'churn-studio', 'vision-notebook', 'vision-training', 'vision-automation', 'vision-studio'].map(
      (name) => at.role(name),
    ),
    UNKNOWN: [at.anyRole(hackathon), at.anyRole(closed)],
    NOT_APPLICABLE: [at.role('lake-ledger-unload', '444455556666'), at.role('vision-inference-2023')],
  },
  'lp-s3-bucket-public-access-block': {
    PASS: [
      at.bucket(fraud, 'nordhaven-fraud-data'),
      at.bucket(fraud, 'nordhaven-fraud-models'),
      at.bucket(fraud, 'nordhaven-fraud-candidates'),
      at.bucket(fraud, 'nordhaven-fraud-capture'),
      at.bucket(churn, 'nordhaven-churn-models'),
      at.bucket(churn, 'nordhaven-churn-studio'),
      at.bucket(vision, 'nordhaven-vision-models'),
      at.bucket(vision, 'nordhaven-vision-layouts'),
    ],
    FAIL: [
      at.bucket(churn, 'nordhaven-churn-data'),
      at.bucket(vision, 'sagemaker-us-east-1-111122223333'),
      at.bucket(hackathon, 'nordhaven-hackathon-2026'),
      at.bucket(hackathon, 'nordhaven-hackathon-weights'),
    ],
    UNKNOWN: [at.bucket(vision, 'nordhaven-vision-scans'), at.bucket(closed, '*')],
    NOT_APPLICABLE: foreignBuckets,
  },
  'lp-cloudtrail-trail-enabled': {
    // No trail is good enough; an event data store in the closed Region might be.
    UNKNOWN: [at.root],
  },
  'enc-notebook-volume-cmk': {
    PASS: [at.notebook(fraud, 'fraud-research'), at.notebook(churn, 'churn-archive'), at.notebook(vision, 'vision-labelling')],
    FAIL: [
      at.notebook(churn, 'churn-analysis'),
      at.notebook(churn, 'churn-forecast'),
      at.notebook(vision, 'vision-finetune'),
      at.notebook(hackathon, 'hackathon-team-4'),
    ],
    UNKNOWN: [at.notebook(fraud, 'fraud-backtest'), hiddenNotebook, at.notebook(closed, '*')],
    NOT_APPLICABLE: [at.notebook(fraud, 'fraud-legacy')],
  },
  'enc-kms-key-rotation': {
    PASS: [at.key(fraud, '0d9f3c52-7a1b-4e68-8f20-6b5a4c3d2e1f'), at.key(fraud, '4b8e7d6c-5f4a-4b3c-8d2e-1f0a9b8c7d6e')],
    FAIL: [
      at.key(churn, '9a3c7e51-2b4d-4c6f-8e10-7d5f3b1a9c8e'),
      at.key(vision, '5e2d1c0b-a998-4776-8655-443322110fed'),
      at.key(vision, '7f6e5d4c-3b2a-4190-8f7e-6d5c4b3a2918'),
    ],
    // The default key of a bucket and of a notebook could not be read, so that further keys may be hidden.
    UNKNOWN: [lakeKey, at.key(vision, '*'), at.key(hackathon, '*'), at.key(closed, '*')],
    NOT_APPLICABLE: [at.key(churn, 'e7d6c5b4-a392-4817-b605-f4e3d2c1b0a9')],
  },
  'enc-s3-default-encryption-cmk': {
    PASS: [
      at.bucket(fraud, 'nordhaven-fraud-data'),
      at.bucket(fraud, 'nordhaven-fraud-models'),
      at.bucket(fraud, 'nordhaven-fraud-candidates'),
      at.bucket(fraud, 'nordhaven-fraud-capture'),
      at.bucket(vision, 'nordhaven-vision-scans'),
      at.bucket(vision, 'nordhaven-vision-models'),
    ],
    FAIL: [
      at.bucket(churn, 'nordhaven-churn-data'),
      at.bucket(churn, 'nordhaven-churn-models'),
      at.bucket(churn, 'nordhaven-churn-studio'),
      at.bucket(vision, 'sagemaker-us-east-1-111122223333'),
      at.bucket(hackathon, 'nordhaven-hackathon-2026'),
      at.bucket(hackathon, 'nordhaven-hackathon-weights'),
    ],
    UNKNOWN: [at.bucket(vision, 'nordhaven-vision-layouts'), at.bucket(closed, '*')],
    NOT_APPLICABLE: foreignBuckets,
  },
  'enc-guardduty-enabled': {
    PASS: [at.detector(fraud)],
    FAIL: [at.detector(churn), at.detector(vision)],
    UNKNOWN: [at.detector(hackathon), at.detector(closed)],
  },
  'sec-lifecycle-config-no-secrets': {
    PASS: [
      at.lifecycle(fraud, 'fraud-stop-when-idle'),
      at.studioLifecycle(churn, 'churn-lab-extensions'),
      at.lifecycle(hackathon, 'hackathon-welcome'),
    ],
    FAIL: [at.lifecycle(churn, 'churn-setup'), at.lifecycle(vision, 'vision-bootstrap-old')],
    UNKNOWN: [at.lifecycle(vision, 'vision-cuda'), at.anyLifecycle(closed)],
  },
  'sec-job-parameters-no-secrets': {
    PASS: [
      at.training(fraud, 'fraud-xgb-0412'),
      at.training(fraud, 'fraud-xgb-0411'),
      at.training(fraud, 'fraud-gnn-007'),
      at.training(fraud, 'fraud-xgb-tuning-12-001-3f9a1c02'),
      at.training(fraud, 'fraud-xgb-tuning-12-002-b71d44e8'),
      at.tuning(fraud, 'fraud-xgb-tuning-12'),
      at.processing(fraud, 'fraud-features-0117'),
      at.processing(fraud, 'fraud-ledger-extract-03'),
      at.processing(fraud, 'model-monitoring-9f2c41d07a6b'),
      at.transform(fraud, 'fraud-nightly-0231'),
      at.pipeline(fraud, 'fraud-retraining'),
      at.schedule(fraud, 'fraud-scoring-data-quality'),
      at.schedule(fraud, 'fraud-scoring-model-quality'),
      at.training(churn, 'churn-notes-sft-2'),
      at.processing(churn, 'churn-etl-31'),
      at.processing(churn, 'churn-uplift-drift-19'),
      at.transform(churn, 'churn-weekly-14'),
      at.schedule(churn, 'churn-winback-data-quality'),
      at.processing(vision, 'vision-labels-12'),
      at.training(vision, 'vision-layout-hpo-4-001-9c0d1e2f'),
      at.training(vision, 'vision-layout-hpo-4-002-3a4b5c6d'),
      at.tuning(vision, 'vision-layout-hpo-4'),
      at.schedule(vision, 'vision-layout-explainability'),
      at.schedule(vision, 'vision-layout-bias'),
      at.schedule(vision, 'vision-layout-model-quality'),
      at.schedule(vision, 'vision-classifier-data-quality'),
      at.training(hackathon, 'hackathon-llm-1'),
    ],
    FAIL: [
      at.training(churn, 'churn-lgbm-88'),
      at.training(churn, 'churn-lgbm-87'),
      at.processing(vision, 'vision-ingest-77'),
      at.training(vision, 'vision-ocr-19'),
      at.pipeline(vision, 'vision-weekly'),
    ],
    UNKNOWN: [at.training(closed, '*')],
  },
  'sec-git-credentials-in-secrets-manager': {
    PASS: [at.repository(fraud, 'fraud-models'), at.repository(fraud, 'fraud-features'), at.repository(churn, 'churn-notebooks')],
    FAIL: [at.repository(fraud, 'fraud-rules'), at.notebook(vision, 'vision-labelling'), at.repository(vision, 'vision-mirror')],
    UNKNOWN: [
      // Bare URLs: nobody can tell whether the repository is public.
      at.notebook(fraud, 'fraud-backtest'),
      at.domain(churn, 'd-4c7k9m2p5r8t'),
      // Its secret may not be described.
      at.repository(vision, 'vision-models'),
      hiddenNotebook,
      at.repository(closed, '*'),
    ],
  },
  'sec-secret-rotation-enabled': {
    PASS: [at.secret(fraud, 'fraud/git-Q7w2Rt'), at.secret(fraud, 'fraud/feature-store-Q7w2Rt')],
    FAIL: [
      at.secret(fraud, 'vision/labels-Q7w2Rt'),
      at.secret(churn, 'churn/git-Q7w2Rt'),
      at.secret(churn, 'churn/warehouse-Q7w2Rt'),
    ],
    UNKNOWN: [at.secret(vision, 'vision/git-Q7w2Rt'), at.secret(closed, '*')],
    NOT_APPLICABLE: [at.secret(fraud, 'fraud/git-2024-Q7w2Rt'), at.secret(vision, 'vision/labels-Q7w2Rt')],
  },
  'mon-endpoint-data-capture': {
    PASS: [at.endpoint(fraud, 'fraud-scoring'), at.endpoint(churn, 'churn-uplift'), at.endpoint(vision, 'vision-layout')],
    FAIL: [
      at.endpoint(churn, 'churn-predict'),
      at.endpoint(churn, 'churn-winback'),
      at.endpoint(vision, 'vision-ocr'),
      at.endpoint(hackathon, 'hackathon-llm'),
    ],
    UNKNOWN: [at.endpoint(hackathon, 'hackathon-embed'), at.endpoint(closed, '*')],
    NOT_APPLICABLE: [
      at.endpoint(fraud, 'fraud-disputes'),
      at.endpoint(fraud, 'fraud-challenger'),
      at.endpoint(churn, 'churn-segments'),
      at.endpoint(vision, 'vision-classifier'),
    ],
  },
  'mon-endpoint-monitored': {
    PASS: [
      at.endpoint(fraud, 'fraud-scoring'),
      at.endpoint(fraud, 'fraud-disputes'),
      at.endpoint(churn, 'churn-predict'),
      at.endpoint(churn, 'churn-uplift'),
      at.endpoint(vision, 'vision-layout'),
    ],
    FAIL: [
      at.endpoint(churn, 'churn-winback'),
      at.endpoint(churn, 'churn-segments'),
      at.endpoint(vision, 'vision-ocr'),
      at.endpoint(hackathon, 'hackathon-llm'),
      at.endpoint(hackathon, 'hackathon-embed'),
    ],
    UNKNOWN: [at.endpoint(closed, '*')],
    NOT_APPLICABLE: [at.endpoint(fraud, 'fraud-challenger'), at.endpoint(vision, 'vision-classifier')],
  },
  'mon-schedule-active': {
    PASS: [
      at.schedule(fraud, 'fraud-scoring-data-quality'),
      at.schedule(fraud, 'fraud-scoring-model-quality'),
      at.schedule(vision, 'vision-layout-explainability'),
    ],
    FAIL: [at.schedule(churn, 'churn-winback-data-quality'), at.schedule(vision, 'vision-layout-bias')],
    UNKNOWN: [at.schedule(closed, '*')],
    NOT_APPLICABLE: [at.schedule(vision, 'vision-layout-model-quality'), at.schedule(vision, 'vision-classifier-data-quality')],
  },
  'mon-drift-alarm-exists': {
    PASS: [
      at.endpoint(fraud, 'fraud-scoring'),
      at.endpoint(fraud, 'fraud-disputes'),
      at.endpoint(churn, 'churn-predict'),
      at.endpoint(churn, 'churn-uplift'),
    ],
    FAIL: [at.endpoint(vision, 'vision-layout')],
    UNKNOWN: [at.endpoint(closed, '*')],
    NOT_APPLICABLE: [
      at.endpoint(fraud, 'fraud-challenger'),
      at.endpoint(churn, 'churn-winback'),
      at.endpoint(churn, 'churn-segments'),
      at.endpoint(vision, 'vision-ocr'),
      at.endpoint(vision, 'vision-classifier'),
      at.endpoint(hackathon, 'hackathon-llm'),
      at.endpoint(hackathon, 'hackathon-embed'),
    ],
  },
  'log-api-cloudwatch-role': {
    PASS: [at.apiAccount(fraud)],
    FAIL: [at.apiAccount(vision)],
    UNKNOWN: [at.apiAccount(hackathon), at.apiAccount(closed)],
    // HTTP APIs only.
    NOT_APPLICABLE: [at.apiAccount(churn)],
  },
  'log-api-access-logging': {
    PASS: [
      stages.scoringProd,
      stages.scoringStaging,
      stages.predict,
      stages.ocrV2,
      stages.layout,
      stages.layoutPublic,
      stages.chat,
    ],
    FAIL: [stages.internal, stages.uplift, stages.ocrV1, stages.ocrBeta],
    UNKNOWN: [vendorPortal, at.anyStage(closed)],
  },
  'log-api-access-log-format': {
    PASS: [stages.scoringProd, stages.predict, stages.ocrV2, stages.layout, stages.layoutPublic],
    FAIL: [stages.scoringStaging, stages.chat],
    UNKNOWN: [vendorPortal, at.anyStage(closed)],
    NOT_APPLICABLE: [stages.internal, stages.uplift, stages.ocrV1, stages.ocrBeta],
  },
  'log-api-waf-web-acl': {
    PASS: [stages.scoringProd, stages.ocrV2, stages.layout, stages.layoutPublic, stages.chat],
    FAIL: [stages.scoringStaging, stages.ocrV1, stages.ocrBeta],
    UNKNOWN: [vendorPortal, at.anyStage(closed)],
    NOT_APPLICABLE: [stages.internal, stages.predict, stages.uplift],
  },
  'log-waf-rate-based-rule': {
    PASS: [
      at.webAcl(fraud, 'fraud-scoring', '2f6d8c1a-0b3e-4d5f-9a7c-8e1b2d3f4a5c'),
      at.webAcl(vision, 'layout', 'a3e2b4c6-7f80-4192-8c3d-4e5f60718293'),
      at.webAcl(vision, 'docs-edge', 'c6d5e4f3-a2b1-40c9-8d7e-6f5a4b3c2d1e', 'global'),
    ],
    FAIL: [
      at.webAcl(vision, 'docs-ocr', '81c0f2a4-5d6e-4f70-8a1b-2c3d4e5f6071'),
      at.webAcl(vision, 'docs-ocr-count', '92d1a3b5-6e7f-4081-9b2c-3d4e5f607182'),
    ],
    UNKNOWN: [
      // Its only rules are the security team's, in another account.
      at.webAcl(hackathon, 'hackathon', 'c5a4d6e8-91a2-43b4-8e5f-60718293a4b5'),
      // The API that could not be looked into may have a web ACL.
      at.anyWebAcl(vision),
      at.anyWebAcl(closed),
    ],
  },
  'ver-s3-versioning-enabled': {
    PASS: [
      at.bucket(fraud, 'nordhaven-fraud-data'),
      at.bucket(fraud, 'nordhaven-fraud-models'),
      at.bucket(fraud, 'nordhaven-fraud-candidates'),
      at.bucket(fraud, 'nordhaven-fraud-capture'),
      at.bucket(churn, 'nordhaven-churn-models'),
      at.bucket(vision, 'nordhaven-vision-scans'),
      at.bucket(vision, 'nordhaven-vision-models'),
      at.bucket(vision, 'nordhaven-vision-layouts'),
    ],
    FAIL: [at.bucket(churn, 'nordhaven-churn-data'), at.bucket(vision, 'sagemaker-us-east-1-111122223333')],
    UNKNOWN: [at.bucket(hackathon, 'nordhaven-hackathon-weights'), at.bucket(closed, '*')],
    // Shared notebook output and captured requests alone are there.
    NOT_APPLICABLE: [
      at.bucket(churn, 'nordhaven-churn-studio'),
      at.bucket(hackathon, 'nordhaven-hackathon-2026'),
      ...foreignBuckets,
    ],
  },
  'ver-s3-mfa-delete': {
    PASS: [
      at.bucket(fraud, 'nordhaven-fraud-models'),
      at.bucket(fraud, 'nordhaven-fraud-candidates'),
      at.bucket(churn, 'nordhaven-churn-models'),
    ],
    FAIL: [at.bucket(vision, 'nordhaven-vision-models'), at.bucket(vision, 'nordhaven-vision-layouts')],
    UNKNOWN: [at.bucket(hackathon, 'nordhaven-hackathon-weights'), at.bucket(closed, '*')],
    NOT_APPLICABLE: [
      at.bucket(fraud, 'nordhaven-fraud-data'),
      at.bucket(fraud, 'nordhaven-fraud-capture'),
      at.bucket(churn, 'nordhaven-churn-data'),
      at.bucket(churn, 'nordhaven-churn-studio'),
      at.bucket(vision, 'nordhaven-vision-scans'),
      // Models are there, without versions.
      at.bucket(vision, 'sagemaker-us-east-1-111122223333'),
      at.bucket(hackathon, 'nordhaven-hackathon-2026'),
      ...foreignBuckets,
    ],
  },
  'ver-code-repository-associated': {
    PASS: [
      at.notebook(fraud, 'fraud-research'),
      at.notebook(fraud, 'fraud-backtest'),
      at.notebook(churn, 'churn-forecast'),
      at.domain(churn, 'd-4c7k9m2p5r8t'),
      at.notebook(vision, 'vision-labelling'),
      at.notebook(vision, 'vision-finetune'),
    ],
    FAIL: [
      at.notebook(churn, 'churn-analysis'),
      at.notebook(churn, 'churn-archive'),
      at.domain(vision, 'd-1v5x8z2b4n6m'),
      at.notebook(hackathon, 'hackathon-team-4'),
    ],
    UNKNOWN: [hiddenNotebook, at.notebook(closed, '*')],
    NOT_APPLICABLE: [at.notebook(fraud, 'fraud-legacy'), at.domain(hackathon, 'd-7h3k6j9l2q4w')],
  },
};
