import type { ProxyAddress } from '../transport/target.ts';

/** The ports of proxies where none is written. */
const defaultPorts = { http: 80, https: 443, socks5: 1080 } as const;

/**
 * Reads `http://…`, `https://…` or `socks5://…` (also `socks://` and `socks5h://`, which mean the same here: the
 * proxy looks names up). `undefined` for what is no address of a proxy.
 */
export function readProxyAddress(text: string): ProxyAddress | undefined {
  const [, scheme = '', rest = ''] = /^(https?|socks(?:5h?)?):\/\/(.*)$/i.exec(text.trim()) ?? [];
  const kind = kindOf(scheme);
  if (kind === undefined) return undefined;
  if (!URL.canParse(`http://${rest}`)) return undefined;
  // The port of a `http:` URL that is the usual one of its scheme is left out: so it is read as none's.
  const { hostname, username, password, pathname, search, hash } = new URL(`http://${rest}`);
  if (hostname === '' || pathname !== '/' || search !== '' || hash !== '') return undefined;
  const written = /:(\d+)\/?$/.exec(rest)?.[1];
  const port = written === undefined ? defaultPorts[kind] : Number(written);
  if (port < 1 || port > 65_535) return undefined;
  const address: ProxyAddress = { kind, host: hostname.replace(/^\[(.*)\]$/, '$1'), port };
  try {
    return {
      ...address,
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    };
  } catch {
    return undefined;
  }
}

function kindOf(scheme: string): ProxyAddress['kind'] | undefined {
  const lower = scheme.toLowerCase();
  if (lower.startsWith('socks')) return 'socks5';
  return lower === 'http' || lower === 'https' ? lower : undefined;
}
