import { keysym } from './keysyms.ts';

/** Which lock keys are on; what is not known is left out. */
export interface LockKeys {
  readonly caps?: boolean | undefined;
  readonly num?: boolean | undefined;
  readonly scroll?: boolean | undefined;
}

const keysyms = { caps: keysym.capsLock, num: keysym.numLock, scroll: keysym.scrollLock } as const;
const names = ['caps', 'num', 'scroll'] as const;

/**
 * Keeps the lock keys of the remote keyboard as a person's own are. What the remote ones are is told by the server;
 * where it does not, nothing is done.
 */
export class LockKeySync {
  #remote: LockKeys = {};

  /** The server told of its lock keys. */
  update(remote: LockKeys): void {
    this.#remote = { ...this.#remote, ...remote };
  }

  /** The remote keyboard is another one, or anybody may have pressed its lock keys. */
  forget(): void {
    this.#remote = {};
  }

  /**
   * The lock keys to press, by keysym, so that the remote ones become as `local`. Until the server tells of them
   * again those count as unknown, so that a key typed meanwhile does not press them back.
   */
  presses(local: LockKeys): readonly number[] {
    const different = names.filter(
      (name) =>
        local[name] !== undefined && this.#remote[name] !== undefined && local[name] !== this.#remote[name],
    );
    for (const name of different) this.#remote = { ...this.#remote, [name]: undefined };
    return different.map((name) => keysyms[name]);
  }

  /** A lock key itself was pressed: what it has become is the server's to tell. */
  pressed(symbol: number): void {
    for (const name of names)
      if (keysyms[name] === symbol) this.#remote = { ...this.#remote, [name]: undefined };
  }
}
