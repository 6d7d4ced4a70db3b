/** Pixels in each direction of what is written and read back. */
const side = 8;

/** Whether this browser gives back the pixels that a canvas has: some make noise of them, against being recognized. */
export function readsExactly(): boolean {
  try {
    const context = new OffscreenCanvas(side, side).getContext('2d', { alpha: false });
    if (context === null) return false;
    // Different everywhere, and opaque.
    const written = Uint8ClampedArray.from({ length: side * side * 4 }, (_, i) =>
      i % 4 === 3 ? 255 : (i * 37) % 256,
    );
    context.putImageData(new ImageData(written, side, side), 0, 0);
    return context.getImageData(0, 0, side, side).data.every((value, i) => value === written[i]);
  } catch {
    return false;
  }
}
