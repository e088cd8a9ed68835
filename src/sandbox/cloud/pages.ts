import { SandboxError } from '../types.ts';

export interface PageRequest {
  /** The token that the request brings; its text is the position of the page. */
  readonly token: string | undefined;
  /** Items that the request asks for. */
  readonly size: number | undefined;
  /** Items of a page when the request asks for none, and at most. */
  readonly usual: number;
  readonly most: number;
}

/** What a page is cut from: an array, or what makes its items only then. */
export interface Sliceable<T> {
  readonly length: number;
  readonly slice: (start: number, end: number) => T[];
}

/** One page of a list, and the token of the next. */
export function pageOf<T>(
  items: Sliceable<T>,
  { token, size, usual, most }: PageRequest,
): { readonly page: T[]; readonly next: string | undefined } {
  const start = token === undefined || token === '' ? 0 : positionOf(token);
  const end = start + Math.max(1, Math.min(size ?? usual, most));
  return { page: items.slice(start, end), next: end < items.length ? `page-${end}` : undefined };
}

function positionOf(token: string): number {
  const position = /^page-(\d+)$/.exec(token)?.[1];
  if (position === undefined) throw new SandboxError('ValidationException', 'The pagination token is not valid.');
  return Number(position);
}

/** Members without those that are `undefined`: absent, as AWS leaves them out. */
export function given<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // oxlint-disable-next-line typescript/no-explicit-any -- the mapped type says what is left
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as any;
}
