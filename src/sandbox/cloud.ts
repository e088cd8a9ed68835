/** The emulated AWS: every service's handlers over one account, or over many that share a port. */
import type { AccountData, AccountOf, DenialRule } from './account.ts';
import { account } from './cloud/regions.ts';
import { ec2 } from './cloud/ec2.ts';
import { sagemaker } from './cloud/sagemaker.ts';
import { sts } from './cloud/sts.ts';
import type { Deny } from './deny.ts';
import type { EndpointOptions } from './endpoint.ts';
import type { Handlers, Members, SandboxCall } from './types.ts';

const services: readonly ((accountOf: AccountOf) => Handlers)[] = [account, ec2, sagemaker, sts];

/** Handlers that answer from the account of each call's access key. */
export function cloudHandlers(accountOf: AccountOf): Handlers {
  return Object.assign({}, ...services.map((service) => service(accountOf)));
}

/** What `createEndpoint` needs to serve one account: its data, its auditor's rights and its one access key. */
export function cloudOf(data: AccountData): Pick<EndpointOptions, 'handlers' | 'deny' | 'identify'> {
  return {
    handlers: cloudHandlers(() => data),
    identify: () => ({ account: data.id, arn: data.auditor }),
    deny: denyBy(data.denials ?? []),
  };
}

/** The first rule that fits a call refuses it. */
function denyBy(rules: readonly DenialRule[]): Deny {
  return (call, input) => {
    const rule = rules.find((one) => fits(one, call, input));
    return rule === undefined ? undefined : (rule.as ?? {});
  };
}

function fits(
  { operations, regions, where = {} }: DenialRule,
  { service, operation, region }: SandboxCall,
  input: Members,
): boolean {
  return (
    (operations === undefined || operations.includes(`${service}:${operation}`)) &&
    (regions === undefined || regions.includes(region)) &&
    Object.entries(where).every(([member, values]) => values.includes(String(input[member])))
  );
}
