import { readProxyAddress } from '../../core/profile/proxyAddress.ts';
import type { ProxyAddress } from '../../core/transport/target.ts';

/** What the editor's settings `http.*` and the environment say of proxies. */
export interface ProxySettings {
  /** `off` uses none. */
  readonly support: string;
  /** Empty where the environment decides. */
  readonly proxy: string;
  readonly noProxy: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where a connection leads: a template whose host and port may be placeholders. */
export interface ProxiedPlace {
  readonly url: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
}

/** The proxy for a WebSocket, `undefined` when it goes there directly. */
export function proxyFor(place: ProxiedPlace, settings: ProxySettings): ProxyAddress | undefined {
  const { support, proxy, noProxy, environment } = settings;
  if (support === 'off') return undefined;
  const server = serverOf(place);
  if (server === undefined || isLoopback(server.host)) return undefined;
  const variable = (name: string): string => environment[name.toLowerCase()] ?? environment[name] ?? '';
  const fromSettings = proxy.trim() !== '';
  const address = fromSettings ? proxy : variable(server.secure ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  const exceptions = noProxy.length > 0 || fromSettings ? noProxy : variable('NO_PROXY').split(',');
  if (address.trim() === '' || exceptions.some((entry) => covers(entry, server))) return undefined;
  // What the editor's own requests could not use either is as good as none.
  return readProxyAddress(address.trim());
}

interface Server {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

function serverOf({ url, host, port }: ProxiedPlace): Server | undefined {
  const match = /^(wss?):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|\$\{[^}]*\}|[^:/?#]*)(?::([^/?#]*))?/iu.exec(url);
  const [, scheme = '', writtenHost = '', writtenPort = ''] = match ?? [];
  const name = (writtenHost.startsWith('${') ? host : writtenHost)
    ?.replace(/^\[(.*)\]$/u, '$1')
    .toLowerCase();
  if (name === undefined || name === '') return undefined;
  const secure = scheme.toLowerCase() === 'wss';
  const number = writtenPort.startsWith('${') ? port : Number(writtenPort);
  return { host: name, port: number === undefined || number === 0 ? (secure ? 443 : 80) : number, secure };
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    /^127\.\d+\.\d+\.\d+$/u.test(host)
  );
}

/** Whether an entry such as `example.com`, `.example.com`, `*.example.com`, `10.0.0.1:8006` or `*` means the server. */
function covers(entry: string, { host, port }: Server): boolean {
  const text = entry.trim().toLowerCase();
  if (text === '*') return true;
  const [, name = '', only] = /^(\[[^\]]*\]|[^:]*|[^:]*:[^:]*:.*?)(?::(\d+))?$/u.exec(text) ?? [];
  if (only !== undefined && Number(only) !== port) return false;
  const domain = name.replace(/^\[(.*)\]$/u, '$1').replace(/^\*?\./u, '');
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}
