import { type Logger, pino } from 'pino';

/**
 * Makes the log: JSON lines on standard error, so that answers on standard output stay clean.
 * What people say is never passed to it; only how turns ended and what went wrong.
 *
 * @param level the least serious level written; debug and trace are not offered, since libraries
 *   print message text at those levels
 */
export function makeLog(level: 'fatal' | 'error' | 'warn' | 'info' | 'silent'): Logger {
  return pino({ level, base: null }, pino.destination(2));
}
