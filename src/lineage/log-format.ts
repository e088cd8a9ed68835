/** Claims and authorizer values take names that nothing else does: `authorizer.claims.cognito:groups`, `authorizer.x-team`. */
const variable = /\$context\.(authorizer(?:\.\w+(?:[:-]\w+)*)+|[A-Za-z]\w*(?:\.[A-Za-z]\w*)*)/g;

/**
 * The `$context` variables of an access log format, whatever stands between them (JSON, CLF, XML, CSV), without the prefix:
 * `identity.sourceIp`, `requestId`, ...
 */
export function accessLogFields(format: string): ReadonlySet<string> {
  return new Set([...format.matchAll(variable)].map((match) => match[1] ?? ''));
}
