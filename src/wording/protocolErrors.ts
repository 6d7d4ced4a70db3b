import type { VncErrorCode } from '../core/base/errorCodes.ts';
import type { ErrorEntry, Wording } from './errorEntry.ts';

const serverFault =
  'The connection was ended to be safe. Update the server; if it goes on, report it with the log at level “debug”.';

/** What is said when the server may not have sent what belongs to an empty rectangle, so that its place is lost. */
function afterEmpty(message: string): Wording {
  return {
    when: { afterEmpty: 'true' },
    message,
    fix: 'Some KVM switches, among them AdderLink, leave out data there; they are known by “Adder” in their name. Write “Raw” into “encoding” of the connection, or give the switch a name with “Adder” in it.',
  };
}

/** The server does not speak RFB as it should. */
export const protocolErrors = {
  VNC_NOT_VNC: {
    title: 'This is not a VNC server',
    wordings: [
      {
        message: '{address} is not a VNC server: it began with “{received}”.',
        fix: 'Check the port. A web console or noVNC page needs its WebSocket address (ws:// or wss://) instead.',
      },
      {
        message: '{address} is not a VNC server.',
        fix: 'Check the port. A web console or noVNC page needs its WebSocket address (ws:// or wss://) instead.',
      },
      {
        message: 'What answers there is not a VNC server: it began with “{received}”.',
        fix: 'Check the port. A web console or noVNC page needs its WebSocket address (ws:// or wss://) instead.',
      },
      {
        message: 'What answers there is not a VNC server.',
        fix: 'Check the port. A web console or noVNC page needs its WebSocket address (ws:// or wss://) instead.',
      },
    ],
    actions: ['editConnection', 'showLog'],
  },
  VNC_VERSION_UNSUPPORTED: {
    title: 'The server’s version is not supported',
    wordings: [
      {
        message: 'The server speaks version {version} of the protocol, which is older than 3.3.',
        fix: 'Update the server.',
      },
      { message: 'The server speaks a version of the protocol that is too old.', fix: 'Update the server.' },
    ],
    actions: ['showLog'],
  },
  VNC_LIMIT_EXCEEDED: {
    title: 'The server sent more than is allowed',
    wordings: [
      afterEmpty(
        'The server sent more than is allowed ({limit}) after a part of the picture without pixels.',
      ),
      { message: 'The server sent more than is allowed ({limit}).', fix: serverFault },
      { message: 'The server sent more than is allowed.', fix: serverFault },
    ],
    actions: ['retry', 'showLog'],
  },
  VNC_BAD_RECTANGLE: {
    title: 'The server sent a picture outside the screen',
    wordings: [
      { message: 'The server sent a part of the picture that is outside the screen.', fix: serverFault },
    ],
    actions: ['retry', 'showLog'],
  },
  VNC_BAD_DATA: {
    title: 'The server sent broken data',
    wordings: [
      afterEmpty('The server sent broken data ({what}) after a part of the picture without pixels.'),
      {
        when: { encoding: 'ZRLE' },
        message: 'The server sent broken data as {encoding} ({what}).',
        fix: 'Some servers send ZRLE wrong, among them Dell’s iDRAC, which sends parts of it twice. Write “Raw” into “encoding” of the connection, or give --set encoding=Raw on the command line.',
      },
      {
        message: 'The server sent broken data as {encoding} ({what}).',
        fix: 'Choose another encoding, such as Raw, in “encoding” of the connection or with --set encoding=Raw on the command line.',
      },
      { message: 'The server sent broken data ({what}).', fix: serverFault },
      { message: 'The server sent broken data.', fix: serverFault },
    ],
    actions: ['retry', 'showLog'],
  },
  VNC_ENCODING_UNKNOWN: {
    title: 'The server sent an unknown encoding',
    wordings: [
      {
        message: 'The server sent a picture as {name} (encoding {encoding}), which cannot be read here.',
        fix: 'It sends what was not asked for. Use its own viewer or web console, or update its firmware.',
      },
      afterEmpty(
        'The server sent a picture in encoding {encoding} after a part of the picture without pixels.',
      ),
      {
        message: 'The server sent a picture in encoding {encoding}, which was not asked for.',
        fix: serverFault,
      },
      { message: 'The server sent a picture in an encoding that was not asked for.', fix: serverFault },
    ],
    actions: ['retry', 'showLog'],
  },
  VNC_MESSAGE_UNKNOWN: {
    title: 'The server sent an unknown message',
    wordings: [
      {
        message: 'The server sent a message of type {message}, as controllers with {server} do.',
        fix: 'They speak a dialect of their own. Use the controller’s own viewer or web console.',
      },
      afterEmpty(
        'The server sent a message of the unknown type {message} after a part of the picture without pixels.',
      ),
      { message: 'The server sent a message of the unknown type {message}.', fix: serverFault },
      { message: 'The server sent a message of an unknown type.', fix: serverFault },
    ],
    actions: ['retry', 'showLog'],
  },
} as const satisfies Partial<Record<VncErrorCode, ErrorEntry>>;
