import type { Seed } from '../account.ts';
import { wellKept } from './support/well-kept.ts';

/** The account of `hardened` in the eyes of an auditor who lacks permissions: what cannot be seen is UNKNOWN, never good. */
export const denied: Seed = {
  name: 'denied',
  description: 'a well kept account, and an auditor who may not look',
  account: (now) => ({
    ...wellKept('666677778888', now),
    denials: [
      {
        operations: [
          'sagemaker:ListEndpoints',
          'sagemaker:DescribeNotebookInstance',
          'sagemaker:Search',
          'sagemaker:ListTrainingJobs',
          'apigateway:GetRestApis',
          'cloudwatch:DescribeAlarms',
          'iam:GetAccountAuthorizationDetails',
        ],
      },
      { operations: ['s3:ListBuckets'], as: { action: 's3:ListAllMyBuckets' } },
    ],
  }),
};
