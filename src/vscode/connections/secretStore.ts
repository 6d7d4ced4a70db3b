import type { SecretStorage } from 'vscode';
import { isRecord } from '../record.ts';

/** A secret together with what it was given for. */
interface BoundSecret {
  readonly binding: string;
  readonly value: string;
}

/** The editor's secret storage, as far as it is used. */
type KeptSecrets = Pick<SecretStorage, 'keys' | 'get' | 'store' | 'delete'>;

/**
 * Secrets in the editor's secret storage. One of a connection is kept under the connection's id and bound to
 * what it was given for: when the connection leads elsewhere by now, it is as if there were none.
 */
export class SecretStore {
  readonly #storage: KeptSecrets;
  readonly #hide: (secret: string) => void;

  /** @param hide hears of every value that leaves the storage, so that the log never shows one. */
  constructor(storage: KeptSecrets, hide: (secret: string) => void) {
    this.#storage = storage;
    this.#hide = hide;
  }

  /** The secret `name` of the connection `id`, if it was given for `binding`. */
  async read(id: string, name: string, binding: string): Promise<string | undefined> {
    const bound = parse(await this.#storage.get(connectionKey(id, name)));
    if (bound?.binding !== binding) return undefined;
    this.#hide(bound.value);
    return bound.value;
  }

  async write(id: string, name: string, secret: BoundSecret): Promise<void> {
    this.#hide(secret.value);
    await this.#storage.store(connectionKey(id, name), JSON.stringify(secret));
  }

  /** Forgets one secret of a connection. */
  async forget(id: string, name: string): Promise<void> {
    await this.#storage.delete(connectionKey(id, name));
  }

  /** The names of the secrets that are kept for a connection, whatever they are bound to. */
  async names(id: string): Promise<readonly string[]> {
    const prefix = connectionKey(id, '');
    const keys = await this.#storage.keys();
    return keys
      .filter((key) => key.startsWith(prefix))
      .map((key) => decodeURIComponent(key.slice(prefix.length)));
  }

  /** Forgets everything that is kept for a connection. */
  async forgetAll(id: string): Promise<void> {
    for (const name of await this.names(id)) await this.forget(id, name);
  }

  /** The secret that scripts name by `id` (`secret x from "id"`). */
  async readScriptSecret(id: string): Promise<string | undefined> {
    const value = await this.#storage.get(scriptKey(id));
    if (value !== undefined) this.#hide(value);
    return value;
  }

  async writeScriptSecret(id: string, value: string): Promise<void> {
    this.#hide(value);
    await this.#storage.store(scriptKey(id), value);
  }

  async forgetScriptSecret(id: string): Promise<void> {
    await this.#storage.delete(scriptKey(id));
  }
}

function connectionKey(id: string, name: string): string {
  return `connection/${encodeURIComponent(id)}/${encodeURIComponent(name)}`;
}

function scriptKey(id: string): string {
  return `script/${encodeURIComponent(id)}`;
}

function parse(stored: string | undefined): BoundSecret | undefined {
  if (stored === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(stored);
    if (!isRecord(value)) return undefined;
    const { binding, value: secret } = value;
    return typeof binding === 'string' && typeof secret === 'string' ? { binding, value: secret } : undefined;
  } catch {
    // What another version wrote is as good as nothing: the secret is asked for again.
    return undefined;
  }
}
