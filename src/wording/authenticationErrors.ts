import type { VncErrorCode } from '../core/base/errorCodes.ts';
import type { ErrorEntry } from './errorEntry.ts';

/** The server does not let us in. */
export const authenticationErrors = {
  VNC_AUTH_REJECTED: {
    title: 'The server did not take the password',
    wordings: [
      {
        message: 'The server did not take the password: “{reason}”.',
        fix: 'It may be wrong, it may have expired on the server, or the server may have none set and so takes none (QEMU and Proxmox VE do not tell these apart). Give the password again; only its first eight characters count.',
      },
      {
        message: 'The server did not take the password.',
        fix: 'It may be wrong, it may have expired on the server, or the server may have none set and so takes none (QEMU and Proxmox VE do not tell these apart). Give the password again; only its first eight characters count.',
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
  VNC_SECURITY_UNSUPPORTED: {
    title: 'No common way to log in',
    wordings: [
      {
        message: 'The server offers only ways to log in that are not supported: {offered}.',
        fix: 'Switch the server to a VNC password (VncAuth) or to none, on a trusted network or through a tunnel.',
      },
      {
        message: 'The server offers no way to log in that is supported.',
        fix: 'Switch the server to a VNC password (VncAuth) or to none, on a trusted network or through a tunnel.',
      },
    ],
    actions: ['editConnection', 'showLog'],
  },
} as const satisfies Partial<Record<VncErrorCode, ErrorEntry>>;
