/** AWS managed policies that seeds attach, abridged: each keeps the statements that decide how wide it is. */
const documents = {
  AdministratorAccess: policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
  PowerUserAccess: policy(
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    {
      Effect: 'Allow',
      Action: [
        'account:GetAccountInformation',
        'account:ListRegions',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeOrganization',
      ],
      Resource: '*',
    },
  ),
  IAMFullAccess: policy({
    Effect: 'Allow',
    Action: ['iam:*', 'organizations:DescribeAccount', 'organizations:DescribeOrganization', 'organizations:ListRoots'],
    Resource: '*',
  }),
  AmazonSageMakerFullAccess: policy(
    {
      Sid: 'AllButStudioAdministration',
      Effect: 'Allow',
      Action: ['sagemaker:*', 'sagemaker-geospatial:*'],
      NotResource: ['domain', 'user-profile', 'app', 'space', 'partner-app', 'flow-definition'].map(
        (kind) => `arn:aws:sagemaker:*:*:${kind}/*`,
      ),
    },
    {
      Sid: 'StudioUse',
      Effect: 'Allow',
      Action: ['sagemaker:CreatePresignedDomainUrl', 'sagemaker:Describe*', 'sagemaker:List*'],
      Resource: '*',
    },
    {
      Sid: 'ServicesAround',
      Effect: 'Allow',
      Action: [
        'cloudwatch:DeleteAlarms',
        'cloudwatch:PutMetricData',
        'ecr:BatchGetImage',
        'ecr:GetAuthorizationToken',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        's3:ListAllMyBuckets',
      ],
      Resource: '*',
    },
    {
      Sid: 'RepositoriesByName',
      Effect: 'Allow',
      Action: ['codecommit:GitPull', 'codecommit:GitPush'],
      Resource: ['arn:aws:codecommit:*:*:*sagemaker*', 'arn:aws:codecommit:*:*:*SageMaker*'],
    },
    {
      Sid: 'BucketsByName',
      Effect: 'Allow',
      Action: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      Resource: ['arn:aws:s3:::*SageMaker*', 'arn:aws:s3:::*Sagemaker*', 'arn:aws:s3:::*sagemaker*', 'arn:aws:s3:::*aws-glue*'],
    },
    {
      Sid: 'SecretsByTag',
      Effect: 'Allow',
      Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      Resource: '*',
      Condition: { StringEquals: { 'secretsmanager:ResourceTag/SageMaker': 'true' } },
    },
    {
      Sid: 'PassRoleToMl',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: 'arn:aws:iam::*:role/*AmazonSageMaker*',
      Condition: {
        StringEquals: { 'iam:PassedToService': ['glue.amazonaws.com', 'robomaker.amazonaws.com', 'states.amazonaws.com'] },
      },
    },
  ),
  AmazonSageMakerCanvasFullAccess: policy(
    {
      Sid: 'ModelsOfCanvas',
      Effect: 'Allow',
      Action: [
        'sagemaker:CreateAutoMLJobV2',
        'sagemaker:CreateModel',
        'sagemaker:DescribeAutoMLJobV2',
        'sagemaker:DescribeModel',
      ],
      Resource: [
        'arn:aws:sagemaker:*:*:*Canvas*',
        'arn:aws:sagemaker:*:*:*canvas*',
        'arn:aws:sagemaker:*:*:*model-compilation-*',
      ],
    },
    {
      Sid: 'BucketsByName',
      Effect: 'Allow',
      Action: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      Resource: ['arn:aws:s3:::*SageMaker*', 'arn:aws:s3:::*Sagemaker*', 'arn:aws:s3:::*sagemaker*'],
    },
  ),
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': policy({
    Effect: 'Allow',
    Action: [
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:FilterLogEvents',
      'logs:GetLogEvents',
      'logs:PutLogEvents',
    ],
    Resource: '*',
  }),
} as const;

/** An AWS managed policy by what follows `:aws:policy/` in its ARN, as `AccountData.iam.policies` takes it. */
export function managedPolicy(name: keyof typeof documents): { readonly arn: string; readonly document: object } {
  return { arn: `arn:aws:iam::aws:policy/${name}`, document: documents[name] };
}

function policy(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}
