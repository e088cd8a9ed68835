import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  type DataCaptureConfig,
} from '@aws-sdk/client-sagemaker';
import type { Account } from '../support/account.ts';

/** A zip archive without a file. */
const emptyZip = Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]);

/** A model with its artifact in the bucket. */
export async function createModel({ sagemaker, id }: Account, name: string, bucket: string): Promise<void> {
  await sagemaker.send(
    new CreateModelCommand({
      ModelName: name,
      ExecutionRoleArn: `arn:aws:iam::${id}:role/inference`,
      PrimaryContainer: {
        Image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/server:1',
        ModelDataUrl: `s3://${bucket}/models/${name}/model.tar.gz`,
      },
    }),
  );
}

/** An endpoint of a model, in service at once. */
export async function createEndpoint(
  { sagemaker }: Account,
  name: string,
  { model, capture }: { model: string; capture?: DataCaptureConfig },
): Promise<void> {
  await sagemaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: [{ VariantName: 'main', ModelName: model, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }],
      DataCaptureConfig: capture,
    }),
  );
  await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
}

/** An alarm on a metric that the owner's own monitor writes. */
export async function createDriftAlarm({ cloudwatch }: Account, endpoint: string): Promise<void> {
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: `drift-${endpoint}`,
      Namespace: 'Company/Drift',
      MetricName: 'drift',
      Dimensions: [{ Name: 'Endpoint', Value: endpoint }],
      Statistic: 'Maximum',
      Period: 3600,
      EvaluationPeriods: 1,
      Threshold: 0.1,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:oncall'],
    }),
  );
}

/** A function's ARN. */
export async function createFunction(
  { lambda, iam, id }: Account,
  name: string,
  variables: Record<string, string>,
): Promise<string> {
  const role = `${name}-role`;
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  await iam.send(
    new CreateRoleCommand({
      RoleName: role,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  const { FunctionArn: arn = '' } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'python3.13',
      Handler: 'main.handler',
      Role: `arn:aws:iam::${id}:role/${role}`,
      Code: { ZipFile: emptyZip },
      Environment: { Variables: variables },
    }),
  );
  return arn;
}

export async function runHourly({ events }: Account, name: string, target: string): Promise<void> {
  await events.send(new PutRuleCommand({ Name: name, ScheduleExpression: 'rate(1 hour)', State: 'ENABLED' }));
  await events.send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'monitor', Arn: target }] }));
}
