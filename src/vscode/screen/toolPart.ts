import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import type { PanelPart, PanelPartHost } from './panelPart.ts';

/** Runs the commands of the tools that have one, for the panel's session. What other parts take, it does not get. */
export function toolPart(host: PanelPartHost): PanelPart {
  const use = async (tool: string, row: string | undefined): Promise<void> => {
    // The tools are read with the page that shows them.
    const { toolCommand } = await import('./screenHtml.ts');
    const command = toolCommand(vscode.l10n, tool, row);
    if (command !== undefined) await vscode.commands.executeCommand(commandId(command), host.session);
  };
  return {
    receive: (message) => {
      if (message.type !== 'useTool') return false;
      use(message.tool, message.row).catch((error: unknown) => host.showError(error));
      return true;
    },
    dispose: () => undefined,
  };
}
