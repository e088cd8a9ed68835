/** One line of a schedule's log. */
export interface LogLine {
  readonly msg: string;
  readonly runId?: string;
  readonly exit?: number;
  readonly why?: string;
  /** URL of /healthz. */
  readonly health?: string;
}

/** The JSON lines of a log so far; the last may not be whole yet. */
export function logLines(text: string): readonly LogLine[] {
  return text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{"level"'))
    .map((line) => JSON.parse(line) as LogLine);
}

/** The lines with this message. */
export function linesOf(text: string, msg: string): readonly LogLine[] {
  return logLines(text).filter((line) => line.msg === msg);
}
