/** What stands for a secret in everything that leaves a run. */
export const secretMask = '••••';

/** Shorter values are not searched for: they would blank ordinary text and give themselves away by it. */
const shortestMasked = 4;

/** Knows the secret values of a run and takes them out of everything that leaves it. */
export class SecretVault {
  readonly #values = new Set<string>();
  #pattern: RegExp | undefined;

  /** From now on `value` is masked. */
  add(value: string): void {
    if (value.length < shortestMasked || this.#values.has(value)) return;
    this.#values.add(value);
    // Longer ones first, so that a secret that holds another one goes as a whole.
    const parts = [...this.#values].sort((a, b) => b.length - a.length).map(escapePattern);
    this.#pattern = new RegExp(parts.join('|'), 'gu');
  }

  /** `text` with every known secret value replaced by {@link secretMask}. */
  mask(text: string): string {
    return this.#pattern === undefined ? text : text.replace(this.#pattern, secretMask);
  }
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
