import type { VncErrorCode } from '../core/base/errorCodes.ts';
import type { ErrorAction, ErrorEntry } from './errorEntry.ts';

const dialActions: readonly ErrorAction[] = ['retry', 'editConnection'];

/** The server was not reached, refused us, or was lost. */
export const connectionErrors = {
  VNC_HOST_NOT_FOUND: {
    title: 'The host was not found',
    wordings: [
      {
        message: 'There is no host named “{host}”.',
        fix: 'Check the spelling of the host and the network or VPN that knows this name, or use its IP address.',
      },
      { message: 'The host was not found.', fix: 'Check the spelling of the host and your network.' },
    ],
    actions: dialActions,
  },
  VNC_CONNECTION_REFUSED: {
    title: 'Nothing listens on the port',
    wordings: [
      {
        message: 'Nothing listens on port {port} of “{host}”.',
        fix: 'Start the VNC server, or check the port: display 1 is port 5901. A server that listens on its own machine only is reached through a tunnel.',
      },
      { message: 'Nothing listens on the port.', fix: 'Start the VNC server, or check the port.' },
    ],
    actions: dialActions,
  },
  VNC_UNREACHABLE: {
    title: 'There is no way to the host',
    wordings: [
      {
        message: 'There is no way to “{host}” from here.',
        fix: 'Check that the machine is on, and the network, VPN or firewall between here and there.',
      },
      { message: 'There is no way to the host.', fix: 'Check the network, VPN or firewall.' },
    ],
    actions: dialActions,
  },
  VNC_CONNECTION_LOST: {
    title: 'The connection was lost',
    wordings: [
      {
        message: 'The connection was lost: the server closed it with code {closeCode}, “{reason}”.',
        fix: 'Connect again; if it goes on, look at the server’s own log.',
      },
      {
        message: 'The connection to {address} was lost.',
        fix: 'The server or the network between went away. Check that the machine still runs, then connect again.',
      },
      {
        message: 'The connection was lost.',
        fix: 'The server or the network between went away. Check that the machine still runs, then connect again.',
      },
    ],
    actions: ['retry', 'showLog'],
  },
  VNC_CONNECTION_FAILED: {
    title: 'The connection failed',
    wordings: [
      {
        message: 'Connecting to {address} failed ({reason}).',
        fix: 'Check the address and the network, then try again; the log has the details.',
      },
      { message: 'Connecting failed.', fix: 'Check the address and the network; the log has the details.' },
    ],
    actions: ['retry', 'editConnection', 'showLog'],
  },
  VNC_TLS_UNTRUSTED: {
    title: 'The certificate is not trusted',
    wordings: [
      {
        message: 'The certificate of “{host}” is not trusted; its SHA-256 fingerprint is {fingerprint}.',
        fix: 'If that is your server’s own, trust it: give it, or the CA that signed it, to the connection (“certificate”, or --ca on the command line).',
      },
      {
        message: 'The server’s certificate is not trusted.',
        fix: 'Give the server’s certificate, or the CA that signed it, to the connection (“certificate”, or --ca on the command line).',
      },
    ],
    actions: ['trustCertificate', 'editConnection'],
  },
  VNC_TLS_HOST_MISMATCH: {
    title: 'The certificate is for another host',
    wordings: [
      {
        message: 'The certificate that “{host}” presented is for another host: {names}.',
        fix: 'Connect by a name that the certificate has, or trust this very certificate for the connection.',
      },
      {
        message: 'The server’s certificate is for another host.',
        fix: 'Connect by a name that the certificate has, or trust this very certificate for the connection.',
      },
    ],
    actions: ['trustCertificate', 'editConnection'],
  },
  VNC_TLS_EXPIRED: {
    title: 'The certificate is not valid now',
    wordings: [
      {
        message: 'The certificate of “{host}” is valid from {validFrom} to {validTo}, not now.',
        fix: 'Have the server’s certificate renewed, or set the clock right, here or there.',
      },
      {
        message: 'The server’s certificate is not valid now.',
        fix: 'Have the server’s certificate renewed, or set the clock right, here or there.',
      },
    ],
    actions: ['retry', 'editConnection'],
  },
  VNC_TLS_FAILED: {
    title: 'There is no TLS on the port',
    wordings: [
      {
        message: '{address} does not answer with TLS ({reason}).',
        fix: 'If the server has no TLS, use ws:// instead of wss://; else check the port.',
      },
      {
        message: 'The server does not answer with TLS.',
        fix: 'If the server has no TLS, use ws:// instead of wss://; else check the port.',
      },
    ],
    actions: ['editConnection', 'showLog'],
  },
  VNC_WEBSOCKET_REJECTED: {
    title: 'The server makes no WebSocket',
    wordings: [
      {
        when: { status: '404' },
        message: '{address} has no WebSocket under this path (status 404).',
        fix: 'Check the path of the URL: websockify takes any or /websockify, Proxmox VE needs node and machine number.',
      },
      {
        when: { status: '400' },
        message: '{address} refused the WebSocket (status 400).',
        fix: 'Check the URL and that ws:// or wss:// is right; some servers insist on the subprotocol “binary”.',
      },
      {
        message: '{address} answered with status {status} “{reason}” instead of a WebSocket.',
        fix: 'Check the URL, and that the machine behind the proxy runs.',
      },
      {
        message: '{address} answered with status {status} instead of a WebSocket.',
        fix: 'Check the URL, and that the machine behind the proxy runs.',
      },
      { message: 'The server made no WebSocket.', fix: 'Check the URL.' },
    ],
    actions: ['editConnection', 'retry', 'showLog'],
  },
  VNC_WEBSOCKET_FAILED: {
    title: 'The WebSocket could not be opened',
    wordings: [
      {
        when: { reason: 'rfb' },
        message: '{address} is a plain VNC server without WebSocket.',
        fix: 'Connect over TCP: use vnc:// with this host and port, or remove “url” from the connection.',
      },
      {
        when: { reason: 'closed' },
        message: '{address} closed the connection before the WebSocket was open.',
        fix: 'Check the URL, whether it has to be wss:// instead of ws://, and the token or ticket; some proxies hang up on a wrong one without a word.',
      },
      {
        message: '{address} did not answer as a WebSocket server ({reason}).',
        fix: 'Check host, port and path of the URL.',
      },
      { message: 'The WebSocket could not be opened.', fix: 'Check host, port and path of the URL.' },
    ],
    actions: ['editConnection', 'retry', 'showLog'],
  },
  VNC_SUBPROTOCOL_REFUSED: {
    title: 'The WebSocket subprotocol was refused',
    wordings: [
      {
        message: 'The server does not take the WebSocket subprotocol “{offered}”: it chose “{chosen}”.',
        fix: 'Set “subprotocols” of the connection to what the server wants, or remove it.',
      },
      {
        message: 'The server does not take the WebSocket subprotocol “{offered}” (status {status}).',
        fix: 'Set “subprotocols” of the connection to what the server wants (often “binary”), or remove it; if it is right, check the URL.',
      },
      {
        message: 'The server does not take the WebSocket subprotocol.',
        fix: 'Set “subprotocols” of the connection to what the server wants, or remove it.',
      },
    ],
    actions: ['editConnection'],
  },
  VNC_SERVER_REFUSED: {
    title: 'The server refused the connection',
    wordings: [
      {
        message: 'The server refused the connection: “{reason}”.',
        fix: 'Do what the server says; after too many failed attempts it may take a minute until it listens again.',
      },
      {
        message: 'The server refused the connection without a reason.',
        fix: 'Wait a minute and try again: servers refuse all who come after too many failed attempts.',
      },
    ],
    actions: ['retry', 'showLog'],
  },
} as const satisfies Partial<Record<VncErrorCode, ErrorEntry>>;
