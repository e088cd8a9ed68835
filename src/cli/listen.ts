import { Exit, exitCodes } from './exit.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Why a server could not listen, and the flags that choose another address. */
export function cannotListen(error: unknown, { host, port, flags }: Address & { readonly flags: string }): Exit {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new Exit(
    exitCodes.cannotRun,
    `cannot listen on ${host}, port ${port}: ${reasons[code] ?? code}; choose another ${flags}`,
  );
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'it is in use',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
  EACCES: 'no permission',
};
