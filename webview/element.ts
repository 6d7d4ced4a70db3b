/** The element that the document was written with. @throws Error when there is none of that kind. */
export function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`);
  return found;
}

/** Changes a text only when it is another one: screen readers read out every change. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** As {@link setText}, for a line that may be cut off: its tip has the whole. */
export function setLine(target: HTMLElement, text: string): void {
  setText(target, text);
  if (target.title !== text) target.title = text;
}

/** Fills `{0}` of a sentence that the host worded. */
export function fill(sentence: string | undefined, word: string): string {
  return (sentence ?? '').replaceAll('{0}', word);
}
