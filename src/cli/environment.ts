import { readFile } from 'node:fs/promises';
import { UsageError } from './usageError.ts';
import type { Redactor } from './redactor.ts';

/** Variables of the process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of secrets that many connections have. */
const ownVariables: Readonly<Record<string, string>> = {
  ticket: 'VNC_TICKET',
  proxyPassword: 'VNC_PROXY_PASSWORD',
  passphrase: 'VNC_KEY_PASSPHRASE',
};

/** Whether a variable holds a secret, which scripts may not read. */
export function isSecretVariable(name: string): boolean {
  return (
    /^(VNC_PASSWORD|VNCSCRIPT_SECRET_.*)$/i.test(name) ||
    Object.values(ownVariables).includes(name.toUpperCase())
  );
}

/** Secrets that the command line was given: by the environment, never by arguments, which everybody can see. */
export class EnvironmentSecrets {
  readonly #environment: Environment;
  readonly #passwordFile: string | undefined;
  readonly #redactor: Redactor;
  readonly #held = new Map<string, string>();
  #filePassword: Promise<string> | undefined;

  constructor(environment: Environment, redactor: Redactor, passwordFile: string | undefined) {
    this.#environment = environment;
    this.#redactor = redactor;
    this.#passwordFile = passwordFile;
  }

  /** Takes in what the address itself brought along, which was meant for this server. */
  hold(secrets: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(secrets)) {
      this.#held.set(name, value);
      this.#redactor.add(value);
    }
  }

  /** The VNC password. @throws UsageError when its file cannot be read or is empty. */
  async password(): Promise<string | undefined> {
    const held = this.#held.get('password');
    if (held !== undefined) return held;
    if (this.#passwordFile === undefined) return this.#variable('VNC_PASSWORD');
    this.#filePassword ??= readPasswordFile(this.#passwordFile);
    const password = await this.#filePassword;
    this.#redactor.add(password);
    return password;
  }

  /** The value of a secret placeholder of a URL or connection, or of another secret that it needs. */
  async placeholder(name: string): Promise<string | undefined> {
    if (name === 'password') return await this.password();
    const held = this.#held.get(name);
    if (held !== undefined) return held;
    const variable = Object.hasOwn(ownVariables, name) ? ownVariables[name] : undefined;
    return (variable === undefined ? undefined : this.#variable(variable)) ?? this.named(name);
  }

  /** The value of `VNCSCRIPT_SECRET_<NAME>`; the name in capitals, or as it is written. */
  named(name: string): string | undefined {
    const capitals = name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
    return this.#variable(`VNCSCRIPT_SECRET_${capitals}`) ?? this.#variable(`VNCSCRIPT_SECRET_${name}`);
  }

  /** What is empty is as good as not there. */
  #variable(name: string): string | undefined {
    const value = this.#environment[name];
    if (value === undefined || value === '') return undefined;
    this.#redactor.add(value);
    return value;
  }
}

async function readPasswordFile(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--password-file ${file}: ${reasonOf(error)}`);
  }
  const password = text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
  if (password === '') throw new UsageError(`--password-file ${file}: the file is empty`);
  return password;
}

/** Why a file could not be read, in the system's word. */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return String(error);
  switch (error.code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'it may not be read';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return String(error.code);
  }
}
