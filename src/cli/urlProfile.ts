import path from 'node:path';
import type { ConnectionProfile } from '../core/profile/profile.ts';
import { parseAddress } from '../core/transport/address.ts';
import { addressOf } from '../core/transport/networkErrors.ts';
import { placeholdersOf } from '../core/transport/urlTemplate.ts';

/** What an address on the command line means. */
export interface UrlConnection {
  readonly profile: ConnectionProfile;
  /** What is secret in it, by the names of its placeholders. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The connection that an address on the command line means. @throws `VNC_ADDRESS_INVALID`, `VNC_TEMPLATE_INVALID` */
export async function connectionOfUrl(url: string): Promise<UrlConnection> {
  if (!/^\s*https?:/i.test(url)) return { profile: profileOfUrl(url), secrets: {} };
  const { parsePageAddress } = await import('../core/profile/imports/consoleAddress.ts');
  return parsePageAddress(url) ?? { profile: profileOfUrl(url), secrets: {} };
}

function profileOfUrl(url: string): ConnectionProfile {
  const address = parseAddress(url);
  switch (address.transport) {
    case 'tcp': {
      const { transport: _transport, ...rest } = address;
      return { ...rest, name: rest.name ?? addressOf(address) };
    }
    case 'unix': {
      const socket = /^(?:~\/|\\\\)/.test(address.path) ? address.path : path.resolve(address.path);
      return { name: socket, socket };
    }
    case 'listen': {
      const { host, port } = address;
      return { name: `listen:${addressOf(address)}`, listen: { host, port } };
    }
    case 'websocket':
      return webSocketProfile(address.url);
  }
}

function webSocketProfile(url: string): ConnectionProfile {
  // On a command line every placeholder is a secret: what is none can be written out.
  const secretVariables = placeholdersOf(url).map(({ name }) => name);
  const host = /^[a-z]+:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url)?.[1] ?? 'server';
  return { name: host, url, secretVariables };
}
