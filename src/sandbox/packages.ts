/** The SDK packages whose schemas the endpoint speaks. A bundle that wants fewer of them replaces this file. */
import type { Service } from '../core/operation.ts';

/** A package's exports: a client, commands, and the schemas of operations, shapes and errors. */
export type Module = Readonly<Record<string, unknown>>;

interface Package {
  /** Name in the credential scope, by which a service's requests are told apart. */
  readonly signingName: string;
  readonly load: () => Promise<Module>;
}

export const packages = {
  account: { signingName: 'account', load: () => import('@aws-sdk/client-account') },
  apigateway: { signingName: 'apigateway', load: () => import('@aws-sdk/client-api-gateway') },
  apigatewayv2: { signingName: 'apigateway', load: () => import('@aws-sdk/client-apigatewayv2') },
  cloudfront: { signingName: 'cloudfront', load: () => import('@aws-sdk/client-cloudfront') },
  cloudtrail: { signingName: 'cloudtrail', load: () => import('@aws-sdk/client-cloudtrail') },
  cloudwatch: { signingName: 'monitoring', load: () => import('@aws-sdk/client-cloudwatch') },
  ec2: { signingName: 'ec2', load: () => import('@aws-sdk/client-ec2') },
  events: { signingName: 'events', load: () => import('@aws-sdk/client-eventbridge') },
  guardduty: { signingName: 'guardduty', load: () => import('@aws-sdk/client-guardduty') },
  iam: { signingName: 'iam', load: () => import('@aws-sdk/client-iam') },
  kms: { signingName: 'kms', load: () => import('@aws-sdk/client-kms') },
  lambda: { signingName: 'lambda', load: () => import('@aws-sdk/client-lambda') },
  s3: { signingName: 's3', load: () => import('@aws-sdk/client-s3') },
  s3control: { signingName: 's3', load: () => import('@aws-sdk/client-s3-control') },
  sagemaker: { signingName: 'sagemaker', load: () => import('@aws-sdk/client-sagemaker') },
  scheduler: { signingName: 'scheduler', load: () => import('@aws-sdk/client-scheduler') },
  secretsmanager: { signingName: 'secretsmanager', load: () => import('@aws-sdk/client-secrets-manager') },
  servicequotas: { signingName: 'servicequotas', load: () => import('@aws-sdk/client-service-quotas') },
  sts: { signingName: 'sts', load: () => import('@aws-sdk/client-sts') },
  wafv2: { signingName: 'wafv2', load: () => import('@aws-sdk/client-wafv2') },
} as const satisfies Record<Service, Package>;
