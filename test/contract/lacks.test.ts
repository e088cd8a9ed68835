import { CreateDetectorCommand } from '@aws-sdk/client-guardduty';
import { CreateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateDomainCommand, CreateNotebookInstanceLifecycleConfigCommand } from '@aws-sdk/client-sagemaker';
import { beforeAll, expect, test } from 'vitest';
import { scanOperations } from '../../src/aws/regions.ts';
import { operationId } from '../../src/core/operation.ts';
import { operationsOf } from '../../src/engine/plan.ts';
import { registry } from '../../src/registry.gen.ts';
import {
  createDistribution,
  createHttpApi,
  createRestApi,
  createRuleGroup,
  deploy,
  groupRule,
  protect,
} from './accounts/apis.ts';
import { createBucket } from './accounts/buckets.ts';
import {
  createAutoMlJob,
  createPipeline,
  createProcessingJob,
  createTrainingJob,
  createTransformJob,
  createTuningJob,
} from './accounts/jobs.ts';
import { createKey } from './accounts/keys.ts';
import { createNetwork } from './accounts/network.ts';
import { createNotebook } from './accounts/notebooks.ts';
import { createRole } from './accounts/roles.ts';
import { createSecret } from './accounts/secrets.ts';
import { createDriftAlarm, createEndpoint, createFunction, createModel, runHourly } from './accounts/serving.ts';
import { lacks, unreached } from './lacks.ts';
import { openAccount, type Account } from './support/account.ts';
import { scanAccount } from './support/scan.ts';

const declared = new Map([...operationsOf(registry), ...scanOperations].map((operation) => [operationId(operation), operation]));
let scanned: Awaited<ReturnType<typeof scanAccount>>;

beforeAll(async () => {
  const account = await openAccount('100000000004', 'eu-west-1');
  await fill(account);
  scanned = await scanAccount(account);
});

test('everything else that the scan asks for, moto answers as AWS does', () => {
  const { operations } = scanned.report.coverage;
  const failed = operations.filter((one) => one.failed > 0).map((one) => one.operation);
  const lacking = Object.entries(lacks).filter(([, lack]) => lack.answered !== true);
  expect(failed).toEqual(lacking.map(([operation]) => operation));
});

test('the scan comes to every operation that does not lie behind one which moto lacks', () => {
  const called = new Set(scanned.report.coverage.operations.map((one) => one.operation));
  expect([...declared.keys()].filter((operation) => !called.has(operation)).toSorted()).toEqual(Object.keys(unreached));
  expect(Object.values(unreached).filter((operation) => !(operation in lacks))).toEqual([]);
});

test.for(Object.entries(lacks).filter(([, { standIn }]) => standIn === undefined))(
  'what moto does not tell by %s is unknown',
  ([operation, { reason }]) => {
    const { snapshot, report } = scanned;
    const unknown = report.findings.filter((finding) => finding.status === 'UNKNOWN');
    const gaps = [...snapshot.slices.flatMap((slice) => slice.gaps), ...unknown.map((finding) => finding.gap)];
    expect(new Set(gaps.filter((gap) => gap.operation === operation).map((gap) => gap.reason))).toEqual(new Set([reason]));
    const action = declared.get(operation)?.action;
    expect(unknown.some(({ gap, message }) => gap.operation === operation || message.includes(`for ${action} `))).toBe(true);
  },
);

test('where another call can stand in, it is made, and works', () => {
  const standIns = Object.values(lacks).flatMap(({ standIn }) => standIn ?? []);
  for (const operation of standIns)
    expect(scanned.report.coverage.operations).toContainEqual(expect.objectContaining({ operation, failed: 0 }));
});

/** Something of each kind that the scan looks at. */
async function fill(account: Account): Promise<void> {
  const { id } = account;
  const bucket = await createBucket(account, 'everything-4', {
    key: await createKey(account, { rotatesAfter: 365 }),
    versioned: true,
    policy: { Version: '2012-10-17', Statement: [] },
    expires: true,
  });
  const { KeyMetadata: imported } = await account.kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL' }));
  const { subnet } = await createNetwork(account, { traffic: 'ALL', bucket });
  const script = Buffer.from('#!/bin/bash').toString('base64');
  await account.sagemaker.send(
    new CreateNotebookInstanceLifecycleConfigCommand({
      NotebookInstanceLifecycleConfigName: 'start',
      OnStart: [{ Content: script }],
    }),
  );
  await createNotebook(account, 'lab', {
    RoleArn: await createRole(account, 'lab', { policies: [] }),
    SubnetId: subnet,
    KmsKeyId: imported?.KeyId,
    LifecycleConfigName: 'start',
    DefaultCodeRepository: 'research',
  });
  await account.sagemaker.send(
    new CreateDomainCommand({
      DomainName: 'studio',
      AuthMode: 'IAM',
      DefaultUserSettings: { ExecutionRole: `arn:aws:iam::${id}:role/lab` },
      VpcId: 'vpc-0123456789abcdef0',
      SubnetIds: [subnet],
    }),
  );
  const parameters = { secret: await createSecret(account, 'token') };
  for (const create of [createTrainingJob, createTuningJob, createProcessingJob, createTransformJob])
    await create(account, 'job', { bucket, parameters });
  await createAutoMlJob(account, 'job', { bucket });
  await createPipeline(account, 'nightly', {});
  await createModel(account, 'scorer', bucket);
  await createEndpoint(account, 'scorer', {
    model: 'scorer',
    capture: {
      EnableCapture: true,
      InitialSamplingPercentage: 100,
      DestinationS3Uri: `s3://${bucket}/capture`,
      CaptureOptions: [{ CaptureMode: 'InputAndOutput' }],
    },
  });
  await createDriftAlarm(account, 'scorer');
  const target = await createFunction(account, 'front', { ENDPOINT_NAME: 'scorer' });
  await runHourly(account, 'hourly', target);
  const api = await createRestApi(account, 'scoring', 'scorer');
  await deploy(account, api, { stage: 'v1' });
  const group = await createRuleGroup(account, 'limits');
  await protect(account, { api, name: 'v1' }, { name: 'front', rules: [groupRule(group)] });
  await createHttpApi(account, 'scoring', { target });
  await createDistribution(account, api);
  await account.cloudtrail.send(new CreateTrailCommand({ Name: 'audit', S3BucketName: bucket, IsMultiRegionTrail: true }));
  await account.guardduty.send(new CreateDetectorCommand({ Enable: true }));
}
