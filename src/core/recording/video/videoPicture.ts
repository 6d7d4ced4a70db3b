import { type Point, type Rect, type Size, wholeOf } from '../../base/geometry.ts';
import { drawCursor } from '../../image/drawCursor.ts';
import type { PixelImage } from '../../session/bridge.ts';
import type { CursorImage } from '../../image/cursorImage.ts';

/** What a picture of a video is made of. */
export interface VideoScene {
  readonly size: Size;
  readonly cursor: CursorImage | undefined;
  readonly pointer: Point | undefined;
  copyPixels(region: Rect, target: Uint8Array): void;
}

/** The size of a video of a screen: as large, or as large as it may be. */
export function videoSize({ width, height }: Size, mostWidth: number): Size {
  if (width <= mostWidth) return { width: Math.max(1, width), height: Math.max(1, height) };
  return { width: mostWidth, height: Math.max(1, Math.round((height * mostWidth) / width)) };
}

/** What the screen shows, with the pointer as a person sees it. */
export function videoPicture(scene: VideoScene): PixelImage {
  const { width, height } = scene.size;
  const whole = wholeOf(scene.size);
  const pixels = new Uint8Array(width * height * 4);
  scene.copyPixels(whole, pixels);
  if (scene.cursor !== undefined && scene.pointer !== undefined)
    drawCursor(pixels, whole, scene.cursor, scene.pointer);
  return { width, height, pixels };
}

/** The picture in another size: as large as fits, the rest of it black. */
export function fitPicture(image: PixelImage, size: Size): PixelImage {
  if (image.width === size.width && image.height === size.height) return image;
  const pixels = new Uint8Array(size.width * size.height * 4);
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  const scale = Math.min(size.width / image.width, size.height / image.height);
  const width = Math.max(1, Math.min(size.width, Math.round(image.width * scale)));
  const height = Math.max(1, Math.min(size.height, Math.round(image.height * scale)));
  const [left, top] = [(size.width - width) >> 1, (size.height - height) >> 1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      average(
        image,
        x / width,
        y / height,
        (x + 1) / width,
        (y + 1) / height,
        pixels,
        ((top + y) * size.width + left + x) * 4,
      );
    }
  }
  return { ...size, pixels };
}

/** Writes the mean colour of a part of the picture; sides are fractions of it. */
function average(
  { width, height, pixels }: PixelImage,
  left: number,
  top: number,
  right: number,
  bottom: number,
  target: Uint8Array,
  at: number,
): void {
  const [x0, y0] = [Math.floor(left * width), Math.floor(top * height)];
  const [x1, y1] = [
    Math.max(x0 + 1, Math.floor(right * width)),
    Math.max(y0 + 1, Math.floor(bottom * height)),
  ];
  let [red, green, blue] = [0, 0, 0];
  for (let y = y0; y < y1; y += 1) {
    for (let from = (y * width + x0) * 4, end = (y * width + x1) * 4; from < end; from += 4) {
      red += pixels[from] ?? 0;
      green += pixels[from + 1] ?? 0;
      blue += pixels[from + 2] ?? 0;
    }
  }
  const count = (x1 - x0) * (y1 - y0);
  target[at] = Math.round(red / count);
  target[at + 1] = Math.round(green / count);
  target[at + 2] = Math.round(blue / count);
}
