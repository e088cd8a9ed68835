/** What an API's integration leads to. */
export type Integration = EndpointIntegration | FunctionIntegration | { readonly kind: 'other' } | UnresolvedIntegration;

export interface EndpointIntegration {
  readonly kind: 'endpoint';
  readonly partition: string;
  /** The endpoint's Region, which may differ from the API's. */
  readonly region: string;
  readonly endpoint: EndpointName;
  readonly credentials: IntegrationCredentials;
}

export interface FunctionIntegration {
  readonly kind: 'function';
  /** Without its qualifier; may hold stage variables. */
  readonly functionArn: string;
  /** Version, alias, `$LATEST`, or a stage variable. */
  readonly qualifier: string | null;
  /** Stage variables in ARN and qualifier: ask `resolveIntegration` with those of a stage. */
  readonly variables: readonly string[];
  readonly credentials: IntegrationCredentials;
}

export interface UnresolvedIntegration {
  readonly kind: 'unresolved';
  readonly raw: string;
  readonly why: string;
}

/** A name as written, or what gives it at run time. `template` is the name with its variables or parameters in it. */
export type EndpointName =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'stage-variable'; readonly template: string; readonly variables: readonly string[] }
  | { readonly kind: 'path-parameter'; readonly template: string; readonly parameters: readonly string[] };

/** Who invokes: a role, the caller of the API (`arn:aws:iam::*:user/*`), or API Gateway itself by a resource policy (`none`). */
export type IntegrationCredentials =
  | { readonly kind: 'role'; readonly arn: string }
  | { readonly kind: 'caller' | 'none' }
  | { readonly kind: 'unresolved'; readonly raw: string };

export interface IntegrationOptions {
  /** Integration.credentials (REST) or CredentialsArn (HTTP, WebSocket). */
  readonly credentials?: string | null | undefined;
  /** Integration.requestParameters: a quoted constant there fixes a path parameter. */
  readonly requestParameters?: Readonly<Record<string, string>> | undefined;
}

const endpointUri =
  /^arn:(aws[a-z-]*):apigateway:([a-z0-9-]+):runtime\.sagemaker:path\/{1,2}endpoints\/([^/]+)\/(?:invocations|async-invocations|invocations-response-stream)$/;
const functionUri =
  /^arn:aws[a-z-]*:apigateway:[a-z0-9-]+:lambda:path\/{1,2}(?:2015-03-31\/functions\/(.+)\/invocations|2021-11-15\/functions\/(.+)\/response-streaming-invocations)$/;
const lambdaArn = /^arn:aws[a-z-]*:lambda:/;
/** A function ARN; what stands between colons may hold stage variables. */
const functionArn =
  /^(arn:aws[a-z-]*:lambda:(?:[\w-]|\$\{stageVariables\.\w+\})+:(?:\d{12}|\$\{stageVariables\.\w+\}):function:(?:[\w-]|\$\{stageVariables\.\w+\})+)(?::((?:[\w$-]|\$\{stageVariables\.\w+\})+))?$/;
const stageVariable = /\$\{stageVariables\.(\w+)\}/g;
const pathParameter = /\{([\w.$-]+)\+?\}/g;

/** Parses an integration URI of REST, HTTP and WebSocket APIs (catalogue 3.3). Stage variables stay open. */
export function parseIntegration(uri: string | null | undefined, options: IntegrationOptions = {}): Integration {
  if (uri === null || uri === undefined || uri === '') return { kind: 'other' };
  const credentials = parseCredentials(options.credentials);
  const endpoint = endpointUri.exec(uri);
  if (endpoint !== null) {
    const [, partition = '', region = '', text = ''] = endpoint;
    const name = endpointName(text, options.requestParameters ?? {});
    if (name === null) return { kind: 'unresolved', raw: uri, why: 'not an endpoint name' };
    return { kind: 'endpoint', partition, region, endpoint: name, credentials };
  }
  const proxy = functionUri.exec(uri);
  const called = proxy?.[1] ?? proxy?.[2] ?? (lambdaArn.test(uri) ? uri : undefined);
  if (called !== undefined) return toFunction(called, uri, credentials);
  return unknownForm(uri);
}

