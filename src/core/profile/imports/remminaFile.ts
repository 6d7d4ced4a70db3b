import path from 'node:path';
import { vncError } from '../../base/errors.ts';
import { defaultVncPort, parseAddress } from '../../transport/address.ts';
import type { ConnectionProfile, MachineOptions } from '../profile.ts';
import { type ImportNote, type ImportedConnection, note } from './importedConnection.ts';
import { isOn, numberOf, readIniFile } from './iniFile.ts';
import { sshCommand } from './sshCommand.ts';

/** Remmina's steps of quality (0 poor, 1 medium, 2 good, 9 best) as JPEG levels; its best has no JPEG. */
const qualities: Readonly<Record<string, number>> = { '0': 0, '1': 4, '2': 7 };

/**
 * Reads a profile of Remmina. Its passwords are encrypted with a key of that machine, so they are asked for.
 *
 * @throws `VNC_IMPORT_FAILED` when it is no profile for VNC, `VNC_ADDRESS_INVALID` when it names its server wrongly.
 */
export function parseRemminaFile(text: string, fileName: string): ImportedConnection {
  const values = readIniFile(text).get('remmina') ?? new Map<string, string>();
  const file = path.basename(fileName);
  const protocol = (values.get('protocol') ?? '').toUpperCase();
  if (protocol !== 'VNC' && protocol !== 'VNCI')
    throw vncError('VNC_IMPORT_FAILED', { reason: 'protocol', file });
  const notes: ImportNote[] = [];
  if (isSet(values.get('password'))) notes.push(note('passwordUnreadable'));
  const machine = tunnelOf(values, notes);
  const quality = qualities[values.get('quality') ?? ''];
  const depth = Number(values.get('colordepth'));
  const group = values.get('group') ?? '';
  const profile: ConnectionProfile = {
    name: values.get('name') || file.replace(/\.remmina$/i, ''),
    ...placeOf(values, protocol, file),
    ...(isSet(values.get('username')) ? { username: values.get('username') } : {}),
    ...(isOn(values.get('viewonly')) ? { viewOnly: true } : {}),
    ...(quality === undefined ? {} : { quality }),
    ...(depth === 8 || depth === 16 ? { colorDepth: depth } : {}),
    ...(group === '' ? {} : { tags: [group] }),
  };
  return { profile, secrets: {}, ...(machine === undefined ? {} : { machine }), notes };
}

function placeOf(
  values: ReadonlyMap<string, string>,
  protocol: string,
  file: string,
): Partial<ConnectionProfile> {
  // "VNCI" waits for the server to dial.
  if (protocol === 'VNCI') return { listen: { port: numberOf(values.get('listenport'), 1, 65_535) ?? 5500 } };
  const server = values.get('server') ?? '';
  if (server === '') throw vncError('VNC_IMPORT_FAILED', { reason: 'server', file });
  if (server.startsWith('unix://')) return { socket: server.slice('unix://'.length) };
  const parsed = parseAddress(server);
  if (parsed.transport !== 'tcp') throw vncError('VNC_IMPORT_FAILED', { reason: 'server', file });
  const repeater = values.get('proxy') ?? '';
  if (repeater !== '') {
    const place = parseAddress(repeater);
    if (place.transport === 'tcp') {
      return { host: place.host, port: place.port, repeaterId: `${parsed.host}::${parsed.port}` };
    }
  }
  return { host: parsed.host, ...(parsed.port === defaultVncPort ? {} : { port: parsed.port }) };
}

function tunnelOf(values: ReadonlyMap<string, string>, notes: ImportNote[]): MachineOptions | undefined {
  if (!isOn(values.get('ssh_tunnel_enabled') ?? values.get('ssh_enabled'))) return undefined;
  const server = values.get('ssh_tunnel_server') || values.get('ssh_server') || '';
  const user = values.get('ssh_tunnel_username') || values.get('ssh_username') || '';
  // Without a server of its own the tunnel ends on the VNC server itself.
  const [, host = '', port] =
    /^(.*?)(?::(\d+))?$/.exec(server === '' ? hostOf(values.get('server') ?? '') : server) ?? [];
  const key = values.get('ssh_tunnel_privatekey') || '';
  const proxyCommand = sshCommand({ destination: user === '' ? host : `${user}@${host}`, port, key });
  if (proxyCommand === undefined) {
    notes.push(note('notTaken', { name: 'ssh_tunnel_server' }));
    return undefined;
  }
  notes.push(note('commandSuggested', { name: 'proxyCommand' }));
  return { proxyCommand };
}

function hostOf(server: string): string {
  return server.replace(/:+\d+$/, '');
}

/** Remmina writes a dot where the value is in the keyring. */
function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}
