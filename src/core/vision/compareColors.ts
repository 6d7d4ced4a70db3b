import type { Color, PixelImage } from '../session/bridge.ts';

/** Whether no channel of the two colours differs by more than `tolerance` (0 to 255). */
export function colorsMatch(a: Color, b: Color, tolerance: number): boolean {
  return (
    Math.abs(a.red - b.red) <= tolerance &&
    Math.abs(a.green - b.green) <= tolerance &&
    Math.abs(a.blue - b.blue) <= tolerance
  );
}

/** The colour of one pixel of a picture. @throws RangeError when the place is not in the picture. */
export function colorAt(image: PixelImage, x: number, y: number): Color {
  if (x < 0 || y < 0 || x >= image.width || y >= image.height)
    throw new RangeError(`(${x}, ${y}) is not in a picture of ${image.width} x ${image.height}`);
  const at = (y * image.width + x) * 4;
  const [red = 0, green = 0, blue = 0] = image.pixels.subarray(at, at + 3);
  return { red, green, blue };
}

/** The six hexadecimal digits of a colour after `#`, lower case. */
export function colorToHex(color: Color): string {
  const channels = [color.red, color.green, color.blue];
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** Reads `#rgb` or `#rrggbb`; `undefined` for anything else. */
export function colorFromHex(text: string): Color | undefined {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/iu.exec(text);
  const digits = short === null ? /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/iu.exec(text) : short;
  if (digits === null) return undefined;
  const channel = (index: number): number => {
    const part = digits[index] ?? '';
    return Number.parseInt(part.length === 1 ? part + part : part, 16);
  };
  return { red: channel(1), green: channel(2), blue: channel(3) };
}
