import type { Dialect, Refusal } from './dialects.ts';
import { denialOf } from './dialects.ts';
import type { Members, SandboxCall } from './types.ts';

/** How a call is refused; what is left out is worded as the service would. */
export interface Denial {
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
  /** IAM action, where it is not `service:Operation`. */
  readonly action?: string;
  /** ARN that the message names. */
  readonly resource?: string;
}

/** Decides before the handler is asked. */
export type Deny = (call: SandboxCall, input: Members) => Denial | undefined;

/** Who an access key belongs to. */
export interface Identity {
  readonly account: string;
  /** ARN of the user or session. */
  readonly arn: string;
}

/** Refuses the named operations, `service:Operation`, and nothing else. */
export function denyOperations(...operations: readonly string[]): Deny {
  const denied = new Set(operations);
  return ({ service, operation }) => (denied.has(`${service}:${operation}`) ? {} : undefined);
}

const actionPrefixes: Readonly<Record<string, string>> = { s3control: 's3', apigatewayv2: 'apigateway' };

/** The refusal in the service's own words. */
export function wordDenial(denial: Denial, call: SandboxCall, identity: Identity, dialect: Dialect): Refusal {
  const usual = denialOf(dialect);
  return {
    code: denial.code ?? usual.code,
    status: denial.status ?? usual.status,
    message: denial.message ?? messageOf(denial, call, identity),
  };
}

function messageOf(denial: Denial, { service, operation, region }: SandboxCall, { account, arn }: Identity): string {
  const prefix = actionPrefixes[service] ?? service;
  const action = denial.action ?? `${prefix}:${operation}`;
  const because = `because no identity-based policy allows the ${action} action`;
  if (service === 'ec2')
    return `You are not authorized to perform this operation. User: ${arn} is not authorized to perform: ${action} ${because}`;
  const resource = denial.resource ?? `arn:aws:${prefix}:${region}:${account}:*`;
  return `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
}
