/**
 * Whether a JPEG picture has a colour of its own for every pixel. Otherwise a decoder has to make up colours in between
 * (ITU-T T.81, B.2.2: sampling factors of the frame's components), and they differ in how.
 */
export function hasFullColour(jpeg: Uint8Array): boolean {
  let at = 2;
  while (at + 9 < jpeg.length && jpeg[at] === 0xff) {
    const marker = jpeg[at + 1] ?? 0;
    const length = ((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0);
    if (isFrameMarker(marker)) {
      const components = jpeg[at + 9] ?? 0;
      const factors = Array.from({ length: components }, (_, i) => jpeg[at + 11 + i * 3]);
      return components === 3 && factors.every((factor) => factor !== undefined && factor === factors[0]);
    }
    if (length < 2) return false;
    at += 2 + length;
  }
  return false;
}

/** SOF0 to SOF15, but for DHT, JPG and DAC, which lie between them. */
function isFrameMarker(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
