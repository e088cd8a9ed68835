import type { AnyCheck } from '../core/check.ts';
import { operationId, type AnyOperation } from '../core/operation.ts';
import { operationsOf, planFor, sectionsOf, type Registry } from './plan.ts';

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** What the auditor must never be able to do, whatever else is attached to its role (catalogue 7.1). */
const neverAllowed = [
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:GenerateDataKey*',
  'lambda:GetFunction',
  'lambda:InvokeFunction',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
  's3:GetObject*',
  'sagemaker:BatchGetRecord',
  'sagemaker:CreatePresigned*',
  'sagemaker:GetRecord',
  'sagemaker:InvokeEndpoint*',
  'secretsmanager:BatchGetSecretValue',
  'secretsmanager:GetSecretValue',
  'ssm:GetParameter*',
];

/** API Gateway has one action for all that it reads: what gives out keys, exports and code is kept out by its path. */
const apiGatewaySecrets = [
  '/apikeys',
  '/apikeys/*',
  '/usageplans/*/keys',
  '/usageplans/*/keys/*',
  '/restapis/*/stages/*/exports/*',
  '/restapis/*/stages/*/sdks/*',
  '/apis/*/exports/*',
];

/** The IAM actions that a scan with these checks calls, sorted; `always` are those of the scan itself (Regions). */
export function actionsFor(checks: readonly AnyCheck[], registry: Registry, always: readonly AnyOperation[]): readonly string[] {
  const operations = [...operationsOf(planFor(checks, registry)), ...always];
  return [...new Set(operations.map((operation) => operation.action))].toSorted();
}

/** The auditor's IAM policy: exactly the actions that are called, and a deny of what must never be. */
export function auditorPolicy(actions: readonly string[], partition = 'aws'): PolicyDocument {
  const paths = apiGatewaySecrets.map((path) => `arn:${partition}:apigateway:*::${path}`);
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'MlwardenRead', Effect: 'Allow', Action: actions, Resource: '*' },
      { Sid: 'MlwardenNeverReadsContent', Effect: 'Deny', Action: neverAllowed, Resource: '*' },
      ...(actions.includes('apigateway:GET')
        ? [{ Sid: 'MlwardenNeverReadsApiKeys', Effect: 'Deny', Action: ['apigateway:GET'], Resource: paths } as const]
        : []),
    ],
  };
}

export interface PermissionUse {
  readonly action: string;
  readonly operations: readonly string[];
  /** Checks that are UNKNOWN, at least in part, without it. */
  readonly checks: readonly string[];
}

/** "Deny this, lose these checks." */
export function permissionUses(
  checks: readonly AnyCheck[],
  registry: Registry,
  always: readonly AnyOperation[],
): readonly PermissionUse[] {
  const sections = new Map(checks.map((check) => [check.id, new Set(sectionsOf(check, registry))]));
  const uses = new Map<string, { operations: Set<string>; checks: Set<string> }>();
  const use = (operation: AnyOperation, users: Iterable<string>) => {
    const entry = uses.get(operation.action) ?? { operations: new Set<string>(), checks: new Set<string>() };
    entry.operations.add(operationId(operation));
    for (const user of users) entry.checks.add(user);
    uses.set(operation.action, entry);
  };
  for (const collector of planFor(checks, registry).collectors) {
    const users = checks.filter((check) => sections.get(check.id)?.has(collector.section.name)).map((check) => check.id);
    for (const operation of Object.values<AnyOperation>(collector.operations)) use(operation, users);
  }
  for (const operation of always)
    use(
      operation,
      checks.map((check) => check.id),
    );
  return [...uses]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, entry]) => ({ action, operations: [...entry.operations].toSorted(), checks: [...entry.checks].toSorted() }));
}
