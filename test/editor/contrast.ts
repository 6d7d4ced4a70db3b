import type { Frame } from 'playwright-core';

/**
 * The texts and icons of a page that are seen and hard to read, each with its contrast: below 4.5 for texts and below 3
 * for icons (WCAG 2.2, success criteria 1.4.3 and 1.4.11). What is disabled does not count there, nor what lies on
 * pictures: where no element before it has a background of its own, the page's is taken.
 */
export async function weakContrasts(frame: Frame): Promise<string[]> {
  return await frame.evaluate(() => {
    type Color = readonly [red: number, green: number, blue: number, alpha: number];
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('no canvas');
    const known = new Map<string, Color>();
    const colorOf = (css: string): Color => {
      const before = known.get(css);
      if (before !== undefined) return before;
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = css;
      context.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
      const color: Color = [red, green, blue, alpha / 255];
      known.set(css, color);
      return color;
    };
    const over = (top: Color, below: Color): Color => {
      const mix = (a: number, b: number): number => a * top[3] + b * (1 - top[3]);
      return [mix(top[0], below[0]), mix(top[1], below[1]), mix(top[2], below[2]), 1];
    };
    const luminance = ([red, green, blue]: Color): number => {
      const linear = (value: number): number =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    };
    const contrast = (a: Color, b: Color): number => {
      const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((one, other) => other - one);
      return (light + 0.05) / (dark + 0.05);
    };
    /** What an element stands on, and how much of it is seen. */
    const behind = (element: Element): { readonly background: Color; readonly opacity: number } => {
      const layers: Color[] = [];
      let opacity = 1;
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at);
        opacity *= Number(style.opacity);
        const layer = colorOf(style.backgroundColor);
        layers.push(layer);
        if (layer[3] === 1) break;
      }
      const background = layers.reduceRight<Color>((below, layer) => over(layer, below), [255, 255, 255, 1]);
      return { background, opacity };
    };
    const weak: string[] = [];
    let looked = 0;
    const look = (element: Element, color: string, least: number, name: string): void => {
      const box = element.getBoundingClientRect();
      if (box.width < 2 || box.height < 2 || !element.checkVisibility({ checkVisibilityCSS: true })) return;
      if (element.closest('[aria-disabled="true"], .unseen, canvas, textarea') !== null) return;
      const { background, opacity } = behind(element);
      if (opacity === 0) return;
      looked += 1;
      const [red, green, blue, alpha] = colorOf(color);
      const found = contrast(over([red, green, blue, alpha * opacity], background), background);
      if (found < least) weak.push(`${name} ${found.toFixed(2)} (${color})`);
    };
    for (const element of document.querySelectorAll('body *')) {
      const text = [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => (node.textContent ?? '').trim())
        .join(' ')
        .trim();
      if (text !== '') look(element, getComputedStyle(element).color, 4.5, `“${text}”`);
      const sign = getComputedStyle(element, '::before');
      if (element.matches('.codicon') && sign.content !== 'none')
        look(element, sign.color, 3, `the icon ${element.className} of #${element.id}`);
    }
    // A page on which there is nothing to read is not the one that was meant.
    return looked < 3 ? [`only ${looked} texts and icons`] : weak;
  });
}
