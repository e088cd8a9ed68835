import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import { arnOf, type Place } from './place.ts';

type Named = readonly [QuotaCode: string, QuotaName: string, Value: number];

/** A few of the quotas that Service Quotas lists for an account, rates among sizes and counts as AWS mixes them. */
export function quotas(at: Place): readonly ServiceQuota[] {
  return [
    ...ofService(at, 'cloudtrail', 'AWS CloudTrail', [
      ...(['DescribeTrails', 'GetTrailStatus', 'GetEventSelectors', 'ListEventDataStores'] as const).map((operation, index) =>
        counted(operation, 'CloudTrail', [`L-C7000${index}00`, `Transactions per second (TPS) for the ${operation} API`, 10]),
      ),
      unit(['L-33958DE7', 'Events per PutAuditEvents request', 100]),
    ]),
    ...ofService(at, 'kms', 'AWS Key Management Service (AWS KMS)', [
      counted('DescribeKey', 'KMS', ['L-4A5F8B10', 'DescribeKey request rate', 2000]),
      counted('GetKeyRotationStatus', 'KMS', ['L-4A5F8B11', 'GetKeyRotationStatus request rate', 1000]),
      unit(['L-C2F1777E', 'Customer Master Keys (CMKs)', 100_000]),
    ]),
    ...ofService(at, 'ec2', 'Amazon Elastic Compute Cloud (Amazon EC2)', [
      aSecond(['L-EC200001', 'DescribeSubnets request bucket refill rate', 20]),
      unit(['L-EC200002', 'DescribeSubnets request bucket maximum capacity', 100]),
      aSecond(['L-EC200003', 'DescribeVpcs unfiltered request bucket refill rate', 10]),
      unit(['L-EC200004', 'DescribeVpcs unfiltered request bucket maximum capacity', 50]),
    ]),
    ...ofService(at, 'monitoring', 'Amazon CloudWatch', [
      // Raised for the dashboards of the platform team.
      counted('DescribeAlarms', 'CloudWatch', ['L-21CB40A4', 'Rate of DescribeAlarms requests', 18]),
    ]),
    ...ofService(at, 'lambda', 'AWS Lambda', [
      unit(['L-B99A9384', 'Concurrent executions', 1000]),
      aSecond(['L-B2AA0F47', 'Rate of control plane API requests', 15]),
    ]),
    ...ofService(at, 'sagemaker', 'Amazon SageMaker', [
      unit(['L-D7E11A01', 'ml.m5.xlarge for training job usage', 20]),
      aSecond(['L-D7E11A02', 'Rate of ListTrainingJobs requests', 2]),
      aSecond(['L-D7E11A03', 'Rate of DescribeTrainingJob requests', 40]),
    ]),
  ];
}

function ofService(at: Place, ServiceCode: string, ServiceName: string, all: readonly ServiceQuota[]): readonly ServiceQuota[] {
  return all.map((quota) => ({
    ServiceCode,
    ServiceName,
    QuotaArn: arnOf(at, 'servicequotas', `${ServiceCode}/${quota.QuotaCode}`),
    GlobalQuota: false,
    QuotaAppliedAtLevel: 'ACCOUNT',
    ...quota,
  }));
}

function unit([QuotaCode, QuotaName, Value]: Named): ServiceQuota {
  return { QuotaCode, QuotaName, Value, Unit: 'None', Adjustable: false };
}

function aSecond(named: Named): ServiceQuota {
  return { ...unit(named), Period: { PeriodValue: 1, PeriodUnit: 'SECOND' } };
}

/** A rate whose calls CloudWatch counts. */
function counted(Resource: string, Service: string, named: Named): ServiceQuota {
  return {
    ...aSecond(named),
    UsageMetric: {
      MetricNamespace: 'AWS/Usage',
      MetricName: 'CallCount',
      MetricDimensions: { Class: 'None', Resource, Service, Type: 'API' },
      MetricStatisticRecommendation: 'Sum',
    },
  };
}
