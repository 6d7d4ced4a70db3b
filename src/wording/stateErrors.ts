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
  VNC_EXTENSION_UNSUPPORTED: {
    title: 'The server does not have this extension',
    wordings: [
      {
        message: 'The server does not support “{extension}”.',
        fix: 'Use a server that does, such as TigerVNC, or do without it.',
      },
      {
        message: 'The server does not support an extension that this needs.',
        fix: 'Use a server that does, such as TigerVNC, or do without it.',
      },
    ],
    actions: [],
  },
  VNC_RESIZE_UNSUPPORTED: {
    title: 'The size of the remote screen cannot be changed from here',
    wordings: [
      {
        message: 'The server does not let its viewers change the size of the screen.',
        fix: 'Change the size on the remote side, or let the panel scale the picture.',
      },
    ],
    actions: [],
  },
  VNC_RESIZE_REFUSED: {
    title: 'The server refused to change the size of the screen',
    wordings: [
      {
        when: { reason: 'prohibited' },
        message: 'The server does not allow to change the size of the screen to {width} x {height} pixels.',
        fix: 'Allow it on the server: TigerVNC has the option AcceptSetDesktopSize for it.',
      },
      {
        when: { reason: 'resources' },
        message: 'The server has not enough memory for a screen of {width} x {height} pixels.',
        fix: 'Ask for a smaller size.',
      },
      {
        when: { reason: 'layout' },
        message: 'The server cannot show a screen of {width} x {height} pixels.',
        fix: 'Ask for another size: some servers know only certain ones.',
      },
      {
        when: { reason: 'newer' },
        message: 'The size of {width} x {height} pixels was not asked for: a newer wish took its place.',
        fix: 'Nothing has to be done.',
      },
      {
        when: { reason: 'unanswered' },
        message: 'The server did not answer the wish for a screen of {width} x {height} pixels.',
        fix: 'Connect again and retry; if it stays silent, change the size on the remote side.',
      },
      {
        message: 'The server refused to change the size of the screen.',
        fix: 'Ask for another size, or change it on the remote side.',
      },
    ],
    actions: [],
  },
  VNC_POWER_UNSUPPORTED: {
    title: 'The power of the remote machine cannot be controlled from here',
    wordings: [
      {
        message: 'The server does not let its viewers shut down, restart or reset the machine.',
        fix: 'Do it inside the remote machine, or with the tools of its host.',
      },
    ],
    actions: [],
  },
  VNC_POWER_FAILED: {
    title: 'The server did not change the power of the machine',
    wordings: [
      {
        message: 'The server could not or did not want to carry out “{action}”.',
        fix: 'Do it inside the remote machine, or look into the log of its host.',
      },
      {
        message: 'The server could not or did not want to change the power of the machine.',
        fix: 'Do it inside the remote machine, or look into the log of its host.',
      },
    ],
    actions: [],
  },
} as const satisfies Partial<Record<VncErrorCode, ErrorEntry>>;
