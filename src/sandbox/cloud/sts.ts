import type { AccountOf } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers } from '../types.ts';

/** Security Token Service: who the auditor is. Roles of the account itself can be assumed with the external id `sandbox`. */
export function sts(accountOf: AccountOf): Handlers {
  return defineHandlers('sts', {
    GetCallerIdentity(_input, call) {
      const { id, auditor } = accountOf(call);
      return { Account: id, Arn: auditor, UserId: 'AROASANDBOXAUDITOR000:mlwarden' };
    },
    AssumeRole({ RoleArn = '', RoleSessionName = '', ExternalId }, call) {
      const { id, partition } = accountOf(call);
      const name = new RegExp(`^arn:${partition}:iam::${id}:role/(.+)$`).exec(RoleArn)?.[1];
      if (name === undefined || ExternalId !== 'sandbox') {
        throw new SandboxError('AccessDenied', `User is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`, 403);
      }
      return {
        AssumedRoleUser: {
          AssumedRoleId: `AROASANDBOX:${RoleSessionName}`,
          Arn: `arn:${partition}:sts::${id}:assumed-role/${name}/${RoleSessionName}`,
        },
        Credentials: {
          AccessKeyId: call.accessKeyId,
          SecretAccessKey: 'sandbox',
          SessionToken: 'sandbox',
          Expiration: new Date(call.now + 3_600_000),
        },
      };
    },
  });
}
