import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposables.ts';
import { vncError } from '../../core/base/errors.ts';
import type { Session } from '../../core/session/session.ts';
import type { Connection } from '../connections/connection.ts';
import { addressOf, hostAndPort } from '../connections/connectionAddress.ts';
import { demoConnectionId } from '../connections/demoScreen.ts';
import { withDelayedProgress } from '../delayedProgress.ts';
import type { Services } from '../services.ts';
import { readSetting } from '../settings.ts';
import type { CommandGroup } from './commandRegistry.ts';
import { pickConnection, pickSession, subjectOf } from './pickSession.ts';

/** Commands that begin, show and end sessions. */
export function sessionCommands(services: Services): CommandGroup {
  const { connector, panels, registry } = services;

  const open = async (argument: unknown, beside: boolean): Promise<string | undefined> => {
    const subject = subjectOf(argument, services) ?? (await pickSubject(services));
    if (subject.session === undefined)
      return (await connectAndShow(services, subject.connection, beside))?.id;
    show(services, subject.session, beside);
    return subject.session.id;
  };

  return {
    connect: async (argument) => {
      const connection = await pickConnection(argument, services, {
        placeholder: vscode.l10n.t('Connect to which remote screen?'),
        filter: (candidate) => connector.stateOf(candidate) !== 'connected',
      });
      const making = readSetting('openScreenOnConnect')
        ? connectAndShow(services, connection, false)
        : connect(services, connection);
      return (await making)?.id;
    },

    disconnect: async (argument) => {
      const subject = subjectOf(argument, services);
      if (subject?.session === undefined && subject?.connection !== undefined) {
        connector.cancel(subject.connection);
        return;
      }
      const session = subject?.session ?? (await pickSession(undefined, services));
      await session.close();
    },

    cancelConnecting: (argument) => {
      const subject = subjectOf(argument, services);
      if (subject?.connection !== undefined) connector.cancel(subject.connection);
    },

    openScreen: async (argument) => await open(argument, false),
    openScreenToSide: async (argument) => await open(argument, true),

    openScreenInNewWindow: async (argument) => {
      const id = await open(argument, false);
      // The panel is the active editor now, and takes its session along.
      if (id !== undefined) await vscode.commands.executeCommand('workbench.action.moveEditorToNewWindow');
      return id;
    },

    openDemoScreen: async () => {
      panels.prepare();
      const session = await services.demo.open();
      panels.open(session, { connection: demoConnectionId });
      return session.id;
    },

    connectToAddress: async (argument) => {
      const { connectToAddress, pickAddress } = await import('../dialogsOnDemand.ts');
      const address = typeof argument === 'string' ? argument : await pickAddress(services.recents);
      if (address === undefined) return undefined;
      const session = await withDelayedProgress(
        vscode.l10n.t('Connecting…'),
        async (signal) => await connectToAddress(address, services, signal),
      );
      if (readSetting('openScreenOnConnect')) show(services, session, false);
      return session.id;
    },

    /** With `{ host, port }` it asks nothing. */
    listenForServer: async (argument) => {
      const { askListenTarget } = await import('../dialogsOnDemand.ts');
      const target = await askListenTarget(argument);
      if (target === undefined) return undefined;
      const where = hostAndPort(target.host ?? '', target.port ?? 0);
      const session = await withDelayedProgress(
        vscode.l10n.t('Waiting for a server to connect to {0}…', where),
        async (signal) =>
          await connector.connectTarget(target, vscode.l10n.t('Server at {0}', where), { signal }),
      );
      show(services, session, false);
      return session.id;
    },

    showSessions: async () => {
      const [first] = registry.sessions;
      if (first === undefined) throw vncError('VNC_SESSION_CLOSED');
      const disconnect: vscode.QuickInputButton = {
        iconPath: new vscode.ThemeIcon('debug-disconnect'),
        tooltip: vscode.l10n.t('Disconnect'),
      };
      await showSessionList(services, disconnect);
    },
  };
}

/**
 * Makes the connection's session while the person can watch and cancel. Failures are shown, not thrown.
 *
 * @param calledOff aborts when the person called it off in another way.
 */
export async function connect(
  services: Services,
  connection: Connection,
  calledOff: AbortSignal = new AbortController().signal,
): Promise<Session | undefined> {
  const { connector, errors } = services;
  const { name } = connection.profile;
  try {
    return await withDelayedProgress(
      vscode.l10n.t('Connecting to {0}…', name),
      async (signal) => await connector.connect(connection, { signal: AbortSignal.any([signal, calledOff]) }),
    );
  } catch (error) {
    const retry = async (): Promise<void> => {
      await connectAndShow(services, connection, false);
    };
    errors.show(error, { connection, retry });
    return undefined;
  }
}

/**
 * The same, and shows its screen: the tab is there as soon as nobody is asked any more, at once where nobody was the last
 * time. Who closes it before the screen is there no longer waits for it.
 */
async function connectAndShow(
  services: Services,
  connection: Connection,
  beside: boolean,
): Promise<Session | undefined> {
  const { connector, panels } = services;
  const { id, name } = connection.profile;
  const subject = { name, address: addressOf(connection.profile), connection: id ?? name };
  panels.prepare();
  const waiting = new DisposableStore();
  const closed = new AbortController();
  waiting.add(panels.onCalledOff(subject, () => closed.abort()));
  const expect = (): void => void waiting.add(panels.expect(subject, { beside }));
  if (connector.stateOf(connection) === 'disconnected' && connector.wasSmooth(connection)) expect();
  else waiting.add(connector.onLoggedIn(({ key }) => key === connection.key && expect()));
  try {
    const session = await connect(services, connection, closed.signal);
    if (session !== undefined) show(services, session, beside);
    return session;
  } finally {
    waiting.dispose();
  }
}

function show(services: Services, session: Session, beside: boolean): void {
  const profile = services.connector.connectionOf(session)?.profile;
  services.panels.open(session, { beside, connection: profile?.id ?? profile?.name });
}

async function pickSubject(
  services: Services,
): Promise<{ session: Session; connection?: undefined } | { session: undefined; connection: Connection }> {
  if (services.registry.sessions.length > 0) {
    return { session: await pickSession(undefined, services) };
  }
  const placeholder = vscode.l10n.t('Open which remote screen?');
  const connection = await pickConnection(undefined, services, { placeholder });
  return { session: undefined, connection };
}

async function showSessionList(services: Services, disconnect: vscode.QuickInputButton): Promise<void> {
  const { registry } = services;
  const items = (): (vscode.QuickPickItem & { session: Session })[] =>
    registry.sessions.map((session) => ({
      label: session.name,
      description: session.address,
      iconPath: new vscode.ThemeIcon('vm-active'),
      buttons: [disconnect],
      session,
    }));
  const list = vscode.window.createQuickPick<ReturnType<typeof items>[number]>();
  list.placeholder = vscode.l10n.t('Open which remote screen?');
  list.items = items();
  const changed = registry.onChange(() => {
    list.items = items();
    if (list.items.length === 0) list.hide();
  });
  list.onDidTriggerItemButton(({ item }) => void item.session.close());
  list.onDidAccept(() => {
    const [chosen] = list.selectedItems;
    list.hide();
    if (chosen !== undefined) show(services, chosen.session, false);
  });
  list.onDidHide(() => {
    changed.dispose();
    list.dispose();
  });
  list.show();
  await Promise.resolve();
}
