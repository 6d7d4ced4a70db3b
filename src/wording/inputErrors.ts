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
        when: { reason: 'layout' },
        message: 'The keyboard layout “{layout}” has no keys for these characters of the text: {characters}.',
        fix: 'The console of a machine knows only the keys of its layout: set “keyboardLayout” of the connection to the layout that the machine has, or put the text into the remote clipboard and paste there. Nothing was typed.',
      },
      {
        when: { reason: 'newCharacters' },
        message:
          'The text has {count} different letters that are not on the server’s keyboard; it can learn no more than {limit} ({characters} would be lost).',
        fix: 'Put the text into the remote clipboard and paste there (“paste” in scripts), or type it in a new desktop. Nothing was typed.',
      },
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
      {
        when: { argument: 'username' },
        message: 'The user name is longer than {securityType} can send ({limit} bytes).',
        fix: 'Log in as a user with a shorter name, or have the server offer another way to log in.',
      },
      {
        when: { argument: 'password' },
        message: 'The password is longer than {securityType} can send ({limit} bytes).',
        fix: 'Give the user a shorter password, or have the server offer another way to log in.',
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
        when: { reason: 'login' },
        message: 'The address is that of a console of Proxmox VE, and does not say who asks for its ticket.',
        fix: 'Add it as a connection, which keeps the login: “VNC: Add Connection from Address…”, or “ticketSource” in a file for --connections.',
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
        message: 'The address has a path, which a vnc:// address cannot have.',
        fix: 'Write vnc://user@host:port; for a WebSocket it is ws://… or wss://….',
      },
      {
        when: { reason: 'listen' },
        message: 'The address to listen on is none of a machine.',
        fix: 'Write listen:5500 for servers on this machine, or listen:ADDRESS:5500 with an IP address of this machine, or 0.0.0.0 for all of them.',
      },
      {
        when: { reason: 'path' },
        message: 'The path of the Unix socket cannot be read.',
        fix: 'Write unix:/path/to/socket, or the path alone.',
      },
      {
        message: 'The address cannot be read.',
        fix: 'Write host, host:display, host::port, vnc://user@host:port, ws://…, wss://…, unix:/path or listen:5500; IPv6 addresses go into brackets.',
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
        when: { reason: 'program' },
        message: 'The program of a command cannot be made of the placeholder “{placeholder}”.',
        fix: 'Write the program itself as the first text of the command; placeholders can stand in the others.',
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
        when: { reason: 'commandAndProxy' },
        message: 'The connection “{name}” has both a “proxy” and a command that leads to the server.',
        fix: 'Remove the “proxy” of the connection, or the “proxyCommand” or “tunnelCommand” for it in “vncAgentBridge.machineOptions”.',
      },
      {
        when: { reason: 'commands' },
        message: 'The connection “{name}” has both a “proxyCommand” and a “tunnelCommand”.',
        fix: 'Remove one of them in “vncAgentBridge.machineOptions”.',
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
        when: { reason: 'key' },
        message: 'The client certificate and its key do not fit together, or are not in PEM form ({system}).',
        fix: 'Give the certificate and the private key that was made with it, both starting with “-----BEGIN”.',
      },
      {
        when: { reason: 'passphrase' },
        message: 'The key of the client certificate needs a passphrase, or another one.',
        fix: 'Give the passphrase as a secret (on the command line, in VNC_KEY_PASSPHRASE).',
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
  VNC_CLIPBOARD_OFF: {
    title: 'The clipboard of the connection is off',
    wordings: [
      {
        message: 'The clipboard of “{name}” is not exchanged: nothing was copied.',
        fix: 'Change it with “VNC: Change Clipboard Exchange”, which is “clipboard” in the connection.',
      },
      {
        message: 'The clipboard is not exchanged: nothing was copied.',
        fix: 'Change it with “VNC: Change Clipboard Exchange”.',
      },
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
  VNC_FILE_NOT_READ: {
    title: 'A file could not be read',
    wordings: [
      {
        message: '“{path}” could not be read ({reason}).',
        fix: 'Check that the file exists and that there is the right to read it.',
      },
      {
        message: 'A file could not be read.',
        fix: 'Check that the file exists and that there is the right to read it.',
      },
    ],
    actions: ['retry'],
  },
  VNC_RECORDING_INVALID: {
    title: 'The file is no recording, or is damaged',
    wordings: [
      {
        message: '“{path}” is no recording of a remote screen, or it is damaged ({what}).',
        fix: 'Open a .vncrec file. One that was not ended in order plays up to its last whole second; what was changed or cut elsewhere cannot be repaired.',
      },
      {
        message: 'The recording is damaged ({what}).',
        fix: 'What comes before the damage plays; get the file anew from where it was recorded.',
      },
      {
        message: 'The recording is damaged, or is none.',
        fix: 'What comes before the damage plays; get the file anew from where it was recorded.',
      },
    ],
    actions: [],
  },
  VNC_RECORDING_NEWER: {
    title: 'The recording was made by a newer release',
    wordings: [
      {
        message:
          'The recording has version {version} of its format; this release reads versions up to {known}.',
        fix: 'Update the extension.',
      },
      { message: 'The recording was made by a newer release.', fix: 'Update the extension.' },
    ],
    actions: [],
  },
  VNC_RECORDING_LIMIT: {
    title: 'The recording holds more than is allowed',
    wordings: [
      {
        message: 'The recording holds more than is allowed ({limit}): it is damaged, or was made to do harm.',
        fix: 'Get the file anew from where it was recorded, and open only recordings that you trust.',
      },
      {
        message: 'The recording holds more than is allowed: it is damaged, or was made to do harm.',
        fix: 'Get the file anew from where it was recorded, and open only recordings that you trust.',
      },
    ],
    actions: [],
  },
} as const satisfies Partial<Record<VncErrorCode, ErrorEntry>>;
