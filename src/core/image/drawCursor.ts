import type { Point, Rect } from '../base/geometry.ts';
import type { CursorImage } from './cursorImage.ts';

/**
 * Draws a cursor over the pixels of `region` of a screen, as much of it as lies in there.
 *
 * @param pixels RGBA of the region, opaque, rows without gaps; changed in place
 * @param place where the pointer is, in pixels of the screen
 */
export function drawCursor(pixels: Uint8Array, region: Rect, cursor: CursorImage, place: Point): void {
  // Of the cursor's first pixel, in the region.
  const left = place.x - cursor.hotspotX - region.x;
  const top = place.y - cursor.hotspotY - region.y;
  const firstRow = Math.max(0, -top);
  const pastRow = Math.min(cursor.height, region.height - top);
  const firstColumn = Math.max(0, -left);
  const pastColumn = Math.min(cursor.width, region.width - left);
  for (let row = firstRow; row < pastRow; row += 1) {
    for (let column = firstColumn; column < pastColumn; column += 1) {
      const from = (row * cursor.width + column) * 4;
      const alpha = cursor.pixels[from + 3] ?? 0;
      const to = ((top + row) * region.width + left + column) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        const over = cursor.pixels[from + channel] ?? 0;
        const under = pixels[to + channel] ?? 0;
        pixels[to + channel] = Math.round((over * alpha + under * (255 - alpha)) / 255);
      }
    }
  }
}
