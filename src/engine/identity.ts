const naming = /(arn|name|id|state|status|time|date)$/i;

/**
 * What names a listed thing and tells its version; `null` when nothing does. Never the whole record: that may hold secrets, and
 * whoever has a hash of them can try guesses.
 */
export function identityOf(item: unknown): string | null {
  if (typeof item === 'string') return item;
  const own = namesIn(item);
  // Some lists wrap what they list: { TrainingJob: { ... } }.
  const found = own.length > 0 ? own : membersOf(item).flatMap(([, member]) => namesIn(member));
  return found.length === 0 ? null : JSON.stringify(found);
}

function namesIn(record: unknown): readonly (readonly [string, unknown])[] {
  return membersOf(record)
    .filter(([name, value]) => naming.test(name) && (typeof value === 'string' || value instanceof Date))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function membersOf(record: unknown): readonly (readonly [string, unknown])[] {
  return typeof record === 'object' && record !== null ? Object.entries(record) : [];
}
