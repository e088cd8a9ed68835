import { controls, controlOf } from '../controls.ts';
import { permissionUses } from '../engine/policy.ts';
import type { Registry } from '../engine/plan.ts';
import { limitRows } from '../aws/limits.ts';
import { scanOperations } from '../aws/regions.ts';

export type ListTopic = 'checks' | 'controls' | 'limits' | 'permissions';

/** What `mlwarden list` prints: a table, or with `json` the same as data. */
export function list(topic: ListTopic, registry: Registry, json: boolean): string {
  const rows = rowsOf(topic, registry);
  return json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows);
}

type Row = Readonly<Record<string, string | number>>;

function rowsOf(topic: ListTopic, registry: Registry): readonly Row[] {
  switch (topic) {
    case 'checks':
      return registry.checks
        .map(({ id, control, severity, title }) => ({ id, control: controlOf(control).number, severity, title }))
        .toSorted((a, b) => a.control - b.control || (a.id < b.id ? -1 : 1));
    case 'controls':
      return controls.map(({ number, slug, title }) => ({
        number,
        slug,
        title,
        checks: registry.checks.filter((check) => check.control === slug).length,
      }));
    case 'limits':
      return limitRows().map(({ family = '', operation, rate, burst, scope, mark, source }) => ({
        operation,
        rate,
        burst,
        scope,
        shared: family,
        mark,
        source,
      }));
    case 'permissions':
      return permissionUses(registry.checks, registry, scanOperations).map(({ action, operations, checks }) => ({
        action,
        operations: operations.join(' '),
        checks: checks.length,
      }));
  }
}

function table(rows: readonly Row[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  const columns = Object.keys(first);
  const width = (column: string) => Math.max(column.length, ...rows.map((row) => String(row[column]).length));
  const widths = columns.map(width);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map((column) => column.toUpperCase())),
    ...rows.map((row) => line(columns.map((column) => String(row[column])))),
  ]
    .map((text) => `${text}\n`)
    .join('');
}
