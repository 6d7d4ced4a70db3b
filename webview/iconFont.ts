/**
 * Has the icons' font be fetched once the page is loaded. The editor hands messages to a page, and shows it, when all is
 * there that the page's style names: with a font of that style, the first picture would wait for it.
 */
export function fetchIconFont(uri: string | undefined): void {
  if (uri === undefined) return;
  window.addEventListener(
    'load',
    () => {
      const font = new FontFace('codicon', `url(${JSON.stringify(uri)})`, { display: 'block' });
      document.fonts.add(font);
      // Without it the tools still have their names.
      font.load().catch(() => undefined);
    },
    { once: true },
  );
}
