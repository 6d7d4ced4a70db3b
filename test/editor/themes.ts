import type { EditorVersion } from './versions.ts';

/** Kinds of theme that pictures are taken in. */
export type ThemeKind = 'dark' | 'light' | 'contrast';

/** The editor's own theme of a kind; newer editors call theirs differently. */
export function themeName(kind: string, version: EditorVersion): string {
  const prefix = version.name === 'oldest' ? 'Default ' : '';
  if (kind === 'dark') return `${prefix}Dark Modern`;
  if (kind === 'light') return `${prefix}Light Modern`;
  if (kind === 'contrast') return 'Default High Contrast';
  throw new Error(`no theme "${kind}": use dark, light or contrast`);
}
