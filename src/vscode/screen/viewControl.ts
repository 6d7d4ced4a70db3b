import * as vscode from 'vscode';
import { systemClock } from '../../core/base/clock.ts';
import { DisposableStore, DisposableValue } from '../../core/base/disposables.ts';
import type { Point } from '../../core/base/geometry.ts';
import type { Session } from '../../core/session/session.ts';
import type { MenuRow } from '../../protocol/toolMessages.ts';
import { type ViewSettings, wheelZooms, zoomModes } from '../../protocol/viewMessages.ts';
import { extensionPrefix } from '../contributions.ts';
import { type ResizeState, ResizeToPanel } from '../machine/resizeToPanel.ts';
import { readSetting } from '../settings.ts';
import type { PanelPartFactory } from './panelPart.ts';

/** Milliseconds between two pictures of a remote pointer that somebody else moves. */
const pointerPause = 50;

/**
 * What the host has to do with a panel's view: settings, the screens of the desktop, the remote pointer where others
 * move it, and the desktop that takes the panel's size.
 */
export const viewControl: PanelPartFactory = (host) => {
  const store = new DisposableStore();
  const sessionStore = store.add(new DisposableValue<DisposableStore>());
  const pointerTimer = store.add(new DisposableValue());
  /** Where this panel itself has put the pointer. */
  let own: Point | undefined;
  let elsewhere: Point | undefined;
  /** Whether the person at this panel has switched following on or off, instead of the settings. */
  let chosen = false;

  const resizer = store.add(
    new ResizeToPanel(systemClock, {
      changed: (state) => {
        showResize(state);
        const reason = reasonOf(state);
        if (reason === undefined || !chosen) return;
        host.post({ type: 'viewNotice', text: reason });
        // Nothing will come of it: the button comes up again.
        if (state === 'unsupported' || state === 'viewOnly') resizer.wanted = false;
      },
      refused: (error) => {
        host.log.log('info', `the server refuses a size of the desktop: ${String(error)}`);
        if (chosen) resizer.wanted = false;
      },
    }),
  );

  const showResize = (state: ResizeState): void => {
    const label = reasonOf(state) ?? vscode.l10n.t('Resize Remote Screen to Panel');
    host.post({ type: 'tool', tool: 'resize', change: { pressed: resizer.wanted, label } });
  };
  const tellScreens = (): void => {
    const screens = (host.session?.layout ?? []).filter(({ width, height }) => width > 0 && height > 0);
    host.post({
      type: 'screens',
      screens: screens.map(({ id, x, y, width, height }) => ({ id, x, y, width, height })),
    });
    const several = screens.length > 1;
    const change = { hidden: !several, rows: several ? screenRows(screens) : [] };
    host.post({ type: 'tool', tool: 'screens', change });
  };
  const tellSettings = (): void => host.post({ type: 'viewSettings', settings: readViewSettings() });
  const applyResizeSetting = (): void => {
    if (!chosen) resizer.wanted = (host.profile?.resize ?? readSetting('screen.resize')) === 'remote';
  };
  const tellPointer = (place: Point): void => {
    if (place.x === own?.x && place.y === own.y) return;
    elsewhere = place;
    pointerTimer.value ??= systemClock.after(pointerPause, () => {
      pointerTimer.value = undefined;
      if (elsewhere !== undefined) host.post({ type: 'remotePointer', x: elsewhere.x, y: elsewhere.y });
    });
  };
  const follow = (session: Session | undefined): void => {
    const watching = new DisposableStore();
    sessionStore.value = watching;
    resizer.session = session;
    // It may be that of another connection.
    applyResizeSetting();
    if (session !== undefined) {
      watching.add(session.onLayout(tellScreens));
      watching.add(session.onPointerMove(tellPointer));
    }
    tellScreens();
  };

  const watch = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`${extensionPrefix}.screen`)) tellSettings();
    else if (!change.affectsConfiguration(`${extensionPrefix}.connections`)) return;
    applyResizeSetting();
  });
  store.add({ dispose: () => void watch.dispose() });
  applyResizeSetting();

  return {
    pageReady: () => {
      tellSettings();
      tellScreens();
      showResize(resizer.state);
    },
    sessionChanged: follow,
    hold: (message) => {
      if (message.type === 'pointer') own = { x: message.x, y: message.y };
      return false;
    },
    receive: (message) => {
      if (message.type === 'viewing') {
        resizer.fit(message.wish, message.screen);
        return true;
      }
      if (message.type !== 'useTool' || message.tool !== 'resize') return false;
      chosen = true;
      resizer.wanted = !resizer.wanted;
      showResize(resizer.state);
      return true;
    },
    dispose: () => store.dispose(),
  };
};

/** Why the desktop does not follow although it is wanted; none where it does. */
function reasonOf(state: ResizeState): string | undefined {
  switch (state) {
    case 'off':
    case 'on':
      return undefined;
    case 'unsupported':
      return vscode.l10n.t('This server does not let its screen be resized');
    case 'refused':
      return vscode.l10n.t('The server refuses to resize its screen');
    case 'viewOnly':
      return vscode.l10n.t('The remote screen is not resized in a session that is only viewed');
    case 'several':
      return vscode.l10n.t('Show one screen alone to resize it: the desktop has several');
  }
}

function screenRows(
  screens: readonly { readonly id: number; readonly width: number; readonly height: number }[],
): MenuRow[] {
  const checkable = { checked: false, radio: true } as const;
  return [
    { id: 'all', label: vscode.l10n.t('All Screens'), ...checkable },
    { separator: true },
    ...screens.map(({ id, width, height }, i) => ({
      id: String(id),
      label: vscode.l10n.t('Screen {0}', i + 1),
      hint: vscode.l10n.t('{0} × {1}', width, height),
      ...checkable,
    })),
  ];
}

/** The person's choices; what is written otherwise counts as none. */
function readViewSettings(): ViewSettings {
  const [zoom, wheelZoom] = [readSetting('screen.zoom'), readSetting('screen.wheelZoom')];
  return {
    zoom: zoomModes.find((mode) => mode === zoom) ?? 'fit',
    wheelZoom: wheelZooms.find((choice) => choice === wheelZoom) ?? 'released',
    followPointer: readSetting('screen.followPointer'),
  };
}
