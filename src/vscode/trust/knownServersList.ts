import * as vscode from 'vscode';
import type { KnownServer, KnownServers } from './knownServers.ts';
import { wordKnownServer } from './trustWords.ts';

interface ServerItem extends vscode.QuickPickItem {
  readonly server: KnownServer;
}

/** Lists the servers that were trusted on first use, each with a button that removes it; one removes them all. */
export async function showKnownServers(known: KnownServers): Promise<void> {
  if (known.all.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'No server was trusted by hand yet. When a certificate or a key is met that nothing vouches for, you are asked, and your answer is remembered here.',
      ),
    );
    return;
  }
  const remove: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('trash'),
    tooltip: vscode.l10n.t('Do not trust it any more'),
  };
  const clear: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('clear-all'),
    tooltip: vscode.l10n.t('Do not trust any of them any more'),
  };
  const list = vscode.window.createQuickPick<ServerItem>();
  list.title = vscode.l10n.t('Trusted Servers');
  list.placeholder = vscode.l10n.t('Servers that you trusted. Choose one to copy its fingerprint.');
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.buttons = [clear];
  const update = (): void => {
    list.items = known.all.map((server) => ({
      ...wordKnownServer(server, vscode.l10n),
      iconPath: new vscode.ThemeIcon(server.kind === 'rsa-key' ? 'key' : 'verified'),
      buttons: [remove],
      server,
    }));
    if (list.items.length === 0) list.hide();
  };
  update();
  const changed = known.onChange(update);
  await new Promise<void>((resolve) => {
    list.onDidTriggerItemButton(({ item }) => void known.forget(item.server));
    list.onDidTriggerButton(() => {
      list.hide();
      void confirmClear(known);
    });
    list.onDidAccept(() => {
      const [chosen] = list.selectedItems;
      list.hide();
      if (chosen !== undefined) void vscode.env.clipboard.writeText(chosen.server.fingerprint);
    });
    list.onDidHide(() => {
      changed.dispose();
      list.dispose();
      resolve();
    });
    list.show();
  });
}

async function confirmClear(known: KnownServers): Promise<void> {
  const remove = vscode.l10n.t('Remove All');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Trust none of the {0} servers any more?', known.all.length),
    {
      modal: true,
      detail: vscode.l10n.t(
        'You are asked again when you connect to them. Connections that are open stay open.',
      ),
    },
    remove,
  );
  if (chosen === remove) await known.clear();
}
