import * as vscode from 'vscode';
import { format } from '../../core/script/formatter.ts';

/** Writes a script in the one canonical form. */
export const scriptFormatter: vscode.DocumentFormattingEditProvider = {
  provideDocumentFormattingEdits(document) {
    const before = document.getText();
    const after = format(before);
    return after === before ? [] : changedPart(document, before, after);
  },
};

/** One edit of what differs: the caret and marks elsewhere stay where they are. */
function changedPart(document: vscode.TextDocument, before: string, after: string): vscode.TextEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(before.length - end));
  return [vscode.TextEdit.replace(range, after.slice(start, after.length - end))];
}
