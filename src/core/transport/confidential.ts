import type { Duplex } from 'node:stream';

/** Whether a connected socket is encrypted, or leads to this very machine: then nobody on the way reads along. */
export function isConfidential(socket: Duplex): boolean {
  if ('encrypted' in socket && socket.encrypted === true) return true;
  const address = 'remoteAddress' in socket ? socket.remoteAddress : undefined;
  return typeof address === 'string' && isLoopback(address);
}

/** Whether `address` is one of this machine only (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address);
}
