import * as vscode from 'vscode';
import { scriptLanguageId } from '../language/scriptLanguage.ts';
import type { Services } from '../services.ts';
import type { CommandGroup } from './commandRegistry.ts';

/** Commands that show how things are done. */
export function sampleCommands({ context }: Services): CommandGroup {
  return {
    /** Opens a copy, which is the person's to change and run. Answers with its address. */
    openSampleScript: async () => {
      const file = vscode.Uri.joinPath(context.extensionUri, 'media', 'samples', 'tour.vncscript');
      const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
      const document = await vscode.workspace.openTextDocument({ language: scriptLanguageId, content });
      await vscode.window.showTextDocument(document);
      return document.uri.toString();
    },
  };
}
