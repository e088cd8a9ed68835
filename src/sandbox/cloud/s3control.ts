import type { AccountOf } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers } from '../types.ts';

/** S3 Control: Block Public Access of the account. */
export function s3control(accountOf: AccountOf): Handlers {
  return defineHandlers('s3control', {
    GetPublicAccessBlock({ AccountId }, call) {
      const { id, s3 } = accountOf(call);
      if (AccountId !== id) throw new SandboxError('AccessDenied', 'Access Denied', 403);
      if (s3?.accountPublicAccessBlock !== undefined) return { PublicAccessBlockConfiguration: s3.accountPublicAccessBlock };
      throw new SandboxError('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', 404, {
        AccountId: id,
      });
    },
  });
}
