import type { ControlState } from '../../core/session/drivers.ts';
import type { Session, SessionState } from '../../core/session/session.ts';
import type { LockState } from '../../core/session/wire.ts';
import type { LostNotice, Overlay, ViewState } from '../../protocol/messages.ts';
import type { Localizer } from './localizer.ts';

/** What a panel is about: it outlives sessions, so that a reconnect shows in the same place. */
export interface PanelSubject {
  /** The stored connection's id, when there is one. */
  readonly connection?: string | undefined;
  readonly name: string;
  /** Where the session leads, without secrets. */
  readonly address: string;
}

/** What a person reads of an error. */
export interface WordedError {
  readonly message: string;
  readonly detail?: string | undefined;
}

/** Where a panel is in its life. */
export type PanelPhase =
  /** Restored with the window: it does not connect by itself. */
  | { readonly kind: 'restored' }
  | { readonly kind: 'connecting' }
  /** One whose pictures are `unreadable` to the page is not shown until another page comes. */
  | { readonly kind: 'live'; readonly session: Session; readonly unreadable?: boolean }
  /** The session ended, or a reconnect failed; without a reason it was wanted. */
  | { readonly kind: 'closed'; readonly reason?: WordedError | undefined };

/** The tab's title: the name, and what a glance should tell. */
export function panelTitle(
  subject: PanelSubject,
  phase: PanelPhase,
  l10n: Localizer,
  { recording = false }: { readonly recording?: boolean } = {},
): string {
  const { name } = subject;
  switch (phase.kind) {
    case 'restored':
      return l10n.t('{0} (not connected)', name);
    case 'connecting':
      return l10n.t('{0} (connecting…)', name);
    case 'closed':
      return l10n.t('{0} (disconnected)', name);
    case 'live': {
      const { state, arbiter } = phase.session;
      const { driver, paused } = arbiter.state;
      const words: string[] = [];
      if (state.phase === 'reconnecting') words.push(l10n.t('reconnecting…'));
      else if (driver !== undefined)
        words.push(paused ? l10n.t('paused') : l10n.t('{0} is driving', driver.name));
      if (recording) words.push(l10n.t('recording'));
      return words.length === 0 ? name : l10n.t('{0} ({1})', name, words.join(', '));
    }
  }
}

/**
 * Everything that the page shows beside the pixels.
 *
 * @param now milliseconds as `Date.now()` counts them.
 */
export function viewState(
  subject: PanelSubject,
  phase: PanelPhase,
  l10n: Localizer,
  now: number = Date.now(),
): ViewState {
  const { connection, name, address } = subject;
  const keep = { name, address, ...(connection === undefined ? {} : { connection }) };
  if (phase.kind === 'live') {
    const { session } = phase;
    const { width, height } = session.size;
    const size = l10n.t('{0} × {1}', width, height);
    const { desktopName, state } = session;
    const lost = state.phase === 'reconnecting' ? lostNotice(state, now, l10n) : undefined;
    const shown: Pick<ViewState, 'phase' | 'banner' | 'lost' | 'overlay'> =
      phase.unreadable === true
        ? { phase: 'closed', overlay: unreadableOverlay(l10n) }
        : {
            phase: lost === undefined ? 'open' : 'lost',
            banner: banner(session.arbiter.state, l10n),
            lost,
          };
    return {
      ...shown,
      viewOnly: session.viewOnly,
      relativePointer: session.pointerMode === 'relative',
      composes: session.composesLetters,
      label: l10n.t('Remote screen of {0}, {1}', name, size),
      status: [
        ...(desktopName === '' ? [] : [desktopName]),
        size,
        ...lockWords(session.lockState, l10n),
      ].join(' · '),
      keep,
    };
  }
  return {
    phase: phase.kind === 'closed' ? 'closed' : 'waiting',
    viewOnly: false,
    label: l10n.t('Remote screen of {0}, not connected', name),
    status: address,
    overlay: overlay(subject, phase, l10n),
    keep,
  };
}

function banner({ driver, paused }: ControlState, l10n: Localizer): ViewState['banner'] {
  if (driver === undefined) return undefined;
  const text = paused
    ? l10n.t('You have the controls. {0} is paused.', driver.name)
    : l10n.t('{0} is driving', driver.name);
  return { paused, text };
}

/** The lock keys that are on there: what is typed depends on them. */
function lockWords(state: LockState | undefined, l10n: Localizer): string[] {
  return [
    ...(state?.caps === true ? [l10n.t('Caps Lock')] : []),
    ...(state?.num === true ? [l10n.t('Num Lock')] : []),
    ...(state?.scroll === true ? [l10n.t('Scroll Lock')] : []),
  ];
}

function lostNotice(
  { attempt, nextAttemptAt }: Extract<SessionState, { readonly phase: 'reconnecting' }>,
  now: number,
  l10n: Localizer,
): LostNotice {
  if (nextAttemptAt === undefined) {
    return { text: l10n.t('The connection was lost. Reconnecting, attempt {0}…', attempt) };
  }
  const seconds = Math.max(0, Math.ceil((nextAttemptAt - now) / 1000));
  return {
    text: l10n.t('The connection was lost.'),
    countdown: { text: l10n.t('Attempt {1} to reconnect in {0} s', '{0}', attempt), seconds },
  };
}

function unreadableOverlay(l10n: Localizer): Overlay {
  return {
    icon: 'failed',
    heading: l10n.t('The screen cannot be shown'),
    message: l10n.t('This tab could not read the picture, several times in a row. The session goes on.'),
    detail: '',
    actions: [
      { command: 'showAgain', label: l10n.t('Show Again') },
      { command: 'showLog', label: l10n.t('Show Log') },
    ],
  };
}

function overlay(
  { name, address }: PanelSubject,
  phase: Exclude<PanelPhase, { readonly kind: 'live' }>,
  l10n: Localizer,
): Overlay {
  const reconnect = { command: 'reconnect', label: l10n.t('Reconnect') } as const;
  const showLog = { command: 'showLog', label: l10n.t('Show Log') } as const;
  switch (phase.kind) {
    case 'restored':
      return {
        icon: 'disconnected',
        heading: l10n.t('Not connected'),
        message: l10n.t('{0} was open when the window closed.', name),
        detail: address === name ? '' : address,
        actions: [reconnect],
      };
    case 'connecting':
      return {
        icon: 'connecting',
        heading: l10n.t('Connecting to {0}…', name),
        message: '',
        detail: address === name ? '' : address,
        actions: [],
      };
    case 'closed':
      return {
        icon: 'disconnected',
        heading: l10n.t('Disconnected'),
        message: phase.reason?.message ?? l10n.t('The connection to {0} was closed.', name),
        detail: phase.reason?.detail ?? '',
        actions: phase.reason === undefined ? [reconnect] : [reconnect, showLog],
      };
  }
}
