import type { Fact } from './fact.ts';

/** A value that only the reader can choose: printed as it is, in capitals. */
export interface Placeholder {
  readonly placeholder: string;
}

type Part = string | number | Placeholder;

/**
 * A shell command with the resource's own values. Values are quoted where the shell would read them otherwise: names come from
 * strangers. Placeholders stay as they are.
 */
export function cli(texts: TemplateStringsArray, ...parts: readonly Part[]): string {
  return texts.map((text, index) => text + (index < parts.length ? printed(parts[index] ?? '') : '')).join('');
}

/** A value for the reader to fill in. Only where the resource's own value is not known. */
export function ask(placeholder: string): Placeholder {
  return { placeholder };
}

/** The resource's own value, or a placeholder where it has none or it could not be read. */
export function own<T>(fact: Fact<T>, pick: (value: T) => string | null | undefined, placeholder: string): string | Placeholder {
  return (fact.known ? pick(fact.value) : null) || ask(placeholder);
}

function printed(part: Part): string {
  if (typeof part === 'object') return part.placeholder;
  const text = String(part);
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
