import { all, any, conditionHolds, not, type Answer, type ConditionContext } from '../iam/conditions.ts';
import { asked, covers } from '../iam/coverage.ts';
import { parsePolicy, type ConditionEntry, type ParsedStatement } from '../iam/parse.ts';
import type { Api } from '../inventory/apis.ts';
import type { ModelRoute } from './model-apis.ts';

/**
 * Whether a stranger reaches the model at the stage itself, past whatever stands in front of it. `closed`: the resource policy
 * refuses everybody but whom it names. `guarded`: an authorizer stands on every route, and only it knows whom it lets in.
 */
export type DirectWay = 'open' | 'closed' | 'guarded' | 'unknown';

/** A caller from anywhere on the internet, without credentials and without a shared secret in a header. */
const stranger: ConditionContext = {
  policy: 'resource',
  values: new Map([
    ...['aws:referer', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'].map((key) => [key, null] as const),
    ...['arn', 'account', 'orgid', 'orgpaths', 'isawsservice'].map((key) => [`aws:principal${key}`, null] as const),
    ...['aws:sourcearn', 'aws:sourceaccount', 'aws:userid', 'aws:username'].map((key) => [key, null] as const),
  ]),
  now: null,
  settableTags: () => 'unknown',
};

/** Whether a stage can be called directly by the routes that lead to a model. */
export function directWay(api: Api, stage: string, routes: readonly ModelRoute[]): DirectWay {
  const passed = routes.map((route) => throughPolicy(api, stage, route));
  if (passed.every((answer) => answer === 'no')) return 'closed';
  const unguarded = routes.filter(({ integration }) => (integration.authorization ?? 'NONE') === 'NONE');
  if (unguarded.length === 0) return 'guarded';
  const open = any(unguarded.map((route) => throughPolicy(api, stage, route)));
  return open === 'yes' ? 'open' : open === 'no' ? 'guarded' : 'unknown';
}

/** Whether the resource policy lets a stranger through to a route. Without a policy it does. */
function throughPolicy(api: Api, stage: string, { integration }: ModelRoute): Answer {
  if (api.policy === null || api.policy === '') return 'yes';
  const [, partition = 'aws'] = api.arn.split(':');
  const root = `arn:${partition}:execute-api:${api.region}:${api.account}:${api.name}`;
  // The short form of a resource, which API Gateway takes as one of the API's own.
  const parsed = parsePolicy(api.policy.replaceAll(/execute-api:(?=\\*\/)/g, root), 'escaped-json');
  if (!parsed.ok) return 'unknown';
  const method = integration.method === null || integration.method === 'ANY' ? '*' : integration.method;
  const resource = `${root}/${stage}/${method}${(integration.path ?? '/*').replaceAll(/\{[^}]*\}/g, '*')}`;
  const says = (effect: ParsedStatement['effect']): Answer =>
    any(
      parsed.policy.statements
        .filter((statement) => statement.effect === effect)
        .map((statement) =>
          all([speaksOf(statement, resource, api.account), isForStrangers(statement), meetsStranger(statement)]),
        ),
    );
  const denied = says('Deny');
  // With IAM authorization a policy that is silent leaves the answer to the caller's own policies.
  const allowed = integration.authorization === 'AWS_IAM' ? 'unknown' : says('Allow');
  return all([allowed, not(denied)]);
}

function speaksOf(statement: ParsedStatement, resource: string, account: string): Answer {
  const found = covers(
    statement,
    asked('execute-api:Invoke', resource, account),
    statement.effect === 'Allow' ? 'grant' : 'deny',
  );
  // A pattern may be spoken of in part.
  return found === 'yes' ? 'yes' : found === 'maybe' || resource.includes('*') ? 'unknown' : 'no';
}

function isForStrangers({ principals, effect }: ParsedStatement): Answer {
  if (principals === null) return 'unknown';
  if (principals.negated) return effect === 'Deny' ? 'yes' : 'unknown';
  return principals.everyone ? 'yes' : 'no';
}

function meetsStranger({ conditions }: ParsedStatement): Answer {
  return all(conditions.map((entry) => addressHolds(entry) ?? conditionHolds([entry], stranger)));
}

/** A stranger's address is in no list of addresses, unless the list has all of them. `null` for conditions on anything else. */
function addressHolds(entry: ConditionEntry): Answer | null {
  const operator = /^(Not)?IpAddress(?:IfExists)?$/i.exec(entry.operator);
  if (operator === null || entry.key.toLowerCase() !== 'aws:sourceip') return null;
  const everywhere = entry.values.some((value) => /^(0\.0\.0\.0|::)\/0$/.test(value));
  return everywhere === (operator[1] === undefined) ? 'yes' : 'no';
}
