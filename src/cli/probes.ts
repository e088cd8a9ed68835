import type { Edge } from '../aws/edge.ts';
import type { AnyCollector } from '../core/collector.ts';
import type { Gap } from '../core/fact.ts';
import { Interrupted } from '../core/gap-error.ts';
import { operationId, type AnyOperation, type Service } from '../core/operation.ts';

/** One cheap call that a scan makes as well. */
export interface Probe {
  readonly operation: AnyOperation;
  readonly input: object;
  /** Whether the service is asked once an account. */
  readonly global: boolean;
  /** The error by which the service says that it has no such thing: it answered. */
  readonly nothing: string | undefined;
}

interface Candidate {
  readonly id: string;
  readonly input?: object;
  readonly nothing?: string;
}

const nobody = 'mlwarden-doctor';
const noId = '00000000-0000-0000-0000-000000000000';

/** Calls that ask for little: the first that a plan has is the service's probe. What can only be asked by name is asked for nobody. */
const candidatesIn = (account: string): readonly Candidate[] => [
  { id: 'sagemaker:ListNotebookInstances' },
  { id: 'sagemaker:ListEndpoints' },
  { id: 'sagemaker:ListDomains' },
  { id: 's3:ListBuckets' },
  { id: 's3control:GetPublicAccessBlock', input: { AccountId: account } },
  { id: 'iam:GetAccountAuthorizationDetails', input: { Filter: ['Role'], MaxItems: 1 } },
  { id: 'cloudtrail:DescribeTrails', input: { includeShadowTrails: false } },
  { id: 'cloudfront:ListDistributions' },
  { id: 'cloudwatch:DescribeAlarms', input: { MaxRecords: 1 } },
  { id: 'ec2:DescribeFlowLogs' },
  { id: 'ec2:DescribeSubnets' },
  { id: 'ec2:DescribeVpcs' },
  { id: 'events:ListRules' },
  { id: 'scheduler:ListSchedules' },
  { id: 'guardduty:ListDetectors' },
  { id: 'lambda:ListFunctions' },
  { id: 'apigateway:GetRestApis' },
  { id: 'apigateway:GetAccount' },
  { id: 'apigatewayv2:GetApis' },
  // Not an alias of AWS's own: asking for one makes its key.
  { id: 'kms:DescribeKey', input: { KeyId: `alias/${nobody}` }, nothing: 'NotFoundException' },
  { id: 'secretsmanager:DescribeSecret', input: { SecretId: nobody }, nothing: 'ResourceNotFoundException' },
  { id: 'wafv2:GetWebACL', input: { Name: nobody, Id: noId, Scope: 'REGIONAL' }, nothing: 'WAFNonexistentItemException' },
];

/** The probes of the services that the collectors call, sorted by service; `null` for one that has no cheap call. */
export function probesFor(collectors: readonly AnyCollector[], account: string): ReadonlyMap<Service, Probe | null> {
  const declared = collectors.flatMap((collector) =>
    Object.values<AnyOperation>(collector.operations).map((operation) => ({ operation, global: collector.runs === 'once' })),
  );
  const byId = new Map(declared.map((one) => [operationId(one.operation), one]));
  const candidates = candidatesIn(account);
  const services = [...new Set(declared.map(({ operation }) => operation.service))].toSorted();
  return new Map(
    services.map((service) => {
      const candidate = candidates.find(({ id }) => id.startsWith(`${service}:`) && byId.has(id));
      const found = candidate === undefined ? undefined : byId.get(candidate.id);
      if (candidate === undefined || found === undefined) return [service, null];
      return [service, { ...found, input: candidate.input ?? {}, nothing: candidate.nothing }];
    }),
  );
}

/** Asks once; the gap when there was no answer. */
export async function tryProbe(
  edge: Pick<Edge, 'callsFor' | 'identity'>,
  { operation, input, nothing }: Probe,
  place: { readonly region: string; readonly signal: AbortSignal },
): Promise<Gap | null> {
  const gap = await ask(edge, operation, input, { account: edge.identity.account, ...place });
  return gap !== null && gap.error === nothing ? null : gap;
}

async function ask(
  edge: Pick<Edge, 'callsFor'>,
  operation: AnyOperation,
  input: object,
  place: Parameters<Edge['callsFor']>[1],
): Promise<Gap | null> {
  if (operation.kind === 'single') {
    const fact = await edge.callsFor({ operation }, place).operation(input);
    return fact.known ? null : fact.gap;
  }
  try {
    // The first page is enough.
    await edge.callsFor({ operation }, place).operation.each(input, () => 'stop');
    return null;
  } catch (error) {
    if (error instanceof Interrupted) return error.gap;
    throw error;
  }
}
