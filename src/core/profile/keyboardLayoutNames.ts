import type { LayoutName } from '../input/layouts.ts';

/**
 * The keyboard layouts that a profile can name. The names are written here once more, because reading profiles is
 * part of starting the editor and the layouts themselves are not.
 */
export const keyboardLayoutNames = [
  'us',
  'uk',
  'de',
  'fr',
  'es',
  'it',
  'jp',
  'br',
  'ch',
  'se',
] as const satisfies readonly LayoutName[];
