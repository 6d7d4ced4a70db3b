import { vncError } from '../../base/errors.ts';
import { defaultVncPort, parseAddress } from '../../transport/address.ts';
import type { ConnectionProfile, ProxmoxTicketSource } from '../profile.ts';
import { proxmoxPort } from '../proxmoxTemplate.ts';
import { type ImportNote, type ImportedConnection, note } from './importedConnection.ts';
import { decoded, webSocketDraft } from './webSocketDraft.ts';

/**
 * Reads an address of a console, however it was copied: of a noVNC page (`vnc.html?host=…&port=…&path=…`,
 * `vnc_lite.html?path=…`, OpenStack Nova's `vnc_auto.html?token=…`), of a console in Proxmox VE's web interface,
 * `ws://` and `wss://`, `vnc://` with the parameters of RFC 7869, `host:display`, `host::port`.
 *
 * @throws `VNC_ADDRESS_INVALID`, which quotes no part of the address; `VNC_TEMPLATE_INVALID` for placeholders.
 */
export function parseConsoleAddress(text: string): ImportedConnection {
  const address = text.trim();
  switch (/^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase()) {
    case 'http':
    case 'https':
      return readPage(urlOf(address));
    case 'ws':
    case 'wss':
      return readWebSocket(address);
    case 'vnc':
      return readVncUrl(address);
    default:
      return { profile: plainProfile(address), secrets: {}, notes: [] };
  }
}

/**
 * Reads the address of a console's page as something that can be dialled at once; `undefined` for other addresses.
 *
 * @throws as {@link parseConsoleAddress}; `VNC_ADDRESS_INVALID` with the reason `login` for a page of Proxmox VE,
 *   whose address does not say who asks for the ticket.
 */
