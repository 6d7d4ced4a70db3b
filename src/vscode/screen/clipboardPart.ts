import * as vscode from 'vscode';
import { type Clock, systemClock } from '../../core/base/clock.ts';
import { DisposableStore, DisposableValue } from '../../core/base/disposables.ts';
import type { Session, SessionState } from '../../core/session/session.ts';
import type { PanelToHost } from '../../protocol/messages.ts';
import { clipboardModeOf } from './clipboardMode.ts';
import { tellClipboardNotice } from './clipboardNotice.ts';
import { ClipboardSync } from './clipboardSync.ts';
import { HeldInput } from './heldInput.ts';
import type { PanelPart, PanelPartHost } from './panelPart.ts';

/**
 * Exchanges the clipboards of this machine and of the session while the panel has the keyboard. Keys wait for text that
 * is on its way, so that what is pasted there is what was copied here.
 */
export function clipboardPart(host: PanelPartHost, clock: Clock = systemClock): PanelPart {
  const store = new DisposableStore();
  const listening = store.add(new DisposableValue<DisposableStore>());
  const sync = new ClipboardSync({
    mode: () => clipboardModeOf(host.profile),
    readLocal: async () => await vscode.env.clipboard.readText(),
    writeLocal: async (text) => await vscode.env.clipboard.writeText(text),
    writeRemote: async (text, { takeOver, signal }) => {
      const { session } = host;
      if (session === undefined) return { lost: 0 };
      if (takeOver) session.arbiter.takeOver();
      return await session.clipboard.set(text, { replaceUnknown: true, signal });
    },
    tell: (notice) => {
      const { session } = host;
      if (session !== undefined) tellClipboardNotice(session, notice);
    },
    failed: (error) => host.log.log('warn', `the clipboard was not exchanged: ${String(error)}`),
  });
  const held = store.add(new HeldInput({ sync, deliver: (message) => host.deliver(message), clock }));

  const follow = (session: Session | undefined): void => {
    const next = new DisposableStore();
    listening.value = next;
    held.drop();
    if (session === undefined) {
      sync.lost();
      return;
    }
    const entered = ({ phase }: SessionState): void => {
      if (phase === 'open') sync.restart();
      else sync.lost();
    };
    next.add(session.onClipboard((text) => sync.copiedThere(text)));
    next.add(session.onStateChange(entered));
    entered(session.state);
  };
  const leave = (): void => sync.blur();
  store.add(
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (!focused) leave();
      else if (host.keyboardGrabbed) sync.focus();
    }),
  );

  return {
    sessionChanged: follow,
    pageGone: () => {
      leave();
      held.drop();
    },
    activeChanged: (active) => {
      if (!active) leave();
    },
    hold: (message: PanelToHost) => {
      if (message.type === 'grabbed') {
        if (message.grabbed) sync.focus();
        else leave();
      }
      return host.session !== undefined && held.takes(message);
    },
    dispose: () => store.dispose(),
  };
}
