/** An SDK date as ISO 8601 in UTC; `null` where AWS gave none. */
export function isoOf(date: Date | undefined): string | null {
  return date === undefined ? null : date.toISOString();
}

export const msPerDay = 86_400_000;

/** Age of a moment at `now`, in ms. */
export function ageOf(at: string, now: number): number {
  return now - Date.parse(at);
}