export function parsePageAddress(text: string): ImportedConnection | undefined {
  if (!/^\s*https?:\/\//i.test(text)) return undefined;
  const found = parseConsoleAddress(text);
  if (found.profile.ticketSource !== undefined) throw vncError('VNC_ADDRESS_INVALID', { reason: 'login' });
  return found;
}

/** What an address without a scheme means: it is never a WebSocket. */
function plainProfile(address: string): ConnectionProfile {
  const parsed = parseAddress(address);
  switch (parsed.transport) {
    case 'tcp':
      return { name: parsed.host, host: parsed.host, port: parsed.port };
    case 'listen':
      return { name: address, listen: { host: parsed.host, port: parsed.port } };
    case 'unix':
      // A stored connection is used from any folder.
      if (!/^(\/|~\/)/.test(parsed.path)) throw vncError('VNC_ADDRESS_INVALID', { reason: 'path' });
      return { name: parsed.path.split('/').at(-1) ?? parsed.path, socket: parsed.path };
    case 'websocket':
      throw vncError('VNC_ADDRESS_INVALID', { reason: 'url' });
  }
}

function urlOf(address: string): URL {
  if (/[\s\p{Cc}]/u.test(address)) throw vncError('VNC_ADDRESS_INVALID', { reason: 'characters' });
  if (!URL.canParse(address)) throw vncError('VNC_ADDRESS_INVALID', { reason: 'url' });
  return new URL(address);
}

function readWebSocket(address: string): ImportedConnection {
  // A template is one already: what is secret in it is a placeholder.
  if (address.includes('${')) {
    parseAddress(address);
    const place = /^[a-z]+:\/\/(?:[^/?#]*@)?([^/?#:]*)/i.exec(address)?.[1] ?? '';
    return {
      profile: { name: place.includes('$') ? 'WebSocket' : place, url: address },
      secrets: {},
      notes: [],
    };
  }
  const url = urlOf(address);
  const source = proxmoxWebSocketOf(url);
  if (source !== undefined) return proxmoxDraft(url, source);
  return webSocketDraft({
    secure: url.protocol === 'wss:',
    ...placeOf(url),
    path: `${url.pathname}${url.search}`,
    ...(url.username === '' ? {} : { username: decoded(url.username) }),
    ...(url.password === '' ? {} : { password: decoded(url.password) }),
  });
}

function readPage(url: URL): ImportedConnection {
  const parameters = new URLSearchParams(url.search);
  // noVNC reads the part after "#" as it does the query, and prefers it.
  for (const [name, value] of new URLSearchParams(url.hash.slice(1))) parameters.set(name, value);
  const source = proxmoxPageOf(parameters);
  if (source !== undefined) return proxmoxDraft(url, source);
  const page = placeOf(url);
  const host = parameters.get('host') ?? '';
  const port = parameters.get('port') ?? '';
  const encrypt = parameters.get('encrypt');
  const password = parameters.get('password') ?? '';
  if (port !== '' && !/^\d{1,5}$/.test(port)) throw vncError('VNC_ADDRESS_INVALID', { reason: 'port' });
  const draft = webSocketDraft({
    secure:
      encrypt === null || encrypt === '' ? url.protocol === 'https:' : /^(1|true|yes|on)$/i.test(encrypt),
    host: host === '' ? page.host : host.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (host === '' ? page.port : undefined) : Number(port),
    path: pathOf(parameters),
    ...(password === '' ? {} : { rfbPassword: password }),
    ...(parameters.get('title') ? { name: parameters.get('title') ?? '' } : {}),
  });
  const { profile, notes } = draft;
  const guessed = !parameters.has('path') && !parameters.has('token');
  const viewOnly = /^(1|true|yes|on)$/i.test(parameters.get('view_only') ?? '');
  return {
    ...draft,
    profile: viewOnly ? { ...profile, viewOnly } : profile,
    notes: guessed ? [...notes, note('pathGuessed')] : notes,
  };
}

/** Where a noVNC page finds its WebSocket; some write `path` encoded twice. */
function pathOf(parameters: URLSearchParams): string {
  const token = parameters.get('token');
  let path = parameters.get('path') ?? 'websockify';
  if (/%3[fd]/i.test(path) && !path.includes('?')) path = decoded(path);
  // Old pages, such as Nova's, send the token of their own address.
  if (token !== null && token !== '' && !/[?&]token=/.test(path)) {
    path += `${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`;
  }
  return path.startsWith('/') ? path : `/${path}`;
}

/** Consoles of the web interface are `/?console=kvm&novnc=1&vmid=100&vmname=web&node=pve`. */
function proxmoxPageOf(parameters: URLSearchParams): ProxmoxTicketSource | undefined {
  const console = parameters.get('console') ?? '';
  const vm = parameters.get('vmid') ?? '';
  if (!/^(kvm|lxc)$/.test(console) || !/^\d+$/.test(vm)) return undefined;
  const node = parameters.get('node') ?? '';
  const type = console === 'lxc' ? 'lxc' : 'qemu';
  return { kind: 'proxmox', vm, type, ...(node === '' ? {} : { node }), user: 'root@pam' };
}

/** The address that the console's page opens is good once: what it names is not. */
function proxmoxWebSocketOf({ pathname }: URL): ProxmoxTicketSource | undefined {
  const [, node, type, vm = ''] =
    /^\/api2\/json\/nodes\/([^/]+)\/(qemu|lxc)\/(\d+)\/vncwebsocket$/.exec(pathname) ?? [];
  if (node === undefined || (type !== 'qemu' && type !== 'lxc')) return undefined;
  return { kind: 'proxmox', vm, type, node: decoded(node), user: 'root@pam' };
}

function proxmoxDraft(url: URL, source: ProxmoxTicketSource): ImportedConnection {
  const { host, port } = placeOf(url);
  const name = url.searchParams.get('vmname') ?? '';
  return {
    profile: {
      name: name === '' ? `${host} ${source.vm}` : name,
      host,
      // Behind a proxy that hides the port it is the usual one of https.
      ...(port === proxmoxPort ? {} : { port: port ?? 443 }),
      ticketSource: source,
    },
    secrets: {},
    notes: [note('userGuessed', { user: source.user })],
  };
}

function placeOf(url: URL): { readonly host: string; readonly port: number | undefined } {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === '') throw vncError('VNC_ADDRESS_INVALID', { reason: 'host' });
  return { host, port: url.port === '' ? undefined : Number(url.port) };
}

/** `vnc://[user[:password]@]host[:port][/?parameters]` (RFC 7869). */
function readVncUrl(address: string): ImportedConnection {
  const [, login = '', place = '', query = ''] =
    /^vnc:\/\/(?:([^/?#]*)@)?([^/?#]*)\/?(?:\?([^#]*))?/i.exec(address) ?? [];
  const parsed = parseAddress(`vnc://${place}`);
  if (parsed.transport !== 'tcp') throw vncError('VNC_ADDRESS_INVALID', { reason: 'url' });
  const parameters = new Map(
    [...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase(), value]),
  );
  const [user = '', ...words] = login.split(':');
  const username = parameters.get('vncusername') ?? decoded(user);
  const password = parameters.get('vncpassword') ?? decoded(words.join(':'));
  const name = parameters.get('connectionname') ?? '';
  const quality = levelOf(parameters.get('qualitylevel'));
  const compression = levelOf(parameters.get('compresslevel'));
  const notes: ImportNote[] = password === '' ? [] : [note('passwordTaken')];
  for (const one of ['sshhost', 'sshusername', 'idhash']) {
    if (parameters.has(one)) notes.push(note('notTaken', { name: one }));
  }
  return {
    profile: {
      name: name === '' ? parsed.host : name,
      host: parsed.host,
      ...(parsed.port === defaultVncPort ? {} : { port: parsed.port }),
      ...(username === '' ? {} : { username }),
      ...(/^(?:true|1|yes)$/i.test(parameters.get('viewonly') ?? '') ? { viewOnly: true } : {}),
      ...(quality === undefined ? {} : { quality }),
      ...(compression === undefined ? {} : { compression }),
    },
    secrets: password === '' ? {} : { password },
    notes,
  };
}

function levelOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d$/.test(text) ? Number(text) : undefined;
}
