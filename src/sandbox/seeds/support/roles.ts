import type { RoleData } from '../../account.ts';

/** One statement that allows. */
export function allow(actions: string | readonly string[], resources: string | readonly string[] = '*'): object {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}

export function policy(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

/** A role that a service assumes. */
export function role(name: string, service: string, rights: Omit<RoleData, 'name' | 'trust'>): RoleData {
  return { name, trust: trusts(service), ...rights };
}

/** A role that SageMaker assumes. */
export function executionRole(name: string, rights: Omit<RoleData, 'name' | 'trust'>): RoleData {
  return role(name, 'sagemaker.amazonaws.com', rights);
}

function trusts(service: string): object {
  return policy({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' });
}

export function awsPolicy(name: string): string {
  return `arn:aws:iam::aws:policy/${name}`;
}

/** What a job or a model needs of its own buckets, and of CloudWatch and ECR. */
export function jobRights(...buckets: readonly string[]): object {
  return policy(
    allow(
      ['s3:GetObject', 's3:PutObject'],
      buckets.map((bucket) => `arn:aws:s3:::${bucket}/*`),
    ),
    allow(
      's3:ListBucket',
      buckets.map((bucket) => `arn:aws:s3:::${bucket}`),
    ),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], 'arn:aws:logs:*:*:log-group:/aws/sagemaker/*'),
    allow(['ecr:GetAuthorizationToken', 'cloudwatch:PutMetricData']),
  );
}
