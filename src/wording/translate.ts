/** What fills the `{name}` of a template. */
export type TranslateArguments = Readonly<Record<string, string>>;

/** Says a sentence in the reader's language: `vscode.l10n.t` is one, {@link inEnglish} another. */
export type Translate = (template: string, args: TranslateArguments) => string;

const place = /\{(\w+)\}/g;

/** Fills the template in as it stands. */
export const inEnglish: Translate = (template, args) =>
  template.replace(place, (_match, name: string) => (Object.hasOwn(args, name) ? (args[name] ?? '') : ''));

/** The names of the places in a template. */
export function placesOf(template: string): readonly string[] {
  return [...template.matchAll(place)].map((match) => match[1] ?? '');
}
