import type { CredentialSource } from '../rfb/credentials.ts';
import type { DialTarget } from '../transport/target.ts';

/** Where an attempt to connect leads and what it proves itself with. */
export interface PreparedConnection {
  readonly target: DialTarget;
  readonly credentials: CredentialSource;
}

/** How often and how fast a lost connection is dialled again. */
export interface ReconnectPolicy {
  /** Attempts after a loss before the session gives up; 10 by default, `Infinity` for no bound. */
  readonly maxAttempts?: number | undefined;
  /**
   * Milliseconds after a loss beyond which no attempt begins. 5 minutes by default, and none where `maxAttempts` or
   * `longestDelay` is given, which bound it themselves.
   */
  readonly totalTime?: number | undefined;
  /** Milliseconds before the first attempt; 500 by default. Each further pause is twice as long. */
  readonly firstDelay?: number | undefined;
  /** Milliseconds that no pause exceeds; 30 seconds by default. */
  readonly longestDelay?: number | undefined;
}

/** Whether and how a session dials again when its connection is lost. */
export interface ReconnectOptions extends ReconnectPolicy {
  /**
   * Called before every attempt after the first connection: fetches a fresh ticket and fresh credentials. Without
   * it the attempts use what the session was opened with, and what a person answered then.
   */
  readonly prepare?: ((signal: AbortSignal) => Promise<PreparedConnection>) | undefined;
}
