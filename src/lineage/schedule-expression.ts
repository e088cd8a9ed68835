/** The longest pause between two runs, in hours; `once` for a single run; `null` where the expression is not understood. */
export type Interval = number | 'once' | null;

/**
 * Reads `rate()`, `cron()` of six fields, `NOW` and `at()`. Cron means what AWS documents: a step counts from its start to the
 * end of the field, so that hours `17/12` run once a day. Model Monitor alone means "every 12 hours, from 17:00 on".
 */
export function intervalHours(expression: string, dialect: 'cron' | 'model-monitor' = 'cron'): Interval {
  const text = expression.trim();
  if (/^(NOW|at\(.+\))$/i.test(text)) return 'once';
  const rate = /^rate\(\s*(\d{1,9})\s+(minute|hour|day)s?\s*\)$/i.exec(text);
  if (rate !== null) return rateHours(Number(rate[1]), (rate[2] ?? '').toLowerCase());
  const fields = /^cron\(\s*(.+?)\s*\)$/i.exec(text)?.[1]?.toUpperCase().split(/\s+/);
  if (fields?.length !== 6) return null;
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (year !== '*') return null;
  const times = timesOfDay(minutes, hours, dialect);
  const days = daysOf(dayOfMonth, month, dayOfWeek);
  return times === null || days === null ? null : longestPause(days, times);
}

function rateHours(count: number, unit: string): Interval {
  if (count === 0) return null;
  return count * ({ minute: 1 / 60, hour: 1 }[unit] ?? 24);
}

/** Minutes since midnight, ascending. */
function timesOfDay(minutes: string, hours: string, dialect: 'cron' | 'model-monitor'): readonly number[] | null {
  const minuteSet = valuesOf(minutes, { low: 0, high: 59 });
  const step = dialect === 'model-monitor' ? /^(\d{1,2})\/(\d{1,2})$/.exec(hours) : null;
  const hourSet = step === null ? valuesOf(hours, { low: 0, high: 23 }) : around(Number(step[1]), Number(step[2]));
  if (minuteSet === null || hourSet === null) return null;
  return hourSet.flatMap((hour) => minuteSet.map((minute) => hour * 60 + minute)).toSorted((a, b) => a - b);
}

/** Hours of the day from `start` on, every `step` hours, past midnight. */
function around(start: number, step: number): readonly number[] | null {
  if (start > 23 || step < 1 || step > 24) return null;
  return Array.from({ length: Math.ceil(24 / step) }, (_, index) => (start + index * step) % 24);
}

interface Field {
  readonly low: number;
  readonly high: number;
  /** Names of the values from `low` on. */
  readonly names?: readonly string[];
}

const months = {
  low: 1,
  high: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
} satisfies Field;
const weekDays: Field = { low: 1, high: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };

/** The values of a field: `*`, lists, ranges (which may wrap), names and steps. */
function valuesOf(text: string, field: Field): readonly number[] | null {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,2}))?$/.exec(part);
    if (match === null) return null;
    const [, first = '', last, step] = match;
    const from = first === '*' ? field.low : valueOf(first, field);
    const to = last === undefined ? (first === '*' || step !== undefined ? field.high : from) : valueOf(last, field);
    if (from === null || to === null || (first === '*' && last !== undefined) || step === '0' || step === '00') return null;
    const size = field.high - field.low + 1;
    const length = ((to - from + size) % size) + 1;
    for (let index = 0; index < length; index += Number(step ?? 1)) values.add(field.low + ((from - field.low + index) % size));
  }
  return [...values].toSorted((a, b) => a - b);
}

function valueOf(text: string, { low, high, names = [] }: Field): number | null {
  const value = names.includes(text) ? low + names.indexOf(text) : /^\d{1,2}$/.test(text) ? Number(text) : -1;
  return value >= low && value <= high ? value : null;
}

