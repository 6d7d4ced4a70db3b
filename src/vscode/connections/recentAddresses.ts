import type { Memento } from 'vscode';

/** Where the addresses are kept. */
const storageKey = 'recentAddresses';

/** More would be a list to search in, not one to choose from. */
const mostRecent = 10;

/** Addresses that were connected to without being stored, the latest first. Never with anything secret. */
export class RecentAddresses {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  get all(): readonly string[] {
    const stored: unknown = this.#memento.get(storageKey);
    return Array.isArray(stored) ? stored.filter((item) => typeof item === 'string') : [];
  }

  /** Notes an address as the latest. What may hold a secret is left out of it. */
  async note(address: string): Promise<void> {
    const kept = withoutSecrets(address);
    await this.#memento.update(
      storageKey,
      [kept, ...this.all.filter((other) => other !== kept)].slice(0, mostRecent),
    );
  }

  async remove(address: string): Promise<void> {
    await this.#memento.update(
      storageKey,
      this.all.filter((other) => other !== address),
    );
  }
}

/**
 * An address as it may be kept: without password, fragment, and without a query whose values are written out.
 * Placeholders hold no value, so a query of nothing else stays.
 */
export function withoutSecrets(address: string): string {
  const [, scheme = '', rest = address] = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/isu.exec(address.trim()) ?? [];
  const [visible, tail] = splitAt(rest, /[?#]/u);
  const path = visible.replace(/^([^/@:]*)(?::[^/]*)?@/u, (_all, user: string) =>
    scheme.toLowerCase() === 'vnc://' && user !== '' ? `${user}@` : '',
  );
  const query = /^\?(?:[^=&#]+=\$\{[^{}]*\}&?)+$/u.test(tail) ? tail : '';
  return `${scheme}${path}${query}`;
}

function splitAt(text: string, pattern: RegExp): [string, string] {
  const index = text.search(pattern);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index)];
}
