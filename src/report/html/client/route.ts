import { emptyQuery, groupings, type Query } from './query.ts';

const lists = ['status', 'severity', 'control', 'region', 'check'] as const;

/** The query that a URL's hash asks for. What it does not know, it leaves out. */
export function readHash(hash: string): Query {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const all = (name: string) =>
    asked
      .getAll(name)
      .flatMap((value) => value.split(','))
      .filter(Boolean);
  const list = (name: string) => [...new Set(all(name))];
  const upper = (name: string) => [...new Set(all(name).map((value) => value.toUpperCase()))];
  return {
    status: upper('status'),
    severity: upper('severity'),
    control: list('control'),
    region: list('region'),
    check: list('check'),
    text: asked.get('q') ?? '',
    group: groupings.find((one) => one === asked.get('group')) ?? emptyQuery.group,
    finding: asked.get('f') ?? '',
  };
}

/** The hash of a query, with its `#`; empty for the page as it opens. */
export function writeHash(query: Query): string {
  const parts = lists.flatMap((name) =>
    query[name].length === 0 ? [] : [`${name}=${query[name].map(encodeURIComponent).join(',')}`],
  );
  if (query.text !== '') parts.push(`q=${encodeURIComponent(query.text.toWellFormed())}`);
  if (query.group !== emptyQuery.group) parts.push(`group=${query.group}`);
  if (query.finding !== '') parts.push(`f=${query.finding}`);
  return parts.length === 0 ? '' : `#${parts.join('&')}`;
}
