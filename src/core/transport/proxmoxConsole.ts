import { type VncError, vncError } from '../base/errors.ts';
import type { Endpoint } from './networkErrors.ts';

/** Whether an address is that of a machine's console at Proxmox VE, also behind a proxy with a prefix of its own. */
export function isProxmoxConsole({ pathname }: URL): boolean {
  return /\/nodes\/[^/]+\/(?:qemu|lxc)\/\d+\/vncwebsocket$/.test(pathname);
}

/**
 * A console of Proxmox VE that was closed before its first byte. Nobody says why: where no proxy waits any more for
 * the ticket the upgrade is not answered, and where `qm vncproxy` fails (`VM 100 not running`) the open WebSocket
 * ends.
 */
export function proxmoxConsoleClosed({ host, port }: Endpoint, cause?: unknown): VncError {
  return vncError('VNC_WEBSOCKET_FAILED', { host, port, reason: 'closed', console: 'proxmox' }, cause);
}
