/** The element that the document was written with. @throws Error when there is none of that kind. */
export function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`);
  return found;
}

/** Fills `{0}` of a sentence that the host worded. */
export function fill(sentence: string | undefined, word: string): string {
  return (sentence ?? '').replaceAll('{0}', word);
}
