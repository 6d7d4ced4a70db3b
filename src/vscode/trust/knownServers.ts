import type { Memento } from 'vscode';
import { type Event, Emitter } from '../../core/base/emitter.ts';
import type { ServerName } from '../../core/transport/trust.ts';
import { isRecord } from '../record.ts';

/** A server that a person has said is the right one. */
export interface KnownServer extends ServerName {
  /** SHA-256, as it was shown to the person. */
  readonly fingerprint: string;
  /** Who the certificate is for. */
  readonly subject?: string | undefined;
  /** When the person said so: an ISO date. */
  readonly since: string;
}

/** Where they are kept. */
const storageKey = 'knownServers';

/**
 * The servers that were trusted on first use. They belong to the person and this machine, not to a connection: two
 * connections to one server ask once. A fingerprint is no secret.
 */
export class KnownServers {
  readonly #memento: Memento;
  readonly #changed = new Emitter<void>();
  #writing: Promise<unknown> = Promise.resolve();

  /** A server became trusted or is not any more. */
  readonly onChange: Event<void> = this.#changed.event;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  /** All of them, by host and port. */
  get all(): readonly KnownServer[] {
    const stored: unknown = this.#memento.get(storageKey);
    const servers = Array.isArray(stored) ? stored.filter(isKnownServer) : [];
    return servers.toSorted((a, b) => a.host.localeCompare(b.host) || a.port - b.port);
  }

  /** The fingerprints that were trusted for a server. */
  of(place: ServerName): readonly string[] {
    return this.all.filter((server) => isSamePlace(server, place)).map(({ fingerprint }) => fingerprint);
  }

  /** Trusts a server from now on. */
  async trust(server: Omit<KnownServer, 'since'>, now: Date = new Date()): Promise<void> {
    const { kind, port, fingerprint, subject } = server;
    const host = server.host.toLowerCase();
    const since = now.toISOString();
    const known = { kind, host, port, fingerprint, since, ...(subject === undefined ? {} : { subject }) };
    await this.#change((servers) => [...servers.filter((other) => !isSame(other, known)), known]);
  }

  /** Trusts one of them no longer: the next time it is asked for again. */
  async forget(server: KnownServer): Promise<void> {
    await this.#change((servers) => servers.filter((other) => !isSame(other, server)));
  }

  /** Trusts none of them any more. */
  async clear(): Promise<void> {
    await this.#change(() => []);
  }

  /** Changes wait for each other: each one starts from what the one before left. */
  async #change(change: (servers: readonly KnownServer[]) => readonly KnownServer[]): Promise<void> {
    const work = this.#writing.then(async () => {
      await this.#memento.update(storageKey, change(this.all));
      this.#changed.fire();
    });
    this.#writing = work.catch(() => undefined);
    await work;
  }
}

function isSamePlace(a: ServerName, b: ServerName): boolean {
  return a.kind === b.kind && a.host.toLowerCase() === b.host.toLowerCase() && a.port === b.port;
}

function isSame(a: KnownServer, b: KnownServer): boolean {
  return isSamePlace(a, b) && a.fingerprint === b.fingerprint;
}

function isKnownServer(value: unknown): value is KnownServer {
  if (!isRecord(value)) return false;
  const { kind, host, port, fingerprint, subject, since } = value;
  return (
    (kind === 'certificate' || kind === 'rsa-key') &&
    typeof host === 'string' &&
    typeof port === 'number' &&
    typeof fingerprint === 'string' &&
    (subject === undefined || typeof subject === 'string') &&
    typeof since === 'string'
  );
}
