/** How much a log line matters, from chatter to trouble. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/**
 * Where the core writes what it does. Implementations redact; callers still never pass a secret. `debug` shows
 * the negotiation of a connection, `trace` single messages.
 */
export interface Logger {
  /** Whether lines of `level` are kept: guards work that is done only for the log. */
  enabled(level: LogLevel): boolean;
  log(level: LogLevel, message: string): void;
}

/** Keeps nothing. */
export const silentLogger: Logger = {
  enabled: () => false,
  log: () => undefined,
};
