/** Lines that are drawn above and below the screen, so that a little scrolling needs no drawing. */
const spare = 6;

/** Lines from `first` to before `end`. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/** The lines that exist, and the key of the first one's element; the next have the next. */
export interface Drawn extends Span {
  readonly key: number;
}

/** Where the list stands on the page, in pixels. Its lines are all of one height. */
export interface Place {
  readonly top: number;
  readonly lineHeight: number;
  readonly count: number;
}

/** What the window shows of the page, in pixels. */
export interface Screen {
  readonly scrollY: number;
  readonly innerHeight: number;
}

/** The lines on the screen; the nearest one if there are none. */
export function seenLines({ top, lineHeight, count }: Place, { scrollY, innerHeight }: Screen): Span {
  const lineAt = (y: number) => Math.min(Math.max(Math.floor((y - top) / lineHeight), 0), Math.max(count - 1, 0));
  return { first: lineAt(scrollY), end: Math.min(lineAt(scrollY + innerHeight) + 1, count) };
}

/** What to draw next: lines that stay keep their elements; if none does, the new ones take over those that are there. */
export function nextDrawn(seen: Span, count: number, before: Drawn): Drawn {
  const first = Math.max(seen.first - spare, 0);
  const end = Math.min(seen.end + spare, count);
  const stays = first < before.end && before.first < end;
  return { first, end, key: stays ? before.key + first - before.first : before.key };
}

export function holds(drawn: Span, seen: Span): boolean {
  return drawn.first <= seen.first && seen.end <= drawn.end;
}

/** Where to scroll to so that a line stands below `above` pixels of the screen and a line from its bottom; null if it does. */
export function scrollToSee(
  index: number,
  { top, lineHeight }: Place,
  { scrollY, innerHeight }: Screen,
  above: number,
): number | null {
  const start = top + index * lineHeight;
  if (start + 2 * lineHeight >= scrollY + innerHeight) return start + 2 * lineHeight - innerHeight;
  return start <= scrollY + above ? start - above : null;
}
