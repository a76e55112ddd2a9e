import type { Logger } from '../ports/logger.ts';

/** What an invocation context offers for logging. */
export interface AppLogger {
  info(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  error(...args: unknown[]): void;
}

/** The engine's logger over an invocation's: lines belong to the invocation that wrote them. */
export function loggerOf(context: AppLogger): Logger {
  return {
    info: (message) => context.info(message),
    warn: (message) => context.warn(message),
    error: (message) => context.error(message),
    event: (name, properties) => context.info(JSON.stringify({ event: name, ...properties })),
  };
}
