import type { VncErrorCode } from '../core/base/errorCodes.ts';
import type { ErrorEntry } from './errorEntry.ts';

/** A deadline passed. */
export const timeoutErrors = {
  VNC_DIAL_TIMEOUT: {
    title: 'The server did not answer',
    wordings: [
      {
        message: '“{name}” did not answer within {seconds} s.',
        fix: 'Check host and port, and whether a firewall swallows the connection; then raise “timeout” for a slow way.',
      },
      {
        message: '{address} did not answer.',
        fix: 'Check host and port, and whether a firewall swallows the connection.',
      },
      {
        message: 'The server did not answer in time.',
        fix: 'Check host and port, and whether a firewall swallows the connection; then raise “timeout” for a slow way.',
      },
    ],
    actions: ['retry', 'editConnection'],
  },
  VNC_TUNNEL_TIMEOUT: {
    title: 'The tunnel did not open',
    wordings: [
      {
        message: 'The tunnel command “{program}” opened no port within {seconds} s: “{output}”.',
        fix: 'Run the command by hand to see what it waits for; it has to listen on 127.0.0.1, at the port that it is given as “localPort”.',
      },
      {
        message: 'The tunnel command “{program}” opened no port within {seconds} s.',
        fix: 'Run the command by hand to see what it waits for; it has to listen on 127.0.0.1, at the port that it is given as “localPort”.',
      },
      {
        message: 'The tunnel command opened no port in time.',
        fix: 'Run the command by hand to see what it waits for; it has to listen on 127.0.0.1, at the port that it is given as “localPort”.',
      },
    ],
    actions: ['retry', 'editConnection', 'showLog'],
  },
  VNC_HANDSHAKE_TIMEOUT: {
    title: 'The server fell silent',
    wordings: [
      {
        message: '“{name}” took the connection but did not finish the login within {seconds} s.',
        fix: 'Check that a VNC server is on this port (a web console has a ws:// or wss:// address instead), and is not stuck or waiting for someone to allow you in; then raise “timeout”.',
      },
      {
        message: 'The server took the connection but did not finish the login in time.',
        fix: 'Check that a VNC server is on this port and is not stuck; then raise “timeout”.',
      },
    ],
    actions: ['retry', 'editConnection', 'showLog'],
  },
  VNC_FIRST_PICTURE_TIMEOUT: {
    title: 'The server sent no picture',
    wordings: [
      {
        message: '“{name}” let us in but sent no whole picture within {seconds} s.',
        fix: 'Raise “timeout” for a slow way or a huge screen, and look whether the remote machine sleeps.',
      },
      {
        message: 'The server let us in but sent no whole picture in time.',
        fix: 'Raise “timeout” for a slow way or a huge screen, and look whether the remote machine sleeps.',
      },
    ],
    actions: ['retry', 'editConnection', 'showLog'],
  },
  VNC_ACTION_TIMEOUT: {
    title: 'An action took too long',
    wordings: [
      {
        message: '“{action}” was not done within {seconds} s.',
        fix: 'The server may be slow or stuck: try again, or give the action a longer timeout.',
      },
      {
        message: 'The action was not done in time.',
        fix: 'The server may be slow or stuck: try again, or give the action a longer timeout.',
      },
    ],
    actions: ['retry', 'showLog'],
  },
} as const satisfies Partial<Record<VncErrorCode, ErrorEntry>>;
