/**
 * A stored connection, as it stands in the setting `vncAgentBridge.connections` and in a connections file of
 * the command line. It never holds a secret: those come from SecretStorage or the environment.
 */
export interface ConnectionProfile {
  /** Immutable; given when the first secret is stored. */
  readonly id?: string | undefined;
  /** What people and scripts call it; unique. */
  readonly name: string;
  /** The server. For a WebSocket template it fills `${host}`. */
  readonly host?: string | undefined;
  /** 1 to 65535; 5900 by default over TCP. For a WebSocket template it fills `${port}`. */
  readonly port?: number | undefined;
  /** A `ws://` or `wss://` template; its presence makes this a WebSocket connection. */
  readonly url?: string | undefined;
  /** Values of the template's own placeholders. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Names of placeholders whose values are secrets, beside `ticket` and `password`. */
  readonly secretVariables?: readonly string[] | undefined;
  /** A custom CA or the server's own certificate: PEM text, or the path of a PEM file. */
  readonly certificate?: string | undefined;
  readonly subprotocols?: readonly string[] | undefined;
  readonly origin?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly username?: string | undefined;
  /** Input never reaches the server. */
  readonly viewOnly?: boolean | undefined;
  /** Seconds from dialling to the first picture; 15 by default. */
  readonly timeout?: number | undefined;
  /** For `use all "tag:…"` and for finding. */
  readonly tags?: readonly string[] | undefined;
}

/** What a person decides for one machine only, keyed by a profile's id in a machine-scoped setting. */
export interface MachineOptions {
  /** `false`: do not verify the server's certificate. Shown wherever the connection is. */
  readonly verifyCertificate?: boolean | undefined;
}

/** Seconds from dialling to the first picture where a profile says nothing. */
export const defaultTimeoutSeconds = 15;