/** The integration as one stage has it, its variables filled in; a variable that the stage does not set leaves it unresolved. */
export function resolveIntegration(
  uri: string | null | undefined,
  stageVariables: Readonly<Record<string, string>> | undefined,
  options: IntegrationOptions = {},
): Integration {
  const filled = fill(uri ?? '', stageVariables ?? {});
  if (filled.missing.length > 0)
    return { kind: 'unresolved', raw: uri ?? '', why: `the stage does not set ${filled.missing.join(', ')}` };
  const credentials = fill(options.credentials ?? '', stageVariables ?? {}).text;
  return parseIntegration(filled.text, { ...options, credentials });
}

/** Reads Integration.credentials. */
export function parseCredentials(raw: string | null | undefined): IntegrationCredentials {
  if (raw === null || raw === undefined || raw === '') return { kind: 'none' };
  if (/^arn:aws[a-z-]*:iam::\*:user\/\*$/.test(raw)) return { kind: 'caller' };
  return /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(raw) ? { kind: 'role', arn: raw } : { kind: 'unresolved', raw };
}

function endpointName(text: string, requestParameters: Readonly<Record<string, string>>): EndpointName | null {
  const variables = namesIn(text, stageVariable);
  if (variables.length > 0) return { kind: 'stage-variable', template: text, variables };
  const constant = text.replaceAll(
    pathParameter,
    (whole, name: string) => /^'(.+)'$/.exec(own(requestParameters, `integration.request.path.${name}`) ?? '')?.[1] ?? whole,
  );
  const parameters = namesIn(constant, pathParameter);
  if (parameters.length > 0) return { kind: 'path-parameter', template: constant, parameters };
  return /^[A-Za-z0-9](-*[A-Za-z0-9])*$/.test(constant) ? { kind: 'name', name: constant } : null;
}

function toFunction(called: string, raw: string, credentials: IntegrationCredentials): Integration {
  const match = functionArn.exec(called);
  const variables = namesIn(called, stageVariable);
  if (match !== null)
    return { kind: 'function', functionArn: match[1] ?? '', qualifier: match[2] ?? null, variables, credentials };
  return {
    kind: 'unresolved',
    raw,
    why: variables.length > 0 ? `the function is given by ${variables.join(', ')}` : 'not a function ARN',
  };
}

function unknownForm(raw: string): Integration {
  if (/:runtime\.sagemaker:|^https?:\/\/runtime\.sagemaker[.-]/.test(raw))
    return { kind: 'unresolved', raw, why: 'a SageMaker runtime URI of an unknown form' };
  if (/:lambda:path\//.test(raw)) return { kind: 'unresolved', raw, why: 'a Lambda path of an unknown form' };
  const variables = namesIn(raw, stageVariable);
  // A target in a variable may be anything; a variable deep inside an HTTP address cannot make it a function or an endpoint.
  if (raw.startsWith('${') || (raw.startsWith('arn:') && variables.length > 0)) {
    return { kind: 'unresolved', raw, why: `the target is given by ${variables.join(', ') || 'a variable'}` };
  }
  return { kind: 'other' };
}

function fill(
  text: string,
  variables: Readonly<Record<string, string>>,
): { readonly text: string; readonly missing: readonly string[] } {
  const missing = new Set<string>();
  const filled = text.replaceAll(stageVariable, (whole, name: string) => {
    const value = own(variables, name);
    if (value === undefined) missing.add(name);
    return value ?? whole;
  });
  return { text: filled, missing: [...missing] };
}

/** Names come from strangers: `constructor` is not a variable. */
function own(record: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function namesIn(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}