interface Day {
  readonly month: number;
  readonly date: number;
  /** 1 = Sunday. */
  readonly weekDay: number;
  readonly lastDate: number;
  /** Weekday of the first of the month, 1 = Sunday. */
  readonly firstWeekDay: number;
}

/** Whether a schedule runs on a day, or `null` where the fields are not understood. */
function daysOf(dayOfMonth: string, month: string, dayOfWeek: string): ((day: Day) => boolean) | null {
  const monthSet = valuesOf(month, months);
  const onDate = isFree(dayOfMonth) ? () => true : datesOf(dayOfMonth);
  const onWeekDay = isFree(dayOfWeek) ? () => true : weekDaysOf(dayOfWeek);
  if (monthSet === null || onDate === null || onWeekDay === null || !(isFree(dayOfMonth) || isFree(dayOfWeek))) return null;
  return (day) => monthSet.includes(day.month) && onDate(day) && onWeekDay(day);
}

function isFree(text: string): boolean {
  return text === '*' || text === '?';
}

/** Day of month: values, `L` (the last day), `LW` (the last weekday), `15W` (the weekday nearest to the 15th). */
function datesOf(text: string): ((day: Day) => boolean) | null {
  if (text === 'L') return (day) => day.date === day.lastDate;
  const near = /^(L|\d{1,2})W$/.exec(text)?.[1];
  if (near !== undefined) return (day) => day.date === nearestWeekDay(near === 'L' ? day.lastDate : Number(near), day);
  const dates = valuesOf(text, { low: 1, high: 31 });
  return dates === null ? null : (day) => dates.includes(day.date);
}

function nearestWeekDay(date: number, { firstWeekDay, lastDate }: Day): number {
  const weekDay = (firstWeekDay - 1 + date - 1) % 7;
  if (weekDay === 6) return date === 1 ? 3 : date - 1;
  if (weekDay === 0) return date === lastDate ? date - 2 : date + 1;
  return date;
}

/** Day of week: values, `L` (Saturday), `6L` (the last Friday), `6#3` (the third Friday). */
function weekDaysOf(text: string): ((day: Day) => boolean) | null {
  if (text === 'L') return (day) => day.weekDay === 7;
  const special = /^(\w{1,3})(?:(L)|#([1-5]))$/.exec(text);
  const wanted = special === null ? null : valueOf(special[1] ?? '', weekDays);
  if (special !== null && wanted !== null) {
    const nth = special[3];
    return (day) =>
      day.weekDay === wanted && (nth === undefined ? day.date > day.lastDate - 7 : Math.ceil(day.date / 7) === Number(nth));
  }
  const values = valuesOf(text, weekDays);
  return values === null ? null : (day) => values.includes(day.weekDay);
}

/** Over 2024 to 2031, which hold every length of month and two leap days. */
function longestPause(runsOn: (day: Day) => boolean, times: readonly number[]): number | null {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return null;
  const days = allDays.flatMap((day, index) => (runsOn(day) ? [index] : []));
  if (days.length < 2) return null;
  const within = pauses(times);
  const between = pauses(days).map((count) => count * 24 * 60 + first - last);
  return Math.max(...within, ...between) / 60;
}

function pauses(points: readonly number[]): readonly number[] {
  return points.slice(1).map((point, index) => point - (points[index] ?? point));
}

const allDays: readonly Day[] = [2024, 2025, 2026, 2027, 2028, 2029, 2030, 2031].flatMap((year) =>
  months.names.flatMap((_, index) => daysIn(year, index)),
);

function daysIn(year: number, monthIndex: number): readonly Day[] {
  const firstWeekDay = new Date(Date.UTC(year, monthIndex, 1)).getUTCDay() + 1;
  const lastDate = new Date(Date.UTC(year, monthIndex + 1, 0)).getUTCDate();
  return Array.from({ length: lastDate }, (_, index) => ({
    month: monthIndex + 1,
    date: index + 1,
    weekDay: ((firstWeekDay - 1 + index) % 7) + 1,
    lastDate,
    firstWeekDay,
  }));
}
