import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../core/base/disposables.ts';
import type { Session } from '../core/session/session.ts';
import { commandId } from './contributions.ts';
import { setContextKey } from './contextKeys.ts';
import type { Services } from './services.ts';

/** Keeps the context keys true, and tells of sessions that end by themselves where no panel does. */
export function watchSessions(services: Services): Disposable {
  const { registry, store, panels, errors, connector } = services;
  const owned = new DisposableStore();
  const known = new Map<Session, Disposable>();

  const updateKeys = (): void => {
    const { sessions } = registry;
    setContextKey('sessionCount', sessions.length);
    setContextKey(
      'reconnecting',
      sessions.some(({ state }) => state.phase === 'reconnecting'),
    );
    setContextKey(
      'power',
      sessions.some(({ capabilities }) => capabilities.power),
    );
    setContextKey(
      'severalScreens',
      sessions.some(({ layout }) => layout.length > 1),
    );
    setContextKey(
      'driven',
      sessions.some(({ arbiter }) => arbiter.state.driver !== undefined),
    );
    setContextKey(
      'paused',
      sessions.some(({ arbiter }) => arbiter.state.paused),
    );
  };

  const watch = (session: Session): Disposable => {
    const connection = connector.connectionOf(session);
    const life = new DisposableStore();
    life.add(session.arbiter.onChange(updateKeys));
    life.add(session.onCapabilities(updateKeys));
    life.add(session.onLayout(updateKeys));
    life.add(
      session.onStateChange((state) => {
        updateKeys();
        if (state.phase !== 'closed') return;
        known.delete(session);
        if (state.error === undefined) return;
        // A visible panel says it itself.
        if (panels.all.some((panel) => panel.visible && panel.subject.address === session.address)) return;
        errors.show(state.error, {
          connection,
          retry: () => vscode.commands.executeCommand(commandId('openScreen'), connection?.key ?? ''),
        });
      }),
    );
    return life;
  };

  const update = (): void => {
    for (const session of registry.sessions) {
      if (!known.has(session)) known.set(session, watch(session));
    }
    updateKeys();
  };
  const countConnections = (): void => setContextKey('connectionCount', store.connections.length);

  owned.add(registry.onChange(update));
  owned.add(store.onChange(countConnections));
  owned.add(
    toDisposable(() => {
      for (const life of known.values()) life.dispose();
    }),
  );
  update();
  countConnections();
  return owned;
}
