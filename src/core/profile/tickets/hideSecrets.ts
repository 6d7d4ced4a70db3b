/** Shorter words are in every text. */
const shortestSecret = 4;

/** Words from this length on that mix letters and digits are tickets and keys more often than names. */
const shortestKey = 16;

/**
 * `text` without the given secrets and without what looks like one: long words of letters and digits, and what
 * stands after the name of a secret.
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .toSorted((a, b) => b.length - a.length)
    .reduce((shown, secret) => shown.replaceAll(secret, '…'), text);
  return known
    .replace(/((?:pass(?:word|wd|phrase)?|token|ticket|secret|key)["']?\s*[:=]\s*)\S+/gi, '$1…')
    .replace(/[A-Za-z0-9+/=_-]+/g, (word) =>
      word.length >= shortestKey && /\d/.test(word) && /[A-Za-z]/.test(word) && !word.startsWith('/')
        ? '…'
        : word,
    );
}
