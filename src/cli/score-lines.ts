import type { styleText } from 'node:util';
import { scoreSentence } from '../engine/score.ts';
import type { Report, ReportScore } from '../report/report.ts';

type Style = Parameters<typeof styleText>[0];

/** Room on the terminal for what a score line can do without. */
interface Room {
  /** Characters of the bar; 0 for none. */
  readonly bar: number;
  readonly range: boolean;
}

const titleWidth = 54;
const widestBar = 20;
const narrowestBar = 5;
/** A line with nothing but number, title, score, grade and verified share. */
const bareWidth = 80;
const rangeWidth = ' (up to 100)'.length;

/** The scores of the controls and the overall one, a line each, and what they mean. `columns`: width of the terminal. */
export function scoreLines(report: Report, columns: number, paint: (style: Style, text: string) => string): readonly string[] {
  const room = roomIn(columns);
  const line = (label: string, score: ReportScore) => `  ${label}${scoreText(score, room, paint)}`;
  const { overall, note } = report.scores;
  return [
    ...report.controls.map((control) => line(`${control.number} ${control.title.padEnd(titleWidth)}`, control)),
    '',
    line(paint('bold', 'Overall'.padEnd(titleWidth + 2)), overall),
    ...(note === undefined ? [] : [`  ${note}`]),
    ...scoreSentence.split(/(?<=;) /).map((part) => paint('dim', `  ${part}`)),
  ];
}

function roomIn(columns: number): Room {
  const left = columns - bareWidth;
  const bar = Math.min(widestBar, left - rangeWidth - 1);
  return { bar: bar >= narrowestBar ? bar : 0, range: left >= rangeWidth };
}

function scoreText(scored: ReportScore, room: Room, paint: (style: Style, text: string) => string): string {
  if (scored.score === null || scored.range === null) return paint('dim', 'not applicable');
  const tone: Style = scored.score >= 75 ? 'green' : scored.score >= 40 ? 'yellow' : 'red';
  const range = room.range && scored.range.high > scored.range.low ? ` (up to ${scored.range.high})` : '';
  const verified = `${Math.floor((scored.verifiedShare ?? 0) * 100)} % verified`;
  const figure = String(scored.score).padStart(3);
  return `${room.bar === 0 ? paint(tone, figure) : `${paint(tone, barOf(scored.score, room.bar))} ${figure}`}  ${scored.grade ?? ''}  ${verified}${range}`;
}

function barOf(score: number, width: number): string {
  const filled = Math.round((score / 100) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}
