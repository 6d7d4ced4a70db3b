import path from 'node:path';
import { vncError } from '../../base/errors.ts';
import { defaultVncPort, parseAddress } from '../../transport/address.ts';
import { encodingNames } from '../encodingNames.ts';
import type { ConnectionProfile } from '../profile.ts';
import type { QualityProfile } from '../qualityField.ts';
import { securityTypeNames } from '../../rfb/security/securityNames.ts';
import { type ImportNote, type ImportedConnection, note } from './importedConnection.ts';
import { isOn, numberOf, readIniFile } from './iniFile.ts';
import { readObfuscatedPassword } from './obfuscatedPassword.ts';

/**
 * Reads a connection file of TightVNC, UltraVNC or RealVNC (`.vnc`) or of TigerVNC (`.tigervnc`). A password that
 * is hidden with the key that all of them share becomes a secret; one of RealVNC's own form cannot be read.
 *
 * @param fileName gives the connection its name
 * @throws `VNC_IMPORT_FAILED` when the file names no server, `VNC_ADDRESS_INVALID` when it names it wrongly.
 */
export function parseVncFile(text: string, fileName: string): ImportedConnection {
  const sections = readIniFile(text);
  const values = new Map([...sections.values()].flatMap((section) => [...section]));
  const server = values.get('servername') ?? values.get('host') ?? '';
  if (server === '') throw vncError('VNC_IMPORT_FAILED', { reason: 'server', file: path.basename(fileName) });
  const parsed = parseAddress(server);
  if (parsed.transport !== 'tcp')
    throw vncError('VNC_IMPORT_FAILED', { reason: 'server', file: path.basename(fileName) });
  const { host } = parsed;
  const port = numberOf(values.get('port'), 1, 65_535) ?? parsed.port;
  const notes: ImportNote[] = [];
  const { secrets } = passwordOf(values.get('password') ?? '', notes);
  const profile: ConnectionProfile = {
    name: nameOf(values, fileName),
    host,
    ...(port === defaultVncPort ? {} : { port }),
    ...optional('username', values.get('username')),
    ...(isOn(values.get('viewonly')) ? { viewOnly: true } : {}),
    ...pictureOf(values),
    ...securityOf(values),
    ...optional('certificate', values.get('x509ca')),
    ...repeaterOf(values, host, port),
  };
  return { profile, secrets, notes };
}

function nameOf(values: ReadonlyMap<string, string>, fileName: string): string {
  const friendly = values.get('friendlyname') ?? '';
  if (friendly !== '') return friendly;
  return path.basename(fileName).replace(/\.(vnc|tigervnc)$/i, '') || 'VNC';
}

function passwordOf(
  hidden: string,
  notes: ImportNote[],
): { readonly secrets: Readonly<Record<string, string>> } {
  if (hidden === '') return { secrets: {} };
  const password = readObfuscatedPassword(hidden);
  notes.push(note(password === undefined ? 'passwordUnreadable' : 'passwordTaken'));
  return { secrets: password === undefined ? {} : { password } };
}

/** Quality, compression and the preferred encoding. */
function pictureOf(values: ReadonlyMap<string, string>): Partial<ConnectionProfile> {
  const wanted = values.get('preferredencoding')?.toLowerCase();
  const encoding = encodingNames.find((name) => name.toLowerCase() === wanted);
  const level = numberOf(values.get('compresslevel') ?? values.get('compress_level'), 0, 9);
  const custom = isOn(values.get('customcompresslevel') ?? '1');
  const quality = qualityOf(values);
  return {
    ...(quality === undefined ? {} : { quality }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(level === undefined || !custom ? {} : { compression: level }),
  };
}

/** The level of JPEG, where the viewer did not choose it by itself; without JPEG every pixel is exact. */
function qualityOf(values: ReadonlyMap<string, string>): QualityProfile | undefined {
  if (isOn(values.get('autoselect') ?? values.get('auto'))) return undefined;
  const written = values.get('qualitylevel') ?? values.get('quality');
  // TightVNC writes -1 for none.
  if (isOn(values.get('nojpeg')) || written === '-1') return 'lossless';
  return numberOf(written, 0, 9);
}

/** TigerVNC's list of what it may use; its names are ours. */
function securityOf(values: ReadonlyMap<string, string>): Partial<ConnectionProfile> {
  const names = (values.get('securitytypes') ?? '').split(',').map((name) => name.trim().toLowerCase());
  const known = names.flatMap((name) => securityTypeNames.filter((one) => one.toLowerCase() === name));
  return known.length === 0 ? {} : { security: known };
}

/** UltraVNC keeps its repeater apart from the server, whose name is then the id. */
function repeaterOf(
  values: ReadonlyMap<string, string>,
  host: string,
  port: number,
): Partial<ConnectionProfile> {
  const proxy = values.get('proxyhost') ?? '';
  if (proxy === '' || !isOn(values.get('useproxy') ?? '1')) return {};
  const proxyPort = numberOf(values.get('proxyport'), 1, 65_535) ?? 5901;
  const isId = /^id$/i.test(host);
  return { host: proxy, port: proxyPort, repeaterId: isId ? `ID:${port}` : `${host}::${port}` };
}

function optional<K extends string>(name: K, text: string | undefined): { readonly [P in K]?: string } {
  const value: { [P in K]?: string } = {};
  if (text !== undefined && text !== '') value[name] = text;
  return value;
}
