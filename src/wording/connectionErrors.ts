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
        message: 'The connection was lost: the command “{program}” ended ({status}): “{output}”.',
        fix: 'Do what the command says, then connect again.',
      },
      {
        message: 'The connection was lost: the command “{program}” ended ({status}).',
        fix: 'Run the command by hand to see why it ends, then connect again.',
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
  VNC_SERVER_SILENT: {
    title: 'The server does not answer any more',
    wordings: [
      {
        message: 'The server has not answered for {milliseconds} ms, although the connection stands.',
        fix: 'Check whether the machine hangs, sleeps or was cut off the network, then connect again. For servers that are slow to answer, raise the limit on silence.',
      },
      {
        message: 'The server has not answered for a long time, although the connection stands.',
        fix: 'Check whether the machine hangs, sleeps or was cut off the network, then connect again.',
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
        fix: 'If that is your server’s own, trust it: give its fingerprint, or the CA that signed it, to the connection (“fingerprints” or “certificate”, on the command line --fingerprint or --ca).',
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
        when: { layer: 'security', anonymous: 'true' },
        message:
          '{address} chose TLS without certificates ({securityType}), and then could not agree on it ({reason}).',
        fix: 'Have the server offer TLS with certificates (X509), or set “security” of the connection to another type.',
      },
      {
        when: { layer: 'security' },
        message: '{address} chose TLS ({securityType}), and then could not agree on it ({reason}).',
        fix: 'Look at the server’s own log; an old server may know old TLS versions only.',
      },
      {
        when: { reason: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' },
        message: '{address} broke off the TLS handshake.',
        fix: 'It may want a client certificate (“clientCertificate”, or --client-cert and --client-key on the command line), or know old TLS versions only; its log tells.',
      },
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
  VNC_SERVER_CHANGED: {
    title: 'The server is not the one that was trusted',
    wordings: [
      {
        when: { reason: 'pinned' },
        message:
          '“{host}” shows another certificate or key than the pinned one: the fingerprint is {fingerprint}, not {known}.',
        fix: 'Somebody may be between you and the server. Connect only after its owner has confirmed the new fingerprint; then set it as “fingerprints”.',
      },
      {
        message:
          '“{host}” shows another key than the one you trusted: the fingerprint is {fingerprint}, not {known}.',
        fix: 'Somebody may be between you and the server. Connect only after its owner has confirmed the new fingerprint; then remove the trusted one (in the editor: VNC: Show Trusted Servers) and connect again.',
      },
      {
        message: 'The server shows another key than the one you trusted.',
        fix: 'Somebody may be between you and the server. Connect only after its owner has confirmed the new fingerprint; then remove the trusted one (in the editor: VNC: Show Trusted Servers) and connect again.',
      },
    ],
    actions: ['showTrustedServers', 'editConnection', 'showLog'],
  },
  VNC_KEY_UNTRUSTED: {
    title: 'The server’s key is not trusted',
    wordings: [
      {
        message: 'The key of “{host}” is not trusted; its fingerprint is {fingerprint}.',
        fix: 'If the server shows the same fingerprint, trust it when you are asked, or give it to the connection (“fingerprints”, or --fingerprint on the command line).',
      },
      {
        message: 'The server’s key is not trusted.',
        fix: 'If the server shows the same fingerprint, trust it when you are asked, or give it to the connection (“fingerprints”, or --fingerprint on the command line).',
      },
    ],
    actions: ['trustCertificate', 'editConnection'],
  },
  VNC_PROXY_FAILED: {
    title: 'The proxy did not connect us',
    wordings: [
      {
        when: { reason: 'notProxy' },
        message: 'What listens on {address} is no proxy of the kind {kind}.',
        fix: 'Check host, port and scheme of “proxy”: http:// and https:// mean HTTP CONNECT, socks5:// means SOCKS5.',
      },
      {
        when: { reason: 'closed' },
        message: 'The proxy {address} hung up instead of connecting to {target}.',
        fix: 'Check the scheme of “proxy” (http, https or socks5), and whether the proxy allows this host and port.',
      },
      {
        message: 'The proxy {address} did not connect to {target}: {reason} (status {status}).',
        fix: 'Check host and port of the server, and whether the proxy allows them: many allow port 443 only.',
      },
      {
        message: 'The proxy {address} did not connect to {target} ({reason}).',
        fix: 'Check host and port of the server as the proxy sees them: it looks up the name.',
      },
      { message: 'The proxy did not connect us.', fix: 'Check the proxy, and what it allows.' },
    ],
    actions: ['retry', 'editConnection', 'showLog'],
  },
  VNC_COMMAND_FAILED: {
    title: 'The command for the connection failed',
    wordings: [
      {
        when: { reason: 'untrusted' },
        message: 'The program “{program}” does not run in Restricted Mode.',
        fix: 'Trust the workspace, or open the connection in a window without it.',
      },
      {
        when: { reason: 'notFound' },
        message: 'There is no program “{program}”.',
        fix: 'Install it, or write its full path; the command runs without a shell, so aliases and ~ mean nothing.',
      },
      {
        when: { reason: 'notStarted' },
        message: 'The program “{program}” could not be started ({system}).',
        fix: 'Check that it may be run, and that it is a program, not a line for a shell.',
      },
      {
        message: 'The command “{program}” ended ({status}): “{output}”.',
        fix: 'Run the command by hand and do what it says; nobody can answer its questions here (for ssh, use keys or an agent).',
      },
      {
        message: 'The command “{program}” ended ({status}) without a word.',
        fix: 'Run the command by hand to see what it does.',
      },
      { message: 'The command for the connection failed.', fix: 'Run the command by hand.' },
    ],
    actions: ['retry', 'editConnection', 'showLog'],
  },
  VNC_SOCKET_FAILED: {
    title: 'The Unix socket could not be used',
    wordings: [
      {
        when: { reason: 'missing' },
        message: 'There is no socket “{path}”.',
        fix: 'Check the path, and that the server runs: it makes the socket when it starts.',
      },
      {
        when: { reason: 'denied' },
        message: 'You may not open the socket “{path}”.',
        fix: 'Join the group that owns it (for libvirt, often “libvirt” or “kvm”), or have the server make it readable and writable for you.',
      },
      {
        when: { reason: 'refused' },
        message: 'Nobody listens on the socket “{path}” any more.',
        fix: 'Start the server; it replaces what an earlier one left behind.',
      },
      {
        when: { reason: 'noSocket' },
        message: '“{path}” is no socket.',
        fix: 'Give the path of the server’s socket, such as the one of -rfbunixpath or of qemu -vnc unix:PATH.',
      },
      {
        when: { reason: 'tooLong' },
        message: 'The path of the socket is too long for this system: “{path}”.',
        fix: 'Give a shorter path (about 100 bytes), for example through a symbolic link.',
      },
      {
        when: { reason: 'unsupported' },
        message: 'This system has no Unix sockets: “{path}” cannot be opened.',
        fix: 'Connect over TCP.',
      },
      {
        message: 'The socket “{path}” could not be opened ({reason}).',
        fix: 'Check the path and the server.',
      },
      { message: 'The Unix socket could not be opened.', fix: 'Check the path and the server.' },
    ],
    actions: ['retry', 'editConnection'],
  },
  VNC_LISTEN_FAILED: {
    title: 'We cannot listen for the server',
    wordings: [
      {
        when: { reason: 'inUse' },
        message: 'Port {port} of {host} is taken, so no server can dial us there.',
        fix: 'Close the other listening viewer, or choose another port.',
      },
      {
        when: { reason: 'denied' },
        message: 'Listening on port {port} of {host} is not allowed.',
        fix: 'Choose a port from 1024 on, such as 5500.',
      },
      {
        when: { reason: 'noAddress' },
        message: 'This machine has no address {host} to listen on.',
        fix: 'Give an address of this machine, or 0.0.0.0 for all of them.',
      },
      {
        message: 'Listening on port {port} of {host} failed ({reason}).',
        fix: 'Check the address and the port.',
      },
      { message: 'Listening for the server failed.', fix: 'Check the address and the port.' },
    ],
    actions: ['retry', 'editConnection'],
  },
  VNC_REPEATER_FAILED: {
    title: 'The repeater did not connect us',
    wordings: [
      {
        when: { reason: 'closed' },
        message: 'The repeater {address} hung up: it has no server for “{id}”.',
        fix: 'Start the server with the same number first (winvnc -autoreconnect ID:123 -connect repeater), or check the address behind the repeater.',
      },
      {
        when: { reason: 'notRepeater' },
        message: '{address} is no repeater: it answered with “{greeting}”.',
        fix: 'Check host and port of the repeater (viewers use 5901 with many), or remove “repeaterId” to talk to the server directly.',
      },
      { message: 'The repeater did not connect us.', fix: 'Check host, port and “repeaterId”.' },
    ],
    actions: ['retry', 'editConnection'],
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
        when: { reason: 'closed', console: 'proxmox' },
        message: '{address} closed the console of Proxmox VE before anything came, and does not say why.',
        fix: 'Most likely the machine is stopped or locked, or the ticket has expired: it is good for one connection within ten seconds. See in the web interface that the machine runs, then connect with a fresh ticket. A user of “ticketSource” with the privilege VM.Audit is told of a stopped machine.',
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
