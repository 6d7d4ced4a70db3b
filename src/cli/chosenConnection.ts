import type { ConnectionProfile, MachineOptions } from '../core/profile/profile.ts';
import { secretNamesOf, targetOf } from '../core/profile/profileTarget.ts';
import { tlsOptionsOf } from '../core/profile/profileTls.ts';
import type { PreparedTarget } from '../core/profile/prepareTarget.ts';
import { reconnectPolicyOf, sessionOptionsOf } from '../core/profile/sessionOptions.ts';
import type { Credentials } from '../core/rfb/credentials.ts';
import type { SessionOptions } from '../core/session/openSession.ts';
import type { ReconnectOptions } from '../core/session/reconnectOptions.ts';
import { defaultListenHost, defaultListenPort } from '../core/transport/address.ts';
import { addressOf } from '../core/transport/networkErrors.ts';
import type { DialTarget } from '../core/transport/target.ts';
import type { TrustPolicy } from '../core/transport/trust.ts';
import type { ConnectionFlags } from './connectionFlags.ts';
import type { EnvironmentSecrets } from './environment.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

/** Milliseconds that a server may take to dial us: somebody may have to walk to it. */
const listenTimeout = 600_000;

/** What a connection is used with. */
export interface ChosenConnectionParts {
  readonly flags: ConnectionFlags;
  readonly secrets: EnvironmentSecrets;
  readonly terminal: Terminal;
  readonly trust: TrustPolicy;
  /** PEM text that goes before the connection's own. */
  readonly certificate: string | undefined;
}

/** One connection with what the command line says of it. */
export class ChosenConnection {
  readonly #profile: ConnectionProfile;
  readonly #parts: ChosenConnectionParts;

  private constructor(profile: ConnectionProfile, parts: ChosenConnectionParts) {
    this.#profile = profile;
    this.#parts = parts;
  }

  /** @throws UsageError for options that do not fit the connection, or cannot be read. */
  static async create(profile: ConnectionProfile, parts: ChosenConnectionParts): Promise<ChosenConnection> {
    const { flags, certificate, secrets } = parts;
    const changed = await withFields(profile, flags.fields, parts.terminal);
    const { clientCertificate } = changed;
    const encrypted = clientCertificate?.encrypted ?? (await secrets.placeholder('passphrase')) !== undefined;
    return new ChosenConnection(
      {
        ...changed,
        ...(certificate === undefined ? {} : { certificate }),
        ...(clientCertificate === undefined
          ? {}
          : { clientCertificate: { ...clientCertificate, encrypted } }),
      },
      parts,
    );
  }

  /** Where it leads, with a fresh ticket if it has a source of them, and how its session is opened. */
  async prepare(signal: AbortSignal): Promise<{
    readonly options: Omit<SessionOptions, 'credentials' | 'reconnect'>;
    readonly prepared: { readonly target: DialTarget; readonly credentials: Credentials };
  }> {
    const { terminal } = this.#parts;
    const profile = this.#profile;
    const { secrets, target, password } = await this.#prepareTarget(signal);
    const tls = await tlsOptionsOf(profile, { ...this.#sources, secrets });
    const options = sessionOptionsOf(profile, { target, tls, machine: this.#machine });
    const patient = target.transport === 'listen' && profile.timeout === undefined;
    if (target.transport === 'listen') {
      const { host = defaultListenHost, port = defaultListenPort } = target;
      terminal.note(`waiting for a server to dial ${addressOf({ host, port })}`);
    }
    const own = password ?? (await this.#parts.secrets.password());
    terminal.redactor.add(own);
    return {
      options: patient ? { ...options, timeout: listenTimeout } : options,
      prepared: { target, credentials: { username: profile.username, password: own } },
    };
  }

  /** A lost connection is made again where that was asked for: a script has to be told of one that is gone. */
  get reconnect(): ReconnectOptions | undefined {
    if (this.#profile.reconnect === undefined) return undefined;
    const policy = reconnectPolicyOf(this.#profile);
    if (policy === undefined) return undefined;
    return { ...policy, prepare: async (signal) => (await this.prepare(signal)).prepared };
  }

  get #machine(): MachineOptions {
    return this.#parts.flags.machine;
  }

  get #sources(): { machine: MachineOptions; trust: TrustPolicy; readFile(path: string): Promise<string> } {
    return {
      machine: this.#machine,
      trust: this.#parts.trust,
      readFile: async (file) => {
        const { readCertificateFile } = await import('../core/profile/certificateFile.ts');
        return await readCertificateFile(file);
      },
    };
  }

  async #prepareTarget(
    signal: AbortSignal,
  ): Promise<PreparedTarget & { readonly secrets: Readonly<Record<string, string>> }> {
    const secrets: Record<string, string> = {};
    for (const name of secretNamesOf(this.#profile)) {
      const value = await this.#parts.secrets.placeholder(name);
      if (value !== undefined) secrets[name] = value;
    }
    const sources = { ...this.#sources, secrets };
    if (this.#profile.ticketSource === undefined)
      return { secrets, target: await targetOf(this.#profile, sources) };
    const { prepareTarget } = await import('../core/profile/prepareTarget.ts');
    return { secrets, ...(await prepareTarget(this.#profile, { ...sources, signal })) };
  }
}

/** A connection with fields of the command line, which are checked as those of a file are. */
async function withFields(
  profile: ConnectionProfile,
  fields: Readonly<Record<string, unknown>>,
  terminal: Terminal,
): Promise<ConnectionProfile> {
  if (Object.keys(fields).length === 0) return profile;
  const { readProfiles } = await import('../core/profile/profileReader.ts');
  const { wordProfileProblem } = await import('../wording/profileWording.ts');
  const { profiles, problems } = readProfiles([{ ...profile, ...fields }]);
  for (const problem of problems) {
    const field = problem.field ?? '';
    const said = `${optionOf(field)}${wordProfileProblem(problem)}`;
    if (problem.severity === 'error' || Object.hasOwn(fields, field.split('.')[0] ?? '')) {
      throw new UsageError(said);
    }
    terminal.note(`warning: ${said}`);
  }
  const [changed] = profiles;
  if (changed === undefined) throw new UsageError('the options do not fit the connection');
  return changed;
}

/** The option that a field came from. */
function optionOf(field: string): string {
  const [name = ''] = field.split('.');
  switch (name) {
    case '':
      return '';
    case 'proxy':
    case 'security':
      return `--${name}: `;
    case 'fingerprints':
      return '--fingerprint: ';
    case 'clientCertificate':
      return '--client-cert: ';
    default:
      return `--set ${name}: `;
  }
}
