import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/base/disposables.ts';
import type { SessionRegistry } from '../core/session/sessionRegistry.ts';
import { onCalmChange } from './connections/calmChanges.ts';
import type { Connector } from './connections/connector.ts';
import { commandId } from './contributions.ts';

/** The one item in the status bar: there while a screen is connected or being connected. */
export class StatusBar implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #item: vscode.StatusBarItem;
  readonly #registry: SessionRegistry;
  readonly #connector: Connector;

  constructor(parts: { registry: SessionRegistry; connector: Connector }) {
    this.#registry = parts.registry;
    this.#connector = parts.connector;
    this.#item = this.#owned.add(
      vscode.window.createStatusBarItem('vncAgentBridge.sessions', vscode.StatusBarAlignment.Left, 10),
    );
    this.#item.name = vscode.l10n.t('VNC Sessions');
    this.#item.command = commandId('showSessions');
    this.#owned.add(onCalmChange(this.#connector, () => this.#update()));
    this.#update();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #update(): void {
    const { sessions } = this.#registry;
    const [first] = sessions;
    const lost = sessions.filter(({ state }) => state.phase === 'reconnecting');
    const [firstLost] = lost;
    if (firstLost !== undefined) {
      const text =
        lost.length === 1
          ? vscode.l10n.t('Reconnecting to {0}…', firstLost.name)
          : vscode.l10n.t('Reconnecting to {0} screens…', lost.length);
      this.#item.text = `$(sync~spin) ${text.replaceAll('$(', '$ (')}`;
    } else if (this.#connector.connecting) {
      this.#item.text = `$(sync~spin) ${vscode.l10n.t('Connecting…')}`;
    } else if (first !== undefined) {
      const text = sessions.length === 1 ? first.name : vscode.l10n.t('{0} screens', sessions.length);
      this.#item.text = `$(vm-active) ${text.replaceAll('$(', '$ (')}`;
    } else {
      this.#item.hide();
      return;
    }
    this.#item.tooltip = [
      vscode.l10n.t('Remote screens'),
      ...sessions.map((session) => `${session.name} (${session.address})`),
    ].join('\n');
    this.#item.accessibilityInformation = {
      label: vscode.l10n.t('Remote screens: {0}', sessions.map((session) => session.name).join(', ')),
      role: 'button',
    };
    this.#item.show();
  }
}
