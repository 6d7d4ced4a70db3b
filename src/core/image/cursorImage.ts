/** A picture of the pointer, with see-through parts. */
export interface CursorImage {
  /** In pixels; 0 x 0 when the cursor is hidden. */
  readonly width: number;
  readonly height: number;
  /** The pixel of it that lies on the place of the pointer; may lie outside of it. */
  readonly hotspotX: number;
  readonly hotspotY: number;
  /** RGBA, not premultiplied, row by row. */
  readonly pixels: Uint8Array;
}
