import type { VncErrorCode } from '../core/base/errorCodes.ts';
import type { ErrorEntry } from './errorEntry.ts';

/** The server does not let us in. */
export const authenticationErrors = {
  VNC_AUTH_REJECTED: {
    title: 'The server did not take the password',
    wordings: [
      {
        when: { login: 'user' },
        message: 'The server did not take user name and password ({securityType}): “{reason}”.',
        fix: 'Check both: the user must be one of the remote machine who may use its desktop, and the password that user’s own, not the VNC password. After several failures servers may refuse even the right one for a while.',
      },
      {
        when: { login: 'user' },
        message: 'The server did not take user name and password ({securityType}).',
        fix: 'Check both: the user must be one of the remote machine who may use its desktop, and the password that user’s own, not the VNC password. After several failures servers may refuse even the right one for a while.',
      },
      {
        when: { login: 'nothing' },
        message:
          'The server lets us in without a password ({securityType}), and then not after all: “{reason}”.',
        fix: 'It may take one client only, or only some addresses, or somebody there has to agree; its own log tells.',
      },
      {
        when: { login: 'nothing' },
        message: 'The server lets us in without a password ({securityType}), and then not after all.',
        fix: 'It may take one client only, or only some addresses, or somebody there has to agree; its own log tells.',
      },
      {
        message: 'The server did not take the password ({securityType}): “{reason}”.',
        fix: 'It may be wrong, it may have expired on the server, or the server may have none set and so takes none (QEMU and Proxmox VE do not tell these apart). Give the password again; of a VNC password (VncAuth) only the first eight characters count.',
      },
      {
        message: 'The server did not take the password: “{reason}”.',
        fix: 'It may be wrong, it may have expired on the server, or the server may have none set and so takes none (QEMU and Proxmox VE do not tell these apart). Give the password again; of a VNC password (VncAuth) only the first eight characters count.',
      },
      {
        message: 'The server did not take the password.',
        fix: 'It may be wrong, it may have expired on the server, or the server may have none set and so takes none (QEMU and Proxmox VE do not tell these apart). Give the password again; of a VNC password (VncAuth) only the first eight characters count.',
      },
    ],
    actions: ['setPassword', 'showLog'],
  },
  VNC_AUTH_TOO_MANY: {
    title: 'Too many failed attempts',
    wordings: [
      {
        message: 'The server takes no more attempts for now: “{reason}”.',
        fix: 'Wait a minute, or until the server is restarted, then try again with the right password.',
      },
      {
        message: 'The server takes no more attempts for now.',
        fix: 'Wait a minute, or until the server is restarted, then try again with the right password.',
      },
    ],
    actions: ['retry', 'setPassword'],
  },
  VNC_PASSWORD_REQUIRED: {
    title: 'The server wants a password',
    wordings: [
      {
        message: 'The server wants a password ({securityType}), and there is none.',
        fix: 'Set the connection’s password; on the command line, put it into the environment variable VNC_PASSWORD or into a file for --password-file.',
      },
      {
        message: 'The server wants a password, and there is none.',
        fix: 'Set the connection’s password; on the command line, put it into the environment variable VNC_PASSWORD or into a file for --password-file.',
      },
    ],
    actions: ['setPassword'],
  },
  VNC_USERNAME_REQUIRED: {
    title: 'The server wants a user name',
    wordings: [
      {
        message: 'The server wants a user name ({securityType}), and there is none.',
        fix: 'Set “username” of the connection; on the command line, write vnc://user@host. Or log in without one: write {other} into “security” of the connection.',
      },
      {
        message: 'The server wants a user name ({securityType}), and there is none.',
        fix: 'Set “username” of the connection; on the command line, write vnc://user@host.',
      },
      {
        message: 'The server wants a user name, and there is none.',
        fix: 'Set “username” of the connection; on the command line, write vnc://user@host.',
      },
    ],
    actions: ['setUsername', 'editConnection'],
  },
  VNC_TICKET_REJECTED: {
    title: 'The ticket was not accepted',
    wordings: [
      {
        message:
          '{address} did not accept the ticket or the login: it closed with code {closeCode}, “{reason}”.',
        fix: 'Tickets live for seconds and often work once only: get a new one and connect at once. If there is no ticket, check user, password or token of the URL and the headers, and the “Origin”.',
      },
      {
        message: '{address} did not accept the ticket or the login: it closed with code {closeCode}.',
        fix: 'Tickets live for seconds and often work once only: get a new one and connect at once. If there is no ticket, check user, password or token of the URL and the headers, and the “Origin”.',
      },
      {
        message: '{address} did not accept the ticket or the login (status {status}).',
        fix: 'Tickets live for seconds and often work once only: get a new one and connect at once. If there is no ticket, check user, password or token of the URL and the headers, and the “Origin”.',
      },
      {
        message: 'The server did not accept the ticket or the login.',
        fix: 'Tickets live for seconds and often work once only: get a new one and connect at once.',
      },
    ],
    actions: ['newTicket', 'editConnection'],
  },
  VNC_PROXY_AUTH: {
    title: 'The proxy wants another login',
    wordings: [
      {
        when: { given: 'true' },
        message: 'The proxy {address} did not take the user name and password.',
        fix: 'Check user and password of “proxy” (a password is given as a secret; on the command line, in VNC_PROXY_PASSWORD).',
      },
      {
        message: 'The proxy {address} wants a user name and a password.',
        fix: 'Write the user into “proxy”, as in http://user@proxy:3128, and give the password (on the command line, in VNC_PROXY_PASSWORD).',
      },
      {
        message: 'The proxy wants a user name and a password.',
        fix: 'Give them with “proxy”, as in http://user@proxy:3128.',
      },
    ],
    actions: ['editConnection'],
  },
  VNC_CLIENT_CERTIFICATE: {
    title: 'The server wants a client certificate',
    wordings: [
      {
        when: { given: 'true' },
        message: '{address} did not take our client certificate ({reason}).',
        fix: 'Check that “clientCertificate” is the one that the server’s authority signed, with its intermediate certificates, and is still valid.',
      },
      {
        message: '{address} wants a client certificate ({reason}).',
        fix: 'Give certificate and key with “clientCertificate” of the connection, or --client-cert and --client-key on the command line.',
      },
      {
        message: 'The server wants a client certificate, or another one.',
        fix: 'Give certificate and key with “clientCertificate” of the connection, or --client-cert and --client-key on the command line.',
      },
    ],
    actions: ['editConnection', 'showLog'],
  },
  VNC_SECURITY_UNSUPPORTED: {
    title: 'No common way to log in',
    wordings: [
      {
        message:
          'The server is a controller with {server} firmware, whose logins and pictures are of its own kind.',
        fix: 'Use the controller’s own viewer or web console (Supermicro: iKVM, IPMIView), or a VNC server in the system that it controls.',
      },
      {
        message:
          'What the server offers within the way that was tried is not supported or not allowed: {offered}.',
        fix: 'It also offers another way: write {other} into “security” of the connection.',
      },
      {
        message: 'The server offers {offered}, and the connection allows only {allowed}.',
        fix: 'Add one of the server’s ways to log in to “security” of the connection, or remove “security” so that all are allowed.',
      },
      {
        message: 'The server offers only ways to log in that are not supported: {offered}.',
        fix: 'Switch the server to one that is: a VNC password (VncAuth), TLS or a certificate (VeNCrypt), RSA-AES, or none on a trusted network or through a tunnel.',
      },
      {
        message: 'The server offers no way to log in that is supported.',
        fix: 'Switch the server to a VNC password (VncAuth) or to none, on a trusted network or through a tunnel.',
      },
    ],
    actions: ['editConnection', 'showLog'],
  },
  VNC_SECURITY_UNAVAILABLE: {
    title: 'This program cannot do the server’s kind of encryption',
    wordings: [
      {
        message:
          'The server offers {offered}; of these this program could use {unavailable}, but lacks {missing}.',
        fix: 'The server also offers another way: write {other} into “security” of the connection.',
      },
      {
        message:
          'The server offers {offered}; of these this program could use {unavailable}, but lacks {missing}.',
        fix: 'Switch the server to another way to log in, such as a certificate (X509Vnc, X509Plain), RSA-AES or a VNC password. If it offers another way already, write that into “security” of the connection. The command line may be able to do what the editor is not.',
      },
      {
        message: 'The cryptography that the server’s way to log in needs is missing in this program.',
        fix: 'Switch the server to another way to log in, such as a certificate (X509Vnc, X509Plain), RSA-AES or a VNC password.',
      },
    ],
    actions: ['editConnection', 'showLog'],
  },
  VNC_UNENCRYPTED_REFUSED: {
    title: 'User name and password would go out unencrypted',
    wordings: [
      {
        message:
          'The server wants user name and password unencrypted ({securityType}): everyone on the way could read them. They were not sent.',
        fix: 'The server also offers another way: write {other} into “security” of the connection. Or reach it through wss:// or an SSH tunnel.',
      },
      {
        message:
          'The server wants user name and password unencrypted ({securityType}): everyone on the way could read them. They were not sent.',
        fix: 'Switch the server to a way that encrypts (X509Plain, TLSPlain, RSA-AES), or reach it through wss:// or an SSH tunnel. Where the network is safe, set “allowUnencrypted” of the connection.',
      },
      {
        message: 'The server wants user name and password unencrypted. They were not sent.',
        fix: 'Switch the server to a way that encrypts, or reach it through wss:// or an SSH tunnel.',
      },
    ],
    actions: ['editConnection', 'showLog'],
  },
} as const satisfies Partial<Record<VncErrorCode, ErrorEntry>>;
