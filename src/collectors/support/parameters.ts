import type { SecretScanner } from '../../core/secret.ts';
import type { FieldValue, FoundSecret, ParameterScan } from '../../inventory/values.ts';
import { parseSecretReference } from '../../lineage/secret-reference.ts';
import { decodeHyperparameter } from '../../secrets/hyperparameter.ts';

/** One value to classify, and where it stands. */
export interface NamedValue {
  /** Field relative to the answer, such as `AppSpecification.ContainerArguments`. */
  readonly field: string;
  /** How a finding names the value: its variable, or `[3]` for the fourth argument. */
  readonly key: string;
  /** What the value is called where it is used, such as the flag before an argument; `null` for text that names nothing. */
  readonly name: string | null;
  readonly value: string;
}

type Variables = Readonly<Record<string, string>> | undefined;

/** Environment variables. */
export function environment(field: string, variables: Variables): readonly NamedValue[] {
  return Object.entries(variables ?? {}).map(([name, value]) => ({ field, key: name, name, value }));
}

/** Hyperparameters: JSON-encoded strings, decoded once as the container does (catalogue: sec-job-parameters-no-secrets, edge 1). */
export function hyperparameters(field: string, variables: Variables): readonly NamedValue[] {
  return environment(field, variables).map((one) => ({ ...one, value: decodeHyperparameter(one.value) }));
}

/** A command line: `--flag value` and `--flag=value` name their values; everything else is text. */
export function commandLine(field: string, words: readonly string[] | undefined): readonly NamedValue[] {
  return (words ?? []).map((word, index, all) => {
    const key = `[${index}]`;
    const [, flag, rest] = /^--?([\w.-]+)=(.*)$/s.exec(word) ?? [];
    if (flag !== undefined && rest !== undefined) return { field, key, name: flag, value: rest };
    const before = /^--?([A-Za-z][\w.-]*)$/.exec(all[index - 1] ?? '')?.[1];
    // `-c` is followed by a script, not by the value of c.
    const named = before !== undefined && before.length > 1 && !word.startsWith('-');
    return { field, key, name: named ? before : null, value: word };
  });
}

/** A text, such as a query. */
export function text(field: string, value: string | undefined): readonly NamedValue[] {
  return value === undefined ? [] : [{ field, key: field.split('.').at(-1) ?? field, name: null, value }];
}

/**
 * Classifies values, and drops them.
 * @param answer the API answer that the fields belong to, such as `DescribeTrainingJobResponse`
 */
export async function scanParameters(
  secrets: SecretScanner,
  answer: string,
  values: readonly NamedValue[],
): Promise<ParameterScan> {
  const found = await Promise.all(
    values.map(async ({ field, key, name, value }): Promise<readonly FoundSecret[]> => {
      const matches = await (name === null ? secrets.scanText(value) : secrets.scanValue(name, value));
      return matches.map((match) => ({ ...match, field: `${answer}.${field}`, key }));
    }),
  );
  return { scanned: values.length, found: found.flat(), secretArns: values.flatMap(secretArns) };
}

const secretArn = /arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+/g;

function secretArns({ field, key, value }: NamedValue): readonly FieldValue[] {
  const arns = value.match(secretArn) ?? [];
  return [...new Set(arns)].flatMap((raw) => {
    const reference = parseSecretReference(raw);
    const place = key.startsWith('[') ? `${field}${key}` : `${field}.${key}`;
    return reference?.kind === 'arn' ? [{ field: place, value: reference.arn }] : [];
  });
}
