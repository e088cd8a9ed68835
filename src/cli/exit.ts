/**
 * Exit codes (documented in the README). 1 and 3 are answers, 2 is a mistake in the call, 4 and 5 are failures of the
 * surroundings.
 */
export const exitCodes = {
  ok: 0,
  findings: 1,
  usage: 2,
  incomplete: 3,
  cannotRun: 4,
  outputFailed: 5,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const meanings: ReadonlyMap<number, string> = new Map([
  [exitCodes.ok, 'complete'],
  [exitCodes.findings, 'findings at or above --fail-on'],
  [exitCodes.incomplete, 'something could not be read'],
]);

/** What the exit code of a scan that left a report says, in a few words. */
export function meaningOf(code: number): string {
  return meanings.get(code) ?? `exit ${code}`;
}

/** Ends the command with one clear line on stderr and a documented code. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly code: ExitCode;

  constructor(code: ExitCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A mistake in flags, ids or files: nothing was called. */
export function usageError(message: string): Exit {
  return new Exit(exitCodes.usage, message);
}
