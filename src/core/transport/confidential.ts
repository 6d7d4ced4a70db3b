import type { Socket } from 'node:net';

/** Whether a connected socket is encrypted, or leads to this very machine: then nobody on the way reads along. */
export function isConfidential(socket: Socket): boolean {
  if ('encrypted' in socket && socket.encrypted === true) return true;
  return isLoopback(socket.remoteAddress ?? '');
}

/** Whether `address` is one of this machine only (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address);
}
