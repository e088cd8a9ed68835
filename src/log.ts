import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

export interface LogOptions {
  readonly level: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  readonly format: 'json' | 'pretty';
}

/**
 * The logger: one line an event, on stderr. Objects come first, messages are static. Whatever might carry a credential is
 * redacted here once more, although nothing should hand one in.
 */
export async function createLogger({ level, format }: LogOptions): Promise<Logger> {
  const options = {
    level,
    base: {},
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: ['*.secretAccessKey', '*.sessionToken', '*.accessKeyId', '*.credentials', '*.Environment', '*.PolicyDocument'],
  };
  if (format === 'json') return pino(options, pino.destination({ fd: 2, sync: true }));
  const { default: pretty } = await import('pino-pretty');
  return pino(options, pretty({ destination: 2, sync: true, colorize: process.stderr.isTTY }));
}
