import type { BucketUse } from '../../core/edge.ts';
import type { FieldValue, S3Use } from '../../inventory/values.ts';
import { decodeHyperparameter } from '../../secrets/hyperparameter.ts';
import { useOfInput } from './job-parts.ts';
import { commandLine, type NamedValue } from './parameters.ts';

/** What a pipeline's definition holds. `literals` are for the scanner only. */
export interface Definition {
  readonly roles: readonly FieldValue[];
  readonly keys: readonly FieldValue[];
  readonly subnets: readonly FieldValue[];
  readonly locations: readonly S3Use[];
  readonly literals: readonly NamedValue[];
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads the JSON of a pipeline: `Parameters`, and `Steps` whose arguments are requests of SageMaker. `null` when it is nothing of
 * the kind. References to parameters with a default count as that default; what is only known in an execution is left out.
 */
export function readDefinition(json: string): Definition | null {
  const root = parsed(json);
  if (!isMembers(root) || !Array.isArray(root['Steps'])) return null;
  const leaves = [...leavesOf(root, { path: [], owners: [] }, defaultsOf(root['Parameters']))];
  return {
    roles: referencesIn(leaves, /RoleArn$/),
    keys: referencesIn(leaves, /KmsKeyId$/),
    subnets: referencesIn(leaves, /^Subnets$/),
    locations: leaves.flatMap(locationAt),
    literals: literalsIn(root, []),
  };
}

/** A text of the definition, and the names on the way to it; list positions are numbers. */
interface Leaf {
  readonly path: readonly (string | number)[];
  /** The objects that hold it, outermost first. */
  readonly owners: readonly Members[];
  readonly text: string;
}

function* leavesOf(
  node: unknown,
  at: Omit<Leaf, 'text'>,
  defaults: ReadonlyMap<string, string>,
): Generator<Leaf, void, undefined> {
  const text = textOf(node, defaults);
  if (text !== null) yield { ...at, text };
  else if (Array.isArray(node))
    for (const [index, item] of node.entries()) yield* leavesOf(item, { ...at, path: [...at.path, index] }, defaults);
  else if (isMembers(node))
    for (const [name, item] of Object.entries(node))
      yield* leavesOf(item, { path: [...at.path, name], owners: [...at.owners, node] }, defaults);
}

/**
 * The text of a node: a literal, the default of the parameter that it gets, or a join of such up to the first part that only an
 * execution knows. `null` for all else.
 */
function textOf(node: unknown, defaults: ReadonlyMap<string, string>): string | null {
  if (typeof node === 'string') return node;
  if (!isMembers(node)) return null;
  const got = node['Get'];
  if (typeof got === 'string') return defaults.get(got) ?? null;
  const join = node['Std:Join'];
  if (!isMembers(join) || !Array.isArray(join['Values'])) return null;
  const parts: string[] = [];
  for (const value of join['Values']) {
    const part = typeof value === 'number' ? String(value) : textOf(value, defaults);
    if (part === null) break;
    parts.push(part);
  }
  const whole = parts.length === join['Values'].length;
  const on = typeof join['On'] === 'string' ? join['On'] : '';
  return parts.length === 0 ? null : parts.join(on) + (whole ? '' : on);
}

/** Defaults by the name under which steps get them, `Parameters.NAME`. */
function defaultsOf(parameters: unknown): ReadonlyMap<string, string> {
  const list: readonly unknown[] = Array.isArray(parameters) ? parameters : [];
  return new Map(
    list.flatMap((one): [string, string][] => {
      const { Name: name, DefaultValue: value } = isMembers(one) ? one : {};
      return typeof name === 'string' && typeof value === 'string' ? [[`Parameters.${name}`, value]] : [];
    }),
  );
}

function referencesIn(leaves: readonly Leaf[], member: RegExp): readonly FieldValue[] {
  return leaves.flatMap(({ path, text }) =>
    text !== '' && member.test(memberOf(path)) ? [{ field: fieldOf(path), value: text }] : [],
  );
}

/** Values of a container's own: not fields of SageMaker, whatever they look like. */
const ownValues = /\.(Environment|HyperParameters|StaticHyperParameters|ContainerArguments|ContainerEntrypoint)\b/;

const submitDirectory = /(^|\.)sagemaker_submit_directory$/i;

function locationAt({ path, owners, text }: Leaf): readonly S3Use[] {
  const field = fieldOf(path);
  const value = decodeHyperparameter(text);
  if (!/^s3:\/\/./i.test(value) || !field.startsWith('PipelineDefinition.Steps')) return [];
  if (submitDirectory.test(field)) return [{ field, value, use: 'code' }];
  return ownValues.test(field) ? [] : [{ field, value, use: useAt(field, owners) }];
}

/** The first pattern that fits tells the use; inputs ask for the channel's name. */
const uses: readonly (readonly [RegExp, BucketUse | 'input'])[] = [
  [/\.(ProcessingInputs|InputDataConfig)\[\d+\]\.(S3Input|DataSource)/, 'input'],
  [/\.(ProcessingInputs|ProcessingOutputConfig|AutoMLJobInputDataConfig|TransformInput)\b/, 'data'],
  [/\.TransformOutput\b/, 'results'],
  [/\.DataCaptureConfig\b/, 'capture'],
  [/\.CheckpointConfig\b/, 'checkpoint'],
  [/\.(DebugHookConfig|TensorBoardOutputConfig|ProfilerConfig|DebugRuleConfigurations|ProfilerRuleConfigurations)\b/, 'logs'],
  [/\.DriftCheckBaselines\b/, 'baseline'],
  [/\.(OutputDataConfig|ModelDataUrl|ModelDataSource|AdditionalModelDataSources)\b/, 'model'],
];

function useAt(field: string, owners: readonly Members[]): S3Use['use'] {
  const use = uses.find(([pattern]) => pattern.test(field))?.[1] ?? null;
  if (use !== 'input') return use;
  const names = owners.map((owner) => owner['InputName'] ?? owner['ChannelName']);
  return useOfInput(names.findLast((name) => typeof name === 'string'));
}

/** Every text that stands in the definition itself. A `{"Get": ...}` is none: its value is a parameter's, or an execution's. */
function literalsIn(node: unknown, path: readonly (string | number)[]): readonly NamedValue[] {
  if (Array.isArray(node)) return [...wordsOf(node, path), ...node.flatMap((item, index) => literalsIn(item, [...path, index]))];
  if (!isMembers(node) || typeof node['Get'] === 'string') return [];
  return Object.entries(node).flatMap(([member, item]) => {
    if (typeof item !== 'string') return literalsIn(item, [...path, member]);
    const called = /^(Default)?Value$/.test(member) ? (node['Name'] ?? node['Key']) : member;
    const name = typeof called === 'string' ? called : member;
    return [{ field: 'PipelineDefinition', key: keyOf([...path, member]), name, value: decodeHyperparameter(item) }];
  });
}

/** The texts of a list, read as a command line. */
function wordsOf(list: readonly unknown[], path: readonly (string | number)[]): readonly NamedValue[] {
  const words = list.map((word) => (typeof word === 'string' ? word : ''));
  return commandLine('PipelineDefinition', words)
    .filter(({ value }) => value !== '')
    .map((word) => ({ ...word, key: `${keyOf(path)}${word.key}` }));
}

function fieldOf(path: Leaf['path']): string {
  return `PipelineDefinition.${keyOf(path)}`;
}

/** `Steps[0].Arguments.RoleArn` */
function keyOf(path: Leaf['path']): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .slice(1);
}

/** The member that a text belongs to; that of the list where it stands in one. */
function memberOf(path: Leaf['path']): string {
  const member = path.findLast((part) => typeof part === 'string');
  return typeof member === 'string' ? member : '';
}

function isMembers(node: unknown): node is Members {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
