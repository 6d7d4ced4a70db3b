import type * as vscode from 'vscode';

/** How a row is chosen. */
export interface ChoiceRules<Item> {
  /**
   * The row of what is written in the box. It counts when Enter comes before the list has followed the writing: the
   * rows that the editor shows then are those of an earlier text.
   */
  readonly typed?: (text: string) => Item | undefined;
  /** Whether a row may be chosen; the list stays open otherwise. */
  readonly accepts?: (item: Item) => boolean;
}

/** Shows a list and waits for a row to be chosen; `undefined` when it was closed. It is disposed then. */
export async function chosenItem<Item extends vscode.QuickPickItem>(
  list: vscode.QuickPick<Item>,
  { typed, accepts = () => true }: ChoiceRules<Item> = {},
): Promise<Item | undefined> {
  return await new Promise((resolve) => {
    list.onDidAccept(() => {
      const chosen = list.selectedItems.find((item) => list.items.includes(item)) ?? typed?.(list.value);
      if (chosen === undefined || !accepts(chosen)) return;
      resolve(chosen);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}
