import type { Coverage, Pattern, Side } from './match.ts';
import type { ParsedStatement, PatternSet } from './parse.ts';

/** What a question is about, in the form that patterns are compared in. */
export interface Asked {
  readonly action: string;
  /** The one service that the action belongs to; `null` for all of them. */
  readonly service: string | null;
  /** A pattern in canonical form; `everywhere` for all resources of the service. */
  readonly resource: { readonly pattern: string } | 'everywhere';
  /** Own account: an ARN pattern that names it is as wide as one with `*` there. */
  readonly account: string;
}

/** A question from an action (`sagemaker:InvokeEndpoint`, `sagemaker:*`, `*`) and a resource (an ARN, a pattern, `*`). */
export function asked(action: string, resource: string | Pattern, account: string): Asked {
  const lower = action.toLowerCase();
  const [service = '', name = '*'] = lower.split(':');
  const everything = /^[*?]*$/.test(service);
  const text = typeof resource === 'string' ? resource : resource.canonical;
  return {
    // At least one character on each side, so that `*`, `*:*` and `iam:?*` are all seen as containing it.
    action: everything ? '?*:?*' : name === '*' ? `${service}:?*` : lower,
    service: everything ? null : service,
    resource: text === '*' ? 'everywhere' : { pattern: text },
    account,
  };
}

/** Whether the statement speaks about all that was asked (catalogue 3.6 rule 3). NotAction and NotResource are wide by nature. */
export function covers(statement: ParsedStatement, question: Asked, side: Side): Coverage {
  if (!coversAction(statement.actions, question.action)) return 'no';
  // No Resource is legal only where the policy hangs on the resource; elsewhere we do not know what it means.
  return statement.resources === null ? 'maybe' : coversResource(statement.resources, question, side);
}

/** Whether the set of actions has every action of `action` (lower case). */
export function coversAction(actions: PatternSet, action: string): boolean {
  return actions.negated !== actions.patterns.some((each) => each.contains(action, 'deny') === 'yes');
}

/** Action `*`, or any NotAction. */
export function isOpen(actions: PatternSet): boolean {
  return actions.negated || coversAction(actions, '?*:?*');
}

function coversResource(resources: PatternSet, question: Asked, side: Side): Coverage {
  // What an Allow leaves out, it must surely leave out; what a Deny leaves out, it may leave out.
  const leaning = resources.negated === (side === 'grant') ? 'deny' : 'grant';
  let best: Coverage = 'no';
  for (const each of resources.patterns) {
    const found = containsResource(each, question, leaning);
    if (found === 'yes') return resources.negated ? 'no' : 'yes';
    if (found === 'maybe') best = 'maybe';
  }
  if (best === 'maybe') return 'maybe';
  return resources.negated ? 'yes' : 'no';
}

function containsResource(each: Pattern, question: Asked, side: Side): Coverage {
  const target = question.resource === 'everywhere' ? everywhere(each, question) : question.resource.pattern;
  return each.contains(target, side);
}

const regionless = new Set(['iam', 'sts', 's3', 'cloudfront', 'route53', 'organizations', 'globalaccelerator', 'shield', 'waf']);
const accountless = new Set(['s3', 'apigateway']);

/** All ARNs of the service in our account, in the partition that the pattern speaks of. */
function everywhere(each: Pattern, question: Asked): string {
  const partition = each.canonical.startsWith('arn:') ? (each.canonical.split(':')[1] ?? 'aws') : 'aws';
  const { service, account } = question;
  if (service === null) return `arn:${partition}:?*:*:*:?*`;
  // Roles are what sts acts on, and they are resources of iam.
  if (service === 'sts') return `arn:${partition}:iam::${account}:role/*`;
  return `arn:${partition}:${service}:${regionless.has(service) ? '' : '*'}:${accountless.has(service) ? '' : account}:*`;
}
