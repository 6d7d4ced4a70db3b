import * as vscode from 'vscode';
import type { ScreenPanel } from '../screen/screenPanel.ts';
import { withDelayedProgress } from '../delayedProgress.ts';
import { pixelText, placeText, regionText, spacedText } from './pickedText.ts';
import type { EditedScript, ScriptPlace } from './editedScript.ts';

/** What is written for a script. */
export type PickedKind = 'place' | 'region' | 'color';

/** Milliseconds for which the status bar tells where the text went. */
const toldTime = 5000;

/** Lets a person pick on the screen and writes it as scripts do: where a script is being edited, else on the clipboard. */
export async function copyPicked(panel: ScreenPanel, kind: PickedKind, script: EditedScript): Promise<void> {
  const text = await pickedText(panel, kind);
  if (text === undefined) return;
  const { place } = script;
  if (place !== undefined && (await insertText(text, place, script))) {
    const name = place.document.uri.path.split('/').at(-1) ?? '';
    vscode.window.setStatusBarMessage(vscode.l10n.t('Inserted {0} into {1}', text, name), toldTime);
    return;
  }
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0} to the clipboard', text), toldTime);
}

async function pickedText(panel: ScreenPanel, kind: PickedKind): Promise<string | undefined> {
  const questions: Readonly<Record<PickedKind, string>> = {
    place: vscode.l10n.t('Click a place. Arrow keys move, Enter takes it, Escape cancels.'),
    region: vscode.l10n.t(
      'Drag a region. Arrow keys move it, with Shift resize it, Enter takes it, Escape cancels.',
    ),
    color: vscode.l10n.t('Click a colour. Arrow keys move, Enter takes it, Escape cancels.'),
  };
  const area = await panel.select({ what: kind === 'region' ? 'region' : 'point', text: questions[kind] });
  const { session } = panel;
  if (area === undefined || session === undefined) return undefined;
  if (kind === 'place') return placeText(area);
  if (kind === 'region') return regionText(area);
  // What the page shows may have lost a little on its way: scripts see exact pixels.
  const color = await withDelayedProgress(
    vscode.l10n.t('Reading a pixel of {0}…', session.name),
    async (signal) => await session.screen.pixel(area.x, area.y, { signal }),
  );
  return pixelText(area, color);
}

/** Puts the text in the place of what is selected; the cursor stands behind it then. */
async function insertText(text: string, place: ScriptPlace, script: EditedScript): Promise<boolean> {
  const { document, selection } = place;
  const line = (at: vscode.Position): string => document.lineAt(at.line).text;
  const before = line(selection.start).slice(0, selection.start.character);
  const written = spacedText(text, before, line(selection.end).slice(selection.end.character));
  const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
  if (editor !== undefined) {
    if (!(await editor.edit((edit) => edit.replace(selection, written)))) return false;
  } else {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, selection, written);
    if (!(await vscode.workspace.applyEdit(edit))) return false;
  }
  const end = selection.start.translate(0, written.length);
  const behind = new vscode.Selection(end, end);
  if (editor === undefined) script.moved({ document, selection: behind });
  else editor.selection = behind;
  return true;
}
