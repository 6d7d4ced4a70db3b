import type { VncErrorCode } from '../core/base/errorCodes.ts';
import type { ErrorEntry } from './errorEntry.ts';

/** The session is not in a state for this. */
export const stateErrors = {
  VNC_SESSION_CLOSED: {
    title: 'The session is closed',
    wordings: [
      { message: 'The session with “{name}” is closed.', fix: 'Connect again.' },
      { message: 'The session is closed.', fix: 'Connect again.' },
    ],
    actions: ['retry'],
  },
  VNC_CANCELLED: {
    title: 'Cancelled',
    wordings: [{ message: 'Cancelled.', fix: 'Nothing has to be done; keys and buttons are released.' }],
    actions: [],
  },
  VNC_VIEW_ONLY: {
    title: 'The connection is view-only',
    wordings: [
      {
        message: 'The connection is view-only: nothing was sent.',
        fix: 'Remove “viewOnly” from the connection and connect again.',
      },
    ],
    actions: ['editConnection'],
  },
  VNC_INPUT_TAKEN: {
    title: 'Somebody else has the controls',
    wordings: [
      {
        message: '“{driver}” has the controls.',
        fix: 'Wait until it is done, or stop it.',
      },
      { message: 'A person took over the controls.', fix: 'Start again when the controls are free.' },
    ],
    actions: [],
  },
} as const satisfies Partial<Record<VncErrorCode, ErrorEntry>>;
