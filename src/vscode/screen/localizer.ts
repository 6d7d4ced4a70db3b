/** Words sentences for people: `vscode.l10n` in the editor, plain replacement in tests. */
export interface Localizer {
  /** @param message with `{0}`, `{1}` in the place of `args`. */
  t(message: string, ...args: (string | number | boolean)[]): string;
}
