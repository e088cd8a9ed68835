import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { inject } from 'vitest';
import { endpointConfig } from '../../../src/aws/endpoint.ts';

/** moto makes every AWS managed policy for each account, which takes it seconds: tests that can share one, each in a Region of its own. */
export const sharedAccount = '100000000001';

/** An account of moto in one Region: its key, and a client of each service to fill it with. */
export type Account = Awaited<ReturnType<typeof openAccount>>;

/** moto takes a request to be of the account that made its access key. */
export async function openAccount(id: string, region: string) {
  const endpoint = inject('moto');
  const credentials = await accessKeyOf(id, { endpoint, region });
  const options = { endpoint, region, credentials };
  return {
    id,
    region,
    credentials,
    apigateway: new APIGatewayClient(options),
    apigatewayv2: new ApiGatewayV2Client(options),
    cloudfront: new CloudFrontClient(options),
    cloudtrail: new CloudTrailClient(options),
    cloudwatch: new CloudWatchClient(options),
    ec2: new EC2Client(options),
    events: new EventBridgeClient(options),
    guardduty: new GuardDutyClient(options),
    iam: new IAMClient(options),
    kms: new KMSClient(options),
    lambda: new LambdaClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    s3control: new S3ControlClient({ ...options, ...endpointConfig('s3control', endpoint) }),
    sagemaker: new SageMakerClient(options),
    scheduler: new SchedulerClient(options),
    secretsmanager: new SecretsManagerClient(options),
    wafv2: new WAFV2Client(options),
  };
}

/** The first key of an account can only be had by naming the account in a header of moto's own. */
async function accessKeyOf(
  id: string,
  { endpoint, region }: { endpoint: string; region: string },
): Promise<{ accessKeyId: string; secretAccessKey: string }> {
  const iam = new IAMClient({ endpoint, region, credentials: { accessKeyId: 'moto', secretAccessKey: 'moto' } });
  iam.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(Object(args.request).headers, { 'x-moto-account-id': id });
      return await next(args);
    },
    { step: 'build' },
  );
  const UserName = `auditor-${region}`;
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' };
}
