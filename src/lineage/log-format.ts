import type { ApiProtocol } from '../inventory/apis.ts';

/** Claims and authorizer values take names that nothing else does: `authorizer.claims.cognito:groups`, `authorizer.x-team`. */
const variable = /\$context\.(authorizer(?:\.\w+(?:[:-]\w+)*)+|[A-Za-z]\w*(?:\.[A-Za-z]\w*)*)/g;

/**
 * The `$context` variables of an access log format, whatever stands between them (JSON, CLF, XML, CSV), without the prefix:
 * `identity.sourceIp`, `requestId`, ...
 */
export function accessLogFields(format: string): ReadonlySet<string> {
  return new Set([...format.matchAll(variable)].map((match) => match[1] ?? ''));
}

/** A field that investigators need, and the variables of which any one gives it; `authorizer.*` stands for all of those. */
export interface LogField {
  readonly name: string;
  readonly anyOf: readonly string[];
}

const ofAll: readonly LogField[] = [
  field('requestId'),
  field('ip', 'identity.sourceIp'),
  field('requestTime', 'requestTime', 'requestTimeEpoch'),
  field('status'),
];
const ofHttp: readonly LogField[] = [field('httpMethod'), field('protocol'), field('responseLength')];

/**
 * What an access log must tell (log-api-access-log-format). HTTP APIs know callers by their authorizer; WebSocket APIs have
 * routes and event types in the place of methods and paths, and no protocol or length.
 */
const logFields = {
  REST: [
    ...ofAll,
    ...ofHttp,
    field('caller', 'identity.caller'),
    field('user', 'identity.user'),
    field('resourcePath', 'resourcePath', 'path'),
  ],
  HTTP: [
    ...ofAll,
    ...ofHttp,
    field('caller', 'identity.caller', 'identity.userArn', 'authorizer.*'),
    field('user', 'identity.user', 'identity.userArn', 'authorizer.*'),
    field('resourcePath', 'routeKey', 'resourcePath', 'path'),
  ],
  WEBSOCKET: [
    ...ofAll,
    field('caller', 'identity.caller', 'identity.userArn', 'authorizer.*'),
    field('user', 'identity.user', 'identity.userArn', 'authorizer.*'),
    field('resourcePath', 'routeKey'),
  ],
} as const satisfies Record<ApiProtocol, readonly LogField[]>;

/** The fields that a format leaves out. */
export function missingFields(format: string, protocol: ApiProtocol): readonly LogField[] {
  const has = [...accessLogFields(format)];
  const gives = (wanted: string): boolean =>
    wanted.endsWith('.*') ? has.some((one) => one.startsWith(wanted.slice(0, -1))) : has.includes(wanted);
  return logFields[protocol].filter(({ anyOf }) => !anyOf.some(gives));
}

/** A format with every field, as one line of JSON. */
export function fullFormat(protocol: ApiProtocol): string {
  const fields = logFields[protocol].map(({ name, anyOf }) => [name, `$context.${anyOf[0] ?? name}`]);
  return JSON.stringify({ ...Object.fromEntries(fields), extendedRequestId: '$context.extendedRequestId' });
}

function field(name: string, ...anyOf: readonly string[]): LogField {
  return { name, anyOf: anyOf.length === 0 ? [name] : anyOf };
}
