import type { Localizer } from '../../../src/vscode/screen/localizer.ts';

/** Words in the language that the code is written in. */
export const plainWords: Localizer = {
  t: (message, ...args) => message.replaceAll(/\{(\d)\}/g, (_, index) => String(args[Number(index)])),
};
