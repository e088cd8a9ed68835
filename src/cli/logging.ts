import { createLogger, type Logger } from '../log.ts';
import type { CommonOptions } from './options.ts';

/** The logger of a command. People at a terminal see the progress line and hear of trouble; elsewhere the log tells what happens. */
export async function loggerFor({ logLevel, logFormat, quiet }: CommonOptions): Promise<Logger> {
  const usual = quiet ? 'error' : process.stderr.isTTY ? 'warn' : 'info';
  return await createLogger({ level: logLevel ?? usual, format: logFormat ?? (process.stderr.isTTY ? 'pretty' : 'json') });
}
