import type { CompositionField } from './compositionField.ts';
import type { Toolbar } from './toolbar.ts';

/** The tool that opens and closes the keyboard on the screen. */
const toolId = 'on-screen-keyboard';

/**
 * Where a person has only fingers, the keyboard on the screen opens when they ask for it, and not with every touch of
 * the picture, of which it would cover half.
 */
export class OnScreenKeyboard {
  /** Whether there is one to be opened. */
  readonly offered = matchMedia('(pointer: coarse)').matches;

  constructor(toolbar: Toolbar, field: CompositionField) {
    if (!this.offered) return;
    field.onScreenKeyboard = false;
    toolbar.change(toolId, { hidden: false, pressed: false });
    toolbar.onUse(toolId, () => {
      field.onScreenKeyboard = !field.onScreenKeyboard;
      toolbar.change(toolId, { pressed: field.onScreenKeyboard });
      // The browser looks at what is wanted when the focus comes.
      field.blur();
      field.focus();
    });
  }
}
