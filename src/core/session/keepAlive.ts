import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';

/** Milliseconds without a sign of life between two looks at the server. */
export const defaultKeepAlive = 30_000;

/** Milliseconds that a server may be silent when it has to answer: enough for a machine that is swapping. */
export const defaultSilenceLimit = 20_000;

/** Milliseconds after which a question that was not answered is asked again. */
const askAgainAfter = 2000;

/** What a {@link KeepAlive} needs. */
export interface KeepAliveParts {
  readonly clock: Clock;
  /** Milliseconds of silence after which the server is asked for a sign of life; 0 for never. */
  readonly interval: number;
  /** Milliseconds without any answer after which it counts as gone; 0 for never. */
  readonly silenceLimit: number;
  /** Bytes received so far. */
  bytesReceived(): number;
  /** Asks for something that every server has to answer. */
  ask(): void;
  /** The server is gone: it has been silent for so many milliseconds. */
  silent(milliseconds: number): void;
}

/**
 * Watches whether a server is alive. A static screen is silent for good reason, so silence alone means nothing:
 * only a server that leaves a question open is gone.
 */
export class KeepAlive implements Disposable {
  readonly #parts: KeepAliveParts;
  #timer: Disposable | undefined;
  /** When the oldest open question was asked. */
  #askedAt: number | undefined;
  #due = 0;
  #seen: number;
  #disposed = false;

  constructor(parts: KeepAliveParts) {
    this.#parts = parts;
    this.#seen = parts.bytesReceived();
    this.#rest();
  }

  /** Something was sent that the server answers, or whose effect it shows: silence counts from now on. */
  expect(): void {
    if (this.#disposed || this.#askedAt !== undefined || this.#parts.silenceLimit <= 0) return;
    this.#seen = this.#parts.bytesReceived();
    this.#askedAt = this.#parts.clock.now();
    this.#arm(askAgainAfter, () => this.#look());
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer?.dispose();
  }

  /** Nothing is open: looks again after a while. */
  #rest(): void {
    this.#askedAt = undefined;
    const { interval } = this.#parts;
    if (interval > 0)
      this.#arm(interval, () => {
        if (this.#heard()) this.#rest();
        else this.#ask();
      });
    else this.#timer?.dispose();
  }

  #ask(): void {
    this.#parts.ask();
    if (this.#parts.silenceLimit > 0) {
      this.#askedAt ??= this.#parts.clock.now();
      this.#arm(askAgainAfter, () => this.#look());
    } else this.#rest();
  }

  #look(): void {
    if (this.#heard()) {
      this.#rest();
      return;
    }
    const { clock, silenceLimit } = this.#parts;
    const now = clock.now();
    // This machine slept, or was busy: what the server sent meanwhile has not been read yet.
    if (now - this.#due > askAgainAfter) this.#askedAt = now;
    const silence = now - (this.#askedAt ?? now);
    if (silence >= silenceLimit) {
      this.dispose();
      this.#parts.silent(silence);
      return;
    }
    this.#ask();
  }

  #heard(): boolean {
    const received = this.#parts.bytesReceived();
    const heard = received !== this.#seen;
    this.#seen = received;
    return heard;
  }

  #arm(milliseconds: number, action: () => void): void {
    this.#timer?.dispose();
    if (this.#disposed) return;
    this.#due = this.#parts.clock.now() + milliseconds;
    this.#timer = this.#parts.clock.after(milliseconds, action);
  }
}
