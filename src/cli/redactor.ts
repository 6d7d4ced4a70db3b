/** Shorter secrets would blot out ordinary text. */
const shortestRedacted = 4;

/** What stands in place of a secret. */
const blot = '••••';

/** Keeps known secrets out of everything that is printed. */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Hides `secret` from now on, also as it stands in a URL. */
  add(secret: string | undefined): void {
    if (secret === undefined || secret.length < shortestRedacted) return;
    this.#secrets.add(secret);
    try {
      this.#secrets.add(encodeURIComponent(secret));
    } catch {
      // Lone surrogates have no URL form.
    }
  }

  redact(text: string): string {
    const longestFirst = [...this.#secrets].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((shown, secret) => shown.split(secret).join(blot), text);
  }
}
