/** Texts of the page. Own formatting and no locale, so that the same report gives the same bytes everywhere. */

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `12,345`. */
export function figure(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 finding`, `2 findings`. */
export function plural(count: number, noun: string): string {
  return `${figure(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A ratio 0..1 as whole percent, rounded down: 100 % only when nothing is missing. */
export function percent(ratio: number): string {
  return `${Math.floor(ratio * 100 + 1e-9)} %`;
}

/** `18 November 2026, 02:00 UTC`. */
export function day(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}, ${date.toISOString().slice(11, 16)} UTC`;
}

/** `AWS::SageMaker::NotebookInstance` is a `Notebook instance`. */
export function typeName(type: string): string {
  const last = type.split('::').at(-1) ?? type;
  const words = last.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').split(' ');
  return words.map((word, at) => (at === 0 || /^[A-Z]{2,}/.test(word) ? word : word.toLowerCase())).join(' ');
}

/**
 * Text from the account as it can be shown: control, bidirectional and other invisible characters and lone surrogates become
 * `\u202e` and the like, so that a name cannot pass for another. Line breaks and tabs stay if `lines`.
 */
export function visible(text: string, lines?: 'lines'): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) =>
    lines === 'lines' && (found === '\n' || found === '\t')
      ? found
      : `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
