import type { AccountData, Seed } from '../account.ts';

const id = '444455556666';

/** Nothing yet. */
export const denied: Seed = {
  name: 'denied',
  description: 'nothing yet',
  account: (): AccountData => ({
    id,
    partition: 'aws',
    auditor: `arn:aws:sts::${id}:assumed-role/mlwarden-auditor/mlwarden`,
    regions: [{ name: 'eu-west-1', status: 'ENABLED_BY_DEFAULT' }],
    in: {},
  }),
};
