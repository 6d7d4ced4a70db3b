/** Whoever types into the screen goes on there: a press of the pointer on `target` takes no focus from it. */
export function keepFocus(target: HTMLElement): void {
  for (const type of ['pointerdown', 'mousedown'] as const) {
    target.addEventListener(type, (event) => {
      if (document.hasFocus() && document.activeElement instanceof HTMLTextAreaElement)
        event.preventDefault();
    });
  }
}
