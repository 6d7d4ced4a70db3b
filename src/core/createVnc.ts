import { vncError } from './base/errors.ts';
import { openSession, type SessionOptions } from './session/openSession.ts';
import type { Session } from './session/session.ts';
import type { CredentialSource } from './rfb/credentials.ts';

/** What every way to connect takes. */
export interface VncOptions extends Omit<SessionOptions, 'name' | 'credentials'>, CredentialSource {
  /** How the session is called in logs and errors; the address by default. */
  readonly name?: string | undefined;
}

/** How to connect over WebSocket. */
export interface WebSocketVncOptions extends VncOptions {
  /**
   * The URL with placeholders: `${host}`, `${port}`, `${ticket}`, `${password}` and those of `variables`. Values
   * are percent-encoded; `${name:raw}` takes one as it is.
   */
  readonly urlTemplate: string;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** A one-time ticket for the URL. */
  readonly ticket?: string | undefined;
  /** Values of further placeholders. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Whether the server's certificate is checked; it is unless this is `false`. */
  readonly verify?: boolean | undefined;
  /** PEM text of a CA or of the server's own certificate, trusted instead of the system's. */
  readonly certificate?: string | undefined;
  /** More headers of the upgrade request, such as a cookie. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Subprotocols to offer; none by default. */
  readonly subprotocols?: readonly string[] | undefined;
  /** The `Origin` header; the URL's own origin by default. */
  readonly origin?: string | undefined;
}

/** The port of display 0. */
const defaultPort = 5900;

/**
 * Connects to a VNC server over TCP and resolves when the first picture is there.
 *
 * @example
 * ```ts
 * await using vnc = await createVnc('127.0.0.1', 5901, { password: 'secret12' });
 * await vnc.mouse.click({ at: { x: 400, y: 300 } });
 * await vnc.keyboard.typeText('hello\n');
 * const { data } = await vnc.screen.capture({ format: 'png' });
 * ```
 *
 * With `reconnect: {}` the session outlives a lost connection: actions wait until it is open again, and
 * `onStateChange` tells how that goes.
 *
 * @throws `VncConnectionError` when the server is not reached or does not let us in, `VncTimeoutError` when
 *   `timeout` (15 s by default) passes first, `VncProtocolError` when it does not speak RFB.
 */
export async function createVnc(
  host: string,
  port: number = defaultPort,
  options: VncOptions = {},
): Promise<Session> {
  checkPort(port);
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return await openSession({
    ...sessionOptions(options, address),
    target: { transport: 'tcp', host, port },
  });
}

/**
 * Connects to a VNC server behind a WebSocket, such as websockify, QEMU or Proxmox VE.
 *
 * @example
 * ```ts
 * await using vnc = await createWebSocketVnc({
 *   urlTemplate: 'wss://${host}:${port}/api2/json/nodes/${node}/qemu/${vmid}/vncwebsocket?vncticket=${ticket}',
 *   host: 'proxmox.example.com',
 *   port: 8006,
 *   ticket: 'PVEVNC:1234',
 *   password: 'PVEVNC:1234',
 *   variables: { node: 'pve', vmid: '100' },
 *   headers: { Cookie: 'PVEAuthCookie=1234' },
 * });
 * await vnc.keyboard.press('Ctrl+Alt+Delete');
 * ```
 *
 * @throws as {@link createVnc}; `VNC_TEMPLATE_INVALID` and `VNC_TEMPLATE_VALUE_MISSING` before anything is
 *   dialled.
 */
export async function createWebSocketVnc(options: WebSocketVncOptions): Promise<Session> {
  const { urlTemplate, host, port, ticket, password, variables } = options;
  if (port !== undefined) checkPort(port);
  const given = { host, port: port === undefined ? undefined : String(port), ticket, password };
  const values: Record<string, string> = { ...variables };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) values[name] = value;
  return await openSession({
    ...sessionOptions(options, host ?? 'WebSocket'),
    target: {
      transport: 'websocket',
      urlTemplate,
      values,
      tls: { verify: options.verify ?? true, certificate: options.certificate },
      subprotocols: options.subprotocols,
      origin: options.origin,
      headers: options.headers,
    },
  });
}

function sessionOptions(options: VncOptions, address: string): SessionOptions {
  const { name = address, username, password, ask, ...rest } = options;
  return { ...rest, name, credentials: { username, password, ask } };
}

function checkPort(port: number): void {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'port', value: port });
}
