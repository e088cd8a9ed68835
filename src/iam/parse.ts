import { actionPattern, resourcePattern, type Pattern } from './match.ts';

/** How AWS hands the text over: IAM URL-encoded (RFC 3986), API Gateway as JSON with escaped quotes, the others as JSON. */
export type PolicyEncoding = 'url' | 'json' | 'escaped-json';

/** `Action` or, negated, `NotAction`; the same for resources. */
export interface PatternSet {
  readonly negated: boolean;
  readonly patterns: readonly Pattern[];
}

interface Principals {
  readonly negated: boolean;
  /** `*` or `{"AWS": "*"}`. */
  readonly everyone: boolean;
  readonly aws: readonly string[];
  /** Lower case. */
  readonly services: readonly string[];
  readonly federated: readonly string[];
  readonly canonicalUsers: readonly string[];
}

/** One operator and key of a Condition block. The entries are joined by AND, the values of one by OR. */
export interface ConditionEntry {
  /** As written, such as `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface ParsedStatement {
  /** 0-based place in the document. */
  readonly index: number;
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: Principals | null;
  readonly actions: PatternSet;
  /** `null` where the policy hangs on the resource, as a trust policy does. */
  readonly resources: PatternSet | null;
  readonly conditions: readonly ConditionEntry[];
}

export interface ParsedPolicy {
  readonly version: '2008-10-17' | '2012-10-17';
  readonly statements: readonly ParsedStatement[];
}

export type ParseResult = { readonly ok: true; readonly policy: ParsedPolicy } | { readonly ok: false; readonly error: string };

class ShapeError extends Error {}

/**
 * Reads a policy document and compiles its patterns, once. What the grammar of the IAM user guide does not know is an error,
 * never ignored: a part that we cannot read may be the one that grants or denies.
 */
export function parsePolicy(text: string, encoding: PolicyEncoding): ParseResult {
  try {
    return { ok: true, policy: policyOf(JSON.parse(decoders[encoding](text))) };
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, error: error.message };
    // The text of a SyntaxError quotes the document.
    if (error instanceof SyntaxError) return { ok: false, error: 'not valid JSON' };
    if (error instanceof URIError) return { ok: false, error: 'not valid URL encoding' };
    throw error;
  }
}

const decoders = {
  url: decodeURIComponent,
  json: (text) => text,
  'escaped-json': unescaped,
} as const satisfies Record<PolicyEncoding, (text: string) => string>;

/** The inside of a JSON string; what is not escaped at all stays as it is. */
function unescaped(text: string): string {
  if (!/^\s*\{\s*\\/.test(text)) return text;
  const lines = text
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\t', String.raw`\t`);
  return String(JSON.parse(`"${lines}"`));
}

function policyOf(document: unknown): ParsedPolicy {
  const policy = record(document, 'policy');
  onlyKeys(policy, ['Version', 'Id', 'Statement'], 'policy');
  const version = policy['Version'] ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') throw new ShapeError('Version: not a version of the policy language');
  optionalText(policy['Id'], 'Id');
  const given = policy['Statement'];
  if (given === undefined) throw new ShapeError('Statement: missing');
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  return { version, statements: list.map((each, index) => statementOf(each, index, version)) };
}

const statementKeys = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
] as const;

function statementOf(given: unknown, index: number, version: ParsedPolicy['version']): ParsedStatement {
  const at = `Statement[${index}]`;
  const statement = record(given, at);
  onlyKeys(statement, statementKeys, at);
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') throw new ShapeError(`${at}.Effect: neither Allow nor Deny`);
  const actions = patternSet(statement, 'Action', at, actionPattern);
  if (actions === null) throw new ShapeError(`${at}: neither Action nor NotAction`);
  const variables = version === '2012-10-17' ? 'variables' : 'plain';
  return {
    index,
    sid: optionalText(statement['Sid'], `${at}.Sid`),
    effect,
    principals: principalsOf(statement, at),
    actions,
    resources: patternSet(statement, 'Resource', at, (source) => resourcePattern(source, variables)),
    conditions: conditionsOf(statement['Condition'], `${at}.Condition`),
  };
}

type Part = 'Action' | 'Resource' | 'Principal';

/** The element or its negation; both together are illegal. */
function oneOf(statement: Record<string, unknown>, part: Part, at: string): { value: unknown; negated: boolean } | null {
  const [plain, negated] = [statement[part], statement[`Not${part}`]];
  if (plain !== undefined && negated !== undefined) throw new ShapeError(`${at}: both ${part} and Not${part}`);
  if (plain !== undefined) return { value: plain, negated: false };
  return negated === undefined ? null : { value: negated, negated: true };
}

function patternSet(
  statement: Record<string, unknown>,
  part: 'Action' | 'Resource',
  at: string,
  compile: (source: string) => Pattern,
): PatternSet | null {
  const found = oneOf(statement, part, at);
  if (found === null) return null;
  return { negated: found.negated, patterns: texts(found.value, `${at}.${part}`).map((source) => compile(source)) };
}

const principalKinds = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

function principalsOf(statement: Record<string, unknown>, at: string): Principals | null {
  const found = oneOf(statement, 'Principal', at);
  if (found === null) return null;
  const { value, negated } = found;
  if (value === '*') return { negated, everyone: true, aws: ['*'], services: [], federated: [], canonicalUsers: [] };
  const kinds = record(value, `${at}.Principal`);
  onlyKeys(kinds, principalKinds, `${at}.Principal`);
  const [aws, services, federated, canonicalUsers] = principalKinds.map((kind) =>
    kinds[kind] === undefined ? [] : texts(kinds[kind], `${at}.Principal.${kind}`),
  );
  return {
    negated,
    everyone: aws?.includes('*') ?? false,
    aws: aws ?? [],
    services: services?.map((service) => service.toLowerCase()) ?? [],
    federated: federated ?? [],
    canonicalUsers: canonicalUsers ?? [],
  };
}

function conditionsOf(given: unknown, at: string): readonly ConditionEntry[] {
  if (given === undefined) return [];
  return Object.entries(record(given, at)).flatMap(([operator, keys]) =>
    Object.entries(record(keys, `${at}.${operator}`)).map(([key, values]) => ({
      operator,
      key,
      values: scalars(values, `${at}.${operator}.${key}`),
    })),
  );
}

function scalars(given: unknown, at: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  return list.map((value) => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new ShapeError(`${at}: a value that is not a string, number or boolean`);
  });
}

function texts(given: unknown, at: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  return list.map((value) => {
    if (typeof value === 'string') return value;
    throw new ShapeError(`${at}: a value that is not a string`);
  });
}

function optionalText(given: unknown, at: string): string | null {
  if (given === undefined) return null;
  if (typeof given !== 'string') throw new ShapeError(`${at}: not a string`);
  return given;
}

function record(given: unknown, at: string): Record<string, unknown> {
  if (isRecord(given)) return given;
  throw new ShapeError(`${at}: not an object`);
}

function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

function onlyKeys(given: Record<string, unknown>, allowed: readonly string[], at: string): void {
  const stranger = Object.keys(given).find((key) => !allowed.includes(key));
  if (stranger !== undefined) throw new ShapeError(`${at}: unknown element ${stranger}`);
}
