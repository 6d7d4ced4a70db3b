import type { CursorPicture } from '../src/protocol/pointerMessages.ts';

/** A cursor as it is shown: lengths are CSS pixels. */
export interface CursorLook {
  /** The picture in device pixels. */
  readonly canvas: HTMLCanvasElement;
  readonly width: number;
  readonly height: number;
  readonly hotspotX: number;
  readonly hotspotY: number;
}

/** Browsers show no larger cursors than this many CSS pixels a side. */
const largestNative = 128;
/** Chromium shows larger ones than this only where all of them lies within its window. */
const largestAnywhere = 32;

/** Stands for a cursor that is hidden or unknown: losing the place of one's own hand helps nobody. */
export const dot: CursorPicture = dotPicture();

/** Whether nothing of a cursor can be seen. */
export function isHidden({ width, height, pixels }: CursorPicture): boolean {
  for (let i = 3; i < width * height * 4; i += 4) if (pixels[i] !== 0) return false;
  return true;
}

/**
 * The cursor `scale` times as large.
 *
 * @param ratio device pixels of one CSS pixel.
 */
export function lookOf(picture: CursorPicture, scale: number, ratio: number): CursorLook {
  const { width, height, pixels } = picture;
  const source = canvasOf(width, height);
  source.context.putImageData(new ImageData(Uint8ClampedArray.from(pixels), width, height), 0, 0);
  const target = canvasOf(
    Math.max(1, Math.round(width * scale * ratio)),
    Math.max(1, Math.round(height * scale * ratio)),
  );
  target.context.imageSmoothingEnabled = !Number.isInteger(scale * ratio);
  target.context.drawImage(source.canvas, 0, 0, target.canvas.width, target.canvas.height);
  return {
    canvas: target.canvas,
    width: target.canvas.width / ratio,
    height: target.canvas.height / ratio,
    hotspotX: Math.floor(picture.hotspotX * scale),
    hotspotY: Math.floor(picture.hotspotY * scale),
  };
}

/** Whether the browser may show a cursor of this size by itself, at some place at least. */
export function isNative({ width, height }: Pick<CursorLook, 'width' | 'height'>): boolean {
  return width <= largestNative && height <= largestNative;
}

/**
 * Whether the browser shows a native cursor at `place`, and not its arrow instead.
 *
 * @param room the page, whose window may be larger but not smaller.
 */
export function isShownAt(
  look: Omit<CursorLook, 'canvas'>,
  place: { readonly x: number; readonly y: number },
  room: { readonly width: number; readonly height: number },
): boolean {
  const { width, height } = look;
  if (!isNative(look)) return false;
  if (width <= largestAnywhere && height <= largestAnywhere) return true;
  const left = place.x - look.hotspotX;
  const top = place.y - look.hotspotY;
  return left >= 0 && top >= 0 && left + width <= room.width && top + height <= room.height;
}

function canvasOf(
  width: number,
  height: number,
): {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
} {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser has no canvas');
  return { canvas, context };
}

/** A dark dot with a light rim, seen on any ground. */
function dotPicture(): CursorPicture {
  const side = 5;
  const pixels = new Uint8Array(side * side * 4);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const corner = (x === 0 || x === side - 1) && (y === 0 || y === side - 1);
      const rim = x === 0 || x === side - 1 || y === 0 || y === side - 1;
      if (!corner) pixels.set(rim ? [255, 255, 255, 255] : [0, 0, 0, 255], (y * side + x) * 4);
    }
  }
  return { width: side, height: side, hotspotX: 2, hotspotY: 2, pixels };
}
