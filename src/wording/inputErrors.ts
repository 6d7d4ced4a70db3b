import type { VncErrorCode } from '../core/base/errorCodes.ts';
import type { ErrorEntry } from './errorEntry.ts';

/** Something was asked for that cannot be. */
export const inputErrors = {
  VNC_KEY_UNKNOWN: {
    title: 'There is no such key',
    wordings: [
      {
        message: 'There is no key named “{key}”.',
        fix: 'Use names such as Enter, F5, Ctrl+Alt+Delete or a.',
      },
      { message: 'The name of a key is missing.', fix: 'Use names such as Enter, F5, Ctrl+Alt+Delete or a.' },
    ],
    actions: [],
  },
  VNC_UNTYPABLE: {
    title: 'A character cannot be typed',
    wordings: [
      {
        message: 'The text has characters that cannot be typed: {characters}.',
        fix: 'Remove them, or set the remote clipboard and paste there. Nothing was typed.',
      },
      {
        message: 'The text has characters that cannot be typed.',
        fix: 'Remove them, or set the remote clipboard and paste there. Nothing was typed.',
      },
    ],
    actions: [],
  },
  VNC_OUTSIDE_SCREEN: {
    title: 'The place is outside the screen',
    wordings: [
      {
        when: { what: 'region' },
        message:
          'The region of {regionWidth} x {regionHeight} pixels at ({x}, {y}) is not on the screen of {width} x {height} pixels.',
        fix: 'Use a region on the screen: x and y count from 0, and it holds at least one pixel.',
      },
      {
        message: '({x}, {y}) is outside the screen of {width} x {height} pixels.',
        fix: 'Use a place on the screen: x and y count from 0.',
      },
      {
        message: 'The place or region is outside the screen.',
        fix: 'Use a place on the screen: x and y count from 0.',
      },
    ],
    actions: [],
  },
  VNC_ARGUMENT_INVALID: {
    title: 'A value cannot be used',
    wordings: [
      {
        when: { argument: 'headers' },
        message: 'A header of the connection cannot be sent.',
        fix: 'Header names are words without spaces; values have no line breaks.',
      },
      {
        when: { argument: 'subprotocols' },
        message: 'A subprotocol of the connection cannot be sent.',
        fix: 'Subprotocols are words without spaces, such as “binary”, each once.',
      },
      { message: '“{value}” cannot be used as {argument}.', fix: 'Give a value in the allowed range.' },
      { message: 'The value of {argument} cannot be used.', fix: 'Give a value in the allowed range.' },
      { message: 'A value cannot be used.', fix: 'Give a value in the allowed range.' },
    ],
    actions: [],
  },
  VNC_ADDRESS_INVALID: {
    title: 'The address cannot be read',
    wordings: [
      {
        message: 'An address starting with {scheme}:// is not one of a VNC server.',
        when: { reason: 'scheme' },
        fix: 'Use vnc://host:port, or ws:// (for http) or wss:// (for https) with the path of the WebSocket.',
      },
      {
        when: { reason: 'password' },
        message: 'The address holds a password.',
        fix: 'Leave it out: addresses end up in histories and logs. The password is asked for; the command line takes it from VNC_PASSWORD or --password-file.',
      },
      {
        when: { reason: 'port' },
        message: 'The port or display of the address cannot be read.',
        fix: 'Write host:1 for display 1, host::5901 or vnc://host:5901 for a port from 1 to 65535.',
      },
      {
        when: { reason: 'parameters' },
        message: 'The address has a path or parameters, which a vnc:// address cannot have.',
        fix: 'Write vnc://user@host:port and nothing after it.',
      },
      {
        message: 'The address cannot be read.',
        fix: 'Write host, host:display, host::port, vnc://user@host:port, ws://… or wss://…; IPv6 addresses go into brackets.',
      },
    ],
    actions: ['editConnection'],
  },
  VNC_TEMPLATE_INVALID: {
    title: 'The WebSocket address cannot be used',
    wordings: [
      {
        when: { reason: 'scheme' },
        message: 'The address starts with {scheme}://, which is not a WebSocket; {hint}:// was meant?',
        fix: 'Start the address with ws:// or wss://.',
      },
      {
        when: { reason: 'scheme' },
        message: 'The address is not that of a WebSocket.',
        fix: 'Start the address with ws:// or wss://.',
      },
      {
        when: { reason: 'modifier' },
        message: 'The placeholder “{placeholder}” has an unknown ending.',
        fix: 'Only :raw exists: {example} takes the value as it is.',
      },
      {
        when: { reason: 'name' },
        message: '“{placeholder}” is no name of a placeholder.',
        fix: 'Names consist of letters, digits, “_”, “-” and “.”.',
      },
      {
        when: { reason: 'unclosed' },
        message: 'A placeholder of the address is not closed.',
        fix: 'Write placeholders as {example}.',
      },
      {
        when: { reason: 'secretInHost' },
        message: 'The secret “{placeholder}” is part of the host name.',
        fix: 'Host names are looked up and shown: put the secret into the path, the query or the user information.',
      },
      {
        when: { reason: 'host' },
        message: 'The host cannot be part of an address.',
        fix: 'Use a host name or an IP address without port, path or user.',
      },
      {
        when: { reason: 'port' },
        message: 'The port of the address is not a number from 1 to 65535.',
        fix: 'Correct the port.',
      },
      {
        when: { reason: 'value' },
        message: 'The value of “{placeholder}” cannot stand in the address as it is.',
        fix: 'Remove spaces and line breaks from it, or let it be encoded: leave “:raw” out.',
      },
      {
        when: { reason: 'fragment' },
        message: 'The address has a part after “#”, which a WebSocket cannot have.',
        fix: 'Remove it, or write %23 for the character.',
      },
      {
        message: 'The address, with its placeholders filled in, is no valid URL.',
        fix: 'Check its spelling and the values of its placeholders.',
      },
    ],
    actions: ['editConnection'],
  },
  VNC_TEMPLATE_VALUE_MISSING: {
    title: 'A placeholder has no value',
    wordings: [
      {
        message: 'The address needs a value for: {names}.',
        fix: 'Set host, port and “variables” in the connection; ticket, password and other secrets are asked for. The command line takes VNC_TICKET, VNC_PASSWORD and VNCSCRIPT_SECRET_<NAME>. Nothing was dialled.',
      },
      {
        message: 'The address needs a value that is missing.',
        fix: 'Set host, port and “variables” in the connection. Nothing was dialled.',
      },
    ],
    actions: ['editConnection'],
  },
  VNC_PROFILE_INVALID: {
    title: 'The connection cannot be used',
    wordings: [
      {
        when: { reason: 'gone' },
        message: 'The connection “{name}” is not there any more.',
        fix: 'Choose another.',
      },
      {
        message: 'The connection “{name}” has neither a host nor a URL, or has mistakes.',
        fix: 'Open it in the settings and correct what is marked.',
      },
      { message: 'The connection has mistakes.', fix: 'Open it in the settings and correct what is marked.' },
    ],
    actions: ['editConnection'],
  },
  VNC_CERTIFICATE_INVALID: {
    title: 'The given certificate cannot be read',
    wordings: [
      {
        when: { reason: 'file' },
        message: 'The certificate file “{path}” cannot be read.',
        fix: 'Check the path and the right to read it.',
      },
      {
        message: 'The certificate given to the connection is none.',
        fix: 'Give PEM text, or a file of it: it starts with “-----BEGIN CERTIFICATE-----”.',
      },
    ],
    actions: ['editConnection'],
  },
  VNC_CLIPBOARD_UNSUPPORTED: {
    title: 'The clipboard cannot take the text',
    wordings: [
      {
        message:
          '{lost} of {characters} characters cannot be put into the remote clipboard: the server knows Latin-1 only.',
        fix: 'Remove them, or type the text instead.',
      },
      {
        message:
          'The remote clipboard cannot take all of the text: the server knows Latin-1 characters only.',
        fix: 'Remove other characters, or type the text instead.',
      },
    ],
    actions: [],
  },
  VNC_CLIPBOARD_TOO_LARGE: {
    title: 'The text is too long for the clipboard',
    wordings: [
      {
        message: 'The text is longer than {limit} bytes, the most that the remote clipboard takes.',
        fix: 'Send it in parts, or as a file.',
      },
      { message: 'The text is too long for the remote clipboard.', fix: 'Send it in parts, or as a file.' },
    ],
    actions: [],
  },
  VNC_FILE_NOT_WRITTEN: {
    title: 'A file could not be written',
    wordings: [
      {
        message: '“{path}” could not be written ({reason}).',
        fix: 'Check that the folder exists and that there is room and the right to write.',
      },
      {
        message: '“{path}” could not be written.',
        fix: 'Check that the folder exists and that there is room and the right to write.',
      },
      {
        message: 'A file could not be written.',
        fix: 'Check that the folder exists and that there is room and the right to write.',
      },
    ],
    actions: ['retry'],
  },
} as const satisfies Partial<Record<VncErrorCode, ErrorEntry>>;
