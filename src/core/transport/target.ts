import type { TrustPolicy } from './trust.ts';

/** A certificate with which the client proves who it is, as PEM texts. */
export interface ClientCertificate {
  /** The certificate, followed by those of intermediate authorities. */
  readonly certificate: string;
  /** Its private key. A secret. */
  readonly key: string;
  /** What the key is encrypted with. A secret. */
  readonly passphrase?: string | undefined;
}

/** How TLS is checked. */
export interface TlsOptions {
  /** Whether the server must prove who it is. Only ever false when a person chose so for this very connection. */
  readonly verify: boolean;
  /** PEM text of a custom CA or of the server's own certificate, trusted beside nothing else. */
  readonly certificate?: string | undefined;
  /**
   * SHA-256 fingerprints as pairs of hexadecimal digits with colons between. When given, the server's certificate
   * must be one of them; nothing else counts, neither an authority nor the name nor the dates nor `verify`.
   */
  readonly fingerprints?: readonly string[] | undefined;
  readonly clientCertificate?: ClientCertificate | undefined;
  /** The name that is asked for (SNI) and that the certificate must be for, in place of the host. */
  readonly serverName?: string | undefined;
  /** Who decides about a certificate that nothing vouches for; nobody by default. */
  readonly trust?: TrustPolicy | undefined;
}

/** A proxy that connects us further: HTTP CONNECT in the clear or over TLS, or SOCKS5. It resolves the names. */
export interface ProxyAddress {
  readonly kind: 'http' | 'https' | 'socks5';
  /** Name or address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly username?: string | undefined;
  /** A secret. */
  readonly password?: string | undefined;
}

/** A program that opens a local port which leads to the server, such as `kubectl port-forward`. */
export interface TunnelCommand {
  /** Program and arguments, never through a shell; `${localPort}` becomes a free port. */
  readonly command: readonly string[];
  /** Milliseconds until the port has to listen; 30 s by default. */
  readonly readyTimeout?: number | undefined;
}

/** A server that speaks RFB over TCP. */
export interface TcpTarget {
  readonly transport: 'tcp';
  /** Name or address; IPv6 without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  readonly proxy?: ProxyAddress | undefined;
  /**
   * Host and port are an UltraVNC repeater's: what it connects us to. `ID:123` or `123` (mode II), or `host`,
   * `host:display` or `host::port` (mode I).
   */
  readonly repeaterId?: string | undefined;
  /** Reaches the server; host and port then only name it. */
  readonly tunnel?: TunnelCommand | undefined;
  /** The same, by a program whose standard input and output are the way there: to the repeater, if there is one. */
  readonly proxyCommand?: readonly string[] | undefined;
}

/** A server that speaks RFB over WebSocket. */
export interface WebSocketTarget {
  readonly transport: 'websocket';
  /** `ws://` or `wss://` with placeholders; see `urlTemplate.ts`. */
  readonly urlTemplate: string;
  /** Values of the placeholders: `host`, `port`, `ticket`, `password` and what the profile defines. */
  readonly values: Readonly<Record<string, string>>;
  readonly tls: TlsOptions;
  /** Subprotocols to offer, in order of preference; none by default. */
  readonly subprotocols?: readonly string[] | undefined;
  /** The `Origin` header; the URL's own origin by default, none when empty. */
  readonly origin?: string | undefined;
  /** More headers of the upgrade request. May hold secrets. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly proxy?: ProxyAddress | undefined;
  /** Reaches the server; the URL then only names it. */
  readonly tunnel?: TunnelCommand | undefined;
  /** The same, by a program whose standard input and output are the way there. */
  readonly proxyCommand?: readonly string[] | undefined;
}

/** A server on this machine that listens on a Unix socket. */
export interface UnixTarget {
  readonly transport: 'unix';
  /** The path of the socket. */
  readonly path: string;
}

/** A server that dials us (`x11vnc -connect`, `vncconfig -connect`): we listen for one connection. */
export interface ListenTarget {
  readonly transport: 'listen';
  /** The address to listen on; 127.0.0.1 by default, and others are reached only when one is given. */
  readonly host?: string | undefined;
  /** 5500 by default; 0 takes a free one. */
  readonly port?: number | undefined;
}

/** A program whose standard input and output are the connection, such as `ssh -W host:5900 gateway`. */
export interface CommandTarget {
  readonly transport: 'command';
  /** Program and arguments, never through a shell. */
  readonly command: readonly string[];
  /** The server that the program leads to: its name for titles, certificates and what was trusted. */
  readonly endpoint?: { readonly host: string; readonly port: number } | undefined;
}

/** What can be dialled. */
export type DialTarget = TcpTarget | WebSocketTarget | UnixTarget | ListenTarget | CommandTarget;
