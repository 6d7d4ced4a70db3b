import type { ConnectionProfile } from '../../core/profile/profile.ts';

/** Where a profile leads, for people: never with a secret, a query or a user name. */
export function addressOf(profile: ConnectionProfile): string {
  const { host, port, url, socket, listen, repeaterId, ticketSource } = profile;
  if (socket !== undefined) return `unix:${socket}`;
  if (listen !== undefined) return `listen:${hostAndPort(listen.host ?? '127.0.0.1', listen.port ?? 5500)}`;
  if (url === undefined) {
    if (ticketSource?.kind === 'proxmox')
      return `${hostAndPort(host ?? '', port ?? 8006)}/${ticketSource.vm}`;
    const place = hostAndPort(host ?? '', port ?? 5900);
    return repeaterId === undefined ? place : `${place}/${repeaterId}`;
  }
  const visible = url.replace(/[?#].*$/su, '').replace(/^([a-z]+:\/\/)[^/@]*@/iu, '$1');
  const known: Record<string, string> = { ...profile.variables };
  if (host !== undefined) known['host'] = host.includes(':') ? `[${host}]` : host;
  if (port !== undefined) known['port'] = String(port);
  for (const name of profile.secretVariables ?? []) delete known[name];
  return visible.replaceAll(/\$\{([^{}:]*)(?::raw)?\}/gu, (whole, name: string) => known[name] ?? whole);
}

/** `host:port`, IPv6 in brackets. */
export function hostAndPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
