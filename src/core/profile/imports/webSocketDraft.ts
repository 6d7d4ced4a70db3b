import { namesSecret } from '../secretWords.ts';
import { type ImportNote, type ImportedConnection, note } from './importedConnection.ts';

/** The parts of a WebSocket's address. */
export interface WebSocketParts {
  readonly secure: boolean;
  /** Name or address; IPv6 without brackets. */
  readonly host: string;
  /** `undefined` for the usual one. */
  readonly port: number | undefined;
  /** Path and query, from the slash on, as it is sent. */
  readonly path: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** The password of the handshake. */
  readonly rfbPassword?: string | undefined;
  readonly name?: string | undefined;
}

/** A connection over WebSocket, whose secrets have become placeholders. */
export function webSocketDraft(parts: WebSocketParts): ImportedConnection {
  const { secure, host, port, username, password, rfbPassword } = parts;
  const secrets: Record<string, string> = rfbPassword === undefined ? {} : { password: rfbPassword };
  const notes: ImportNote[] = rfbPassword === undefined ? [] : [note('passwordTaken')];
  const names: string[] = [];
  const path = parts.path.replace(
    /([?&])([^=&#]+)=([^&#]+)/g,
    (whole, mark: string, key: string, value: string) => {
      if (!namesSecret(decoded(key)) || value.includes('${')) return whole;
      const name = placeholderFor(decoded(key), secrets);
      secrets[name] = decoded(value);
      if (name === 'password') notes.push(note('passwordTaken'));
      else notes.push(note('tokenTaken'));
      if (name !== 'ticket' && name !== 'password') names.push(name);
      return `${mark}${key}=\${${name}}`;
    },
  );
  if (password !== undefined) {
    secrets['loginPassword'] = password;
    names.push('loginPassword');
    notes.push(note('passwordTaken'));
  }
  const login =
    username === undefined ? '' : `\${username}${password === undefined ? '' : ':${loginPassword}'}@`;
  const place = port === undefined ? '${host}' : '${host}:${port}';
  return {
    profile: {
      name: parts.name ?? host,
      url: `${secure ? 'wss' : 'ws'}://${login}${place}${path}`,
      host,
      ...(port === undefined ? {} : { port }),
      ...(username === undefined ? {} : { username }),
      ...(names.length === 0 ? {} : { secretVariables: names }),
    },
    secrets,
    notes,
  };
}

/** The first token of an address is its ticket; others keep their names. */
function placeholderFor(key: string, taken: Readonly<Record<string, string>>): string {
  const usual = /pass|pwd/i.test(key) ? 'password' : 'ticket';
  if (!Object.hasOwn(taken, usual)) return usual;
  const own = key.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?![A-Za-z_])/, '_');
  return Object.hasOwn(taken, own) || own === 'host' || own === 'port' ? `${own}2` : own;
}

/** Without percent-encoding, where it is one. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    return text;
  }
}
