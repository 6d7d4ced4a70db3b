/** How TLS is checked. */
export interface TlsOptions {
  /** Whether the server must prove who it is. Only ever false when a person chose so for this very connection. */
  readonly verify: boolean;
  /** PEM text of a custom CA or of the server's own certificate, trusted beside nothing else. */
  readonly certificate?: string | undefined;
}

/** A server that speaks RFB over TCP. */
export interface TcpTarget {
  readonly transport: 'tcp';
  /** Name or address; IPv6 without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
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
  /** The `Origin` header; the URL's own origin by default. */
  readonly origin?: string | undefined;
  /** More headers of the upgrade request. May hold secrets. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What can be dialled. */
export type DialTarget = TcpTarget | WebSocketTarget;
