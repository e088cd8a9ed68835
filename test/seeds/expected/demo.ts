import type { Expected } from './types.ts';

const account = '111122223333';
const notebook = (region: string, name: string) => `${region} arn:aws:sagemaker:${region}:${account}:notebook-instance/${name}`;

export const demo: Expected = {
  'vpc-notebook-direct-internet-access': {
    PASS: [notebook('eu-west-1', 'fraud-research')],
    FAIL: [notebook('eu-west-1', 'churn-playground')],
  },
};
