import type { Subsampling } from '../session/wire.ts';
import type { LayoutName } from '../input/layouts.ts';
import type { QualityProfile } from './qualityField.ts';
import type { ClipboardMode } from './clipboardModes.ts';
import type { ResizeMode } from './resizeModes.ts';

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
  /** A Unix socket, or a local named pipe of Windows, instead of a host. `~/` is one's home folder. */
  readonly socket?: string | undefined;
  /** Waits for the server to dial us instead of dialling it; 127.0.0.1:5500 where it says nothing. */
  readonly listen?: ListenAddress | undefined;
  /** The id under which an UltraVNC repeater on `host` knows the server, such as `1234`. */
  readonly repeaterId?: string | undefined;
  /** `http://…`, `https://…` or `socks5://…`, perhaps with a user name; `none` uses no proxy whatever else is set. */
  readonly proxy?: string | undefined;
  /** Security types that may be used, in order of preference, by the names of `securityTypeNames`. */
  readonly security?: readonly string[] | undefined;
  /** SHA-256 fingerprints, of which the server's certificate or key must have one; nothing else counts then. */
  readonly fingerprints?: readonly string[] | undefined;
  /** What proves to the server who we are, in TLS. */
  readonly clientCertificate?: ClientCertificateFiles | undefined;
  /** The name that the server's certificate must be for, and that is asked for in TLS; the host by default. */
  readonly serverName?: string | undefined;
  /**
   * JPEG quality, 0 to 9, or none; by default (`auto`) a session chooses what suits the line, for panels alone.
   */
  readonly quality?: QualityProfile | undefined;
  /** Effort of compression, 0 to 9. */
  readonly compression?: number | undefined;
  /** Quality of JPEG in finer steps, 0 to 100, for servers that know them. */
  readonly fineQuality?: number | undefined;
  /** How coarse colours of JPEG may be; counts with a quality only. */
  readonly subsampling?: Subsampling | undefined;
  /** The encoding to ask for first, by the names of `encodingNames`. */
  readonly encoding?: string | undefined;
  /** Bits of a pixel on the wire; 32 by default. */
  readonly colorDepth?: ColorDepth | undefined;
  /** Layout of the keyboard that the remote system believes in. */
  readonly keyboardLayout?: LayoutName | undefined;
  /** Whether, and how, a lost connection is made again; it is by default. */
  readonly reconnect?: boolean | ReconnectProfile | undefined;
  /** Seconds of silence after which we ask whether the server is still there; 0 never asks. */
  readonly keepAlive?: number | undefined;
  /** Where each connection's ticket comes from; by default it is a stored secret. */
  readonly ticketSource?: TicketSourceProfile | undefined;
  /** When text moves between the clipboards; the setting of the panel where it says nothing. */
  readonly clipboard?: ClipboardMode | undefined;
  /** Whether the remote screen takes the panel's size; the setting of the panel where it says nothing. */
  readonly resize?: ResizeMode | undefined;
  /** Input never reaches the server. */
  readonly viewOnly?: boolean | undefined;
  /** Seconds from dialling to the first picture; 15 by default. */
  readonly timeout?: number | undefined;
  /** For `use all "tag:…"` and for finding. */
  readonly tags?: readonly string[] | undefined;
}

/** Where we wait for a server to dial us. */
export interface ListenAddress {
  /** The address of one of this machine's networks; 127.0.0.1 by default, which only this machine reaches. */
  readonly host?: string | undefined;
  /** 5500 by default. */
  readonly port?: number | undefined;
}

/** PEM files of a certificate of ours and its key. */
export interface ClientCertificateFiles {
  readonly certificate: string;
  readonly key: string;
  /** Whether the key is encrypted: its passphrase is the secret `passphrase`. */
  readonly encrypted?: boolean | undefined;
}

/** How a lost connection is made again. */
export interface ReconnectProfile {
  /** Attempts in a row before it is given up. */
  readonly maxAttempts?: number | undefined;
  /** Seconds that an attempt waits at most after the one before. */
  readonly maxDelay?: number | undefined;
}

/** Bits of a pixel on the wire. */
export type ColorDepth = 8 | 16 | 32;

/** Where tickets come from. */
export type TicketSourceProfile = ProxmoxTicketSource | CommandTicketSource;

/** Proxmox VE: its API on `host` and `port` (8006 by default) is asked for a ticket each time. */
export interface ProxmoxTicketSource {
  readonly kind: 'proxmox';
  /** Number or name of the virtual machine or container. */
  readonly vm: string;
  /** `qemu` or `lxc`; found out when it is not said. */
  readonly type?: 'qemu' | 'lxc' | undefined;
  /** The node that runs it; found out when it is not said. */
  readonly node?: string | undefined;
  /** `name@realm`, such as `root@pam`; without a realm it is `pam`. */
  readonly user: string;
  /** Id of an API token of the user: its value is the secret `apiToken`. Without it, `apiPassword` is used. */
  readonly tokenId?: string | undefined;
}

/** A command prints the ticket; which one is a machine option. */
export interface CommandTicketSource {
  readonly kind: 'command';
  /** Seconds that the command may take; 30 by default. */
  readonly timeout?: number | undefined;
}

/** What a person decides for one machine only, keyed by a profile's id in a machine-scoped setting. */
export interface MachineOptions {
  /** `false`: do not verify the server's certificate. Shown wherever the connection is. */
  readonly verifyCertificate?: boolean | undefined;
  /** `true`: credentials may be sent where others on the way could read them. */
  readonly allowUnencrypted?: boolean | undefined;
  /**
   * A program and its arguments whose stdin and stdout are the connection, such as `ssh -W ${host}:${port} jump`.
   * No shell reads it. `${host}`, `${port}`, `${username}` and the profile's variables are filled in.
   */
  readonly proxyCommand?: readonly string[] | undefined;
  /** A program that opens a local port, which is then dialled: `${localPort}` is filled in as well. */
  readonly tunnelCommand?: readonly string[] | undefined;
  /** A program that prints a ticket, for profiles whose `ticketSource` is a command. */
  readonly ticketCommand?: readonly string[] | undefined;
}

/** Seconds from dialling to the first picture where a profile says nothing. */
export const defaultTimeoutSeconds = 15;
