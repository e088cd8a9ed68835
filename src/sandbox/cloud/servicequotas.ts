import type { AccountOf } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** Codes by which Service Quotas knows the emulated services; it has none for Account Management. */
const serviceCodes: ReadonlySet<string> = new Set([
  'apigateway',
  'cloudfront',
  'cloudtrail',
  'ec2',
  'events',
  'guardduty',
  'iam',
  'kms',
  'lambda',
  'monitoring',
  's3',
  'sagemaker',
  'scheduler',
  'secretsmanager',
  'servicequotas',
  'wafv2',
]);

/** Service Quotas: the values that are applied to the account. */
export function servicequotas(accountOf: AccountOf): Handlers {
  return defineHandlers('servicequotas', {
    ListServiceQuotas({ ServiceCode: code = '', NextToken, MaxResults }, call) {
      if (!serviceCodes.has(code))
        throw new SandboxError('NoSuchResourceException', 'The request failed because the specified service does not exist.');
      const own = (accountOf(call).quotas?.[call.region] ?? []).filter((quota) => quota.ServiceCode === code);
      const { page, next } = pageOf(own, { token: NextToken, size: MaxResults, usual: 100, most: 100 });
      return given({ Quotas: page, NextToken: next });
    },
  });
}
