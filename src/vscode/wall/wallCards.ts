import type { Session } from '../../core/session/session.ts';
import type { CardBadge, WallCard, WallState } from '../../protocol/wallMessages.ts';
import type { Connection } from '../connections/connection.ts';
import { addressOf } from '../connections/connectionAddress.ts';
import type { ConnectionState } from '../connections/connector.ts';
import type { Localizer } from '../screen/localizer.ts';

/** What stands on the wall: a session, or a stored connection that has none. */
export type WallItem =
  | {
      readonly id: string;
      readonly session: Session;
      readonly connection: Connection | undefined;
      readonly recording: boolean;
    }
  | {
      readonly id: string;
      readonly session: undefined;
      readonly connection: Connection;
      readonly state: ConnectionState;
    };

/** Where the wall finds what it shows. */
export interface WallParts {
  readonly store: { readonly connections: readonly Connection[] };
  readonly registry: { readonly sessions: readonly Session[] };
  readonly connector: {
    sessionOf(connection: Connection): Session | undefined;
    connectionOf(session: Session): Connection | undefined;
    stateOf(connection: Connection): ConnectionState;
  };
  /** Whether what happens in a session is being recorded. */
  readonly isRecording: (session: Session) => boolean;
}

/** Sessions first, in the order of the connections that they were made of; then connections without one. */
export function wallItems({ store, registry, connector, isRecording }: WallParts): WallItem[] {
  const live: WallItem[] = [];
  const quiet: WallItem[] = [];
  for (const connection of store.connections) {
    const id = `connection ${connection.key}`;
    const session = connector.sessionOf(connection);
    if (session === undefined) {
      quiet.push({ id, session, connection, state: connector.stateOf(connection) });
    } else {
      live.push({ id, session, connection, recording: isRecording(session) });
    }
  }
  for (const session of registry.sessions) {
    if (connector.connectionOf(session) !== undefined) continue;
    const recording = isRecording(session);
    live.push({ id: `session ${session.id}`, session, connection: undefined, recording });
  }
  return [...live, ...quiet];
}

/** Words the wall for its page. */
export function wallState(items: readonly WallItem[], l10n: Localizer): WallState {
  const count = items.filter(({ session }) => session !== undefined).length;
  const summary =
    count === 0 ? l10n.t('No session') : count === 1 ? l10n.t('1 session') : l10n.t('{0} sessions', count);
  return { cards: items.map((item) => wallCard(item, l10n)), summary };
}

function wallCard(item: WallItem, l10n: Localizer): WallCard {
  return item.session === undefined ? quietCard(item, l10n) : liveCard(item, l10n);
}

function liveCard(
  { id, session, connection, recording }: Extract<WallItem, { readonly session: Session }>,
  l10n: Localizer,
): WallCard {
  const name = connection?.profile.name ?? session.name;
  const badges = liveBadges(session, recording, l10n);
  const { width, height } = session.size;
  const lost = session.state.phase === 'reconnecting';
  const label = [
    name,
    ...(session.address === name ? [] : [session.address]),
    ...(lost ? [] : [l10n.t('connected')]),
    ...badges.map(({ text }) => text),
    l10n.t('{0} × {1}', width, height),
  ];
  return {
    ...{ id, name, address: session.address === name ? '' : session.address, live: true, badges },
    ...{ action: 'open', actionLabel: l10n.t('Open Screen'), label: label.join(', ') },
    context: contextOf({
      webviewSection: lost ? 'lostCard' : 'liveCard',
      session: session.id,
      recorded: recording,
    }),
  };
}

function liveBadges(session: Session, recording: boolean, l10n: Localizer): CardBadge[] {
  const { driver, paused } = session.arbiter.state;
  const badges: CardBadge[] = [];
  if (session.state.phase === 'reconnecting') badges.push({ icon: 'lost', text: l10n.t('Reconnecting…') });
  if (driver !== undefined) {
    badges.push(
      paused
        ? { icon: 'paused', text: l10n.t('{0} is paused', driver.name) }
        : { icon: 'driving', text: l10n.t('{0} is driving', driver.name) },
    );
  }
  if (recording) badges.push({ icon: 'recording', text: l10n.t('Recording') });
  if (session.viewOnly) badges.push({ icon: 'viewOnly', text: l10n.t('View only') });
  return badges;
}

function quietCard(
  { id, connection, state }: Extract<WallItem, { readonly session: undefined }>,
  l10n: Localizer,
): WallCard {
  const { profile, key } = connection;
  const { name } = profile;
  const address = addressOf(profile);
  const connecting = state === 'connecting';
  const badges: CardBadge[] = [
    ...(connecting ? [{ icon: 'connecting', text: l10n.t('Connecting…') } as const] : []),
    ...(profile.viewOnly === true ? [{ icon: 'viewOnly', text: l10n.t('View only') } as const] : []),
  ];
  return {
    ...{ id, name, address: address === name ? '' : address, live: false, badges },
    action: connecting ? 'cancel' : 'connect',
    actionLabel: connecting ? l10n.t('Cancel') : l10n.t('Connect'),
    label: connecting
      ? l10n.t('Cancel connecting to {0}', name)
      : l10n.t('Connect to {0}, {1}', name, address),
    context: contextOf({ webviewSection: connecting ? 'connectingCard' : 'quietCard', connection: key }),
  };
}

/** What the editor hands to the commands of the card's menu. */
function contextOf(context: Readonly<Record<string, string | boolean>>): string {
  return JSON.stringify({ ...context, preventDefaultContextMenuItems: true });
}
