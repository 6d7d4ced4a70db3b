import { type VncError, isVncError } from '../core/base/errors.ts';

/** What the command line ends with. Wrappers rely on them: they are added, never changed. */
export const exitCodes = {
  passed: 0,
  failed: 1,
  /** The script or the usage is wrong. */
  script: 2,
  authentication: 3,
  cannotConnect: 10,
  connectionLost: 11,
  notWritten: 30,
  timeout: 40,
  /** A fault of the program itself. */
  internal: 70,
  interrupted: 130,
} as const;

/**
 * What `error` ends the command line with; `connected` tells whether there was a session already: one that is
 * lost before its first picture was never made.
 */
export function exitCodeOf(error: unknown, state: { readonly connected: boolean }): number {
  if (!isVncError(error)) return exitCodes.internal;
  return exitCodeOfVncError(error, state.connected);
}

function exitCodeOfVncError(error: VncError, connected: boolean): number {
  switch (error.code) {
    case 'VNC_CONNECTION_LOST':
    case 'VNC_SESSION_CLOSED':
      return connected ? exitCodes.connectionLost : exitCodes.cannotConnect;
    case 'VNC_CANCELLED':
    case 'VNC_INPUT_TAKEN':
      return exitCodes.interrupted;
    case 'VNC_FILE_NOT_WRITTEN':
      return exitCodes.notWritten;
    default:
  }
  switch (error.kind) {
    case 'authentication':
      return exitCodes.authentication;
    case 'connection':
      return exitCodes.cannotConnect;
    case 'timeout':
      return exitCodes.timeout;
    case 'protocol':
      return connected ? exitCodes.connectionLost : exitCodes.cannotConnect;
    case 'state':
    case 'input':
      return exitCodes.script;
  }
}
