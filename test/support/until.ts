import { setTimeout as pause } from 'node:timers/promises';

/**
 * Looks again and again until `look` gives a value other than `undefined` or `false`, and returns it. For what
 * another program does and nobody announces.
 * @throws Error naming `what` after `timeout` milliseconds (30 s by default), with the last failure as its cause
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  timeout = 30_000,
): Promise<T> {
  const end = performance.now() + timeout;
  let failure: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`, { cause: failure });
    await pause(25);
  }
}
