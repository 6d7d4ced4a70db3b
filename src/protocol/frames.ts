/**
 * The binary form of a frame: what changed on the remote screen since the frame before, in one tight
 * `Uint8Array`. Numbers are little-endian, as in every machine that runs the editor.
 *
 * ```
 * frame   u8 format (3), u32 sequence, u16 width, u16 height, u32 regions, then the regions
 * region  u8 form, u16 x, u16 y, u16 width, u16 height, then by form
 *   fill 0     red, green, blue
 *   rgb 1      width * height times red, green, blue, row by row
 *   palette 2  u8 colours - 1, so many times red, green, blue, then rows of indices of 1, 2, 4 or 8 bits (the
 *              fewest that do), most significant first, each row filled up to a whole byte
 *   copy 3     u16 x, u16 y: where the page has the same pixels, as the regions before this one left them
 *   jpeg 4     u8 parts, so many times u16 x, u16 y, u16 width, u16 height: what is to be painted of it, all of it
 *              when there are none; u32 length, so many bytes of a JPEG picture of the region's size
 *   runs 5     u8 colours - 1, so many times red, green, blue; u32 length, so many bytes of runs (`runs.ts`)
 * ```
 *
 * Colours have no alpha: the remote screen is opaque. A region never reaches over the screen's edge. Regions are
 * painted in their order.
 */

import { FrameReader } from './frameReader.ts';
import { checkRuns } from './runs.ts';

/** The first byte of every frame; another value means that host and page are of different releases. */
export const frameFormat = 3;

/** Bytes before the first region. */
export const frameHeaderBytes = 13;

/** Bytes of a region before what belongs to its form. */
export const regionHeaderBytes = 9;

/** The numbers of the forms on the wire. */
export const regionForms = { fill: 0, rgb: 1, palette: 2, copy: 3, jpeg: 4, runs: 5 } as const;

/** Where a region lies, in pixels of the remote screen. */
export interface RegionPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One colour everywhere. */
export interface FillRegion extends RegionPlace {
  readonly form: 'fill';
  /** Three bytes: red, green, blue. */
  readonly color: Uint8Array;
}

/** Every pixel by its colour. */
export interface RgbRegion extends RegionPlace {
  readonly form: 'rgb';
  /** Three bytes a pixel, row by row. */
  readonly pixels: Uint8Array;
}

/** Every pixel by its place in a list of at most 256 colours. */
export interface PaletteRegion extends RegionPlace {
  readonly form: 'palette';
  /** Three bytes a colour. */
  readonly colors: Uint8Array;
  /** Packed indices; {@link paletteBits} tells how wide each is. */
  readonly indices: Uint8Array;
}

/** Every pixel by its place in a list of at most 127 colours, as runs of them. */
export interface RunsRegion extends RegionPlace {
  readonly form: 'runs';
  /** Three bytes a colour. */
  readonly colors: Uint8Array;
  /** What `checkRuns` and `paintRuns` read. */
  readonly runs: Uint8Array;
}

/** The same pixels as elsewhere on the page's screen; the two may overlap. */
export interface CopyRegion extends RegionPlace {
  readonly form: 'copy';
  readonly fromX: number;
  readonly fromY: number;
}

/** A picture as the server sent it. */
export interface JpegRegion extends RegionPlace {
  readonly form: 'jpeg';
  /** What is to be painted of it, on the screen and inside of the region; all of it when there are none. */
  readonly parts: readonly RegionPlace[];
  readonly jpeg: Uint8Array;
}

/** Regions that bring the colours of their pixels. */
export type PixelRegion = FillRegion | RgbRegion | PaletteRegion | RunsRegion;

/** A part of the screen with its new pixels. */
export type Region = PixelRegion | CopyRegion | JpegRegion;

/** The most parts of a picture that a region can name. */
export const mostParts = 255;

const placeBytes = 8;

/** What one post carries. */
export interface Frame {
  /** Counts up by one a frame; the page returns it when this frame, and all before it, are painted. */
  readonly sequence: number;
  /** Size of the whole remote screen. Another size than the frame before starts from an empty screen. */
  readonly width: number;
  readonly height: number;
  readonly regions: readonly Region[];
}

/** Bits of one index into a list of so many colours. */
export function paletteBits(colors: number): 1 | 2 | 4 | 8 {
  if (colors <= 2) return 1;
  if (colors <= 4) return 2;
  return colors <= 16 ? 4 : 8;
}

/** Bytes of one row of packed indices. */
export function paletteRowBytes(colors: number, width: number): number {
  return Math.ceil((width * paletteBits(colors)) / 8);
}

/** Bytes that a region takes in a frame. */
export function regionBytes(region: Region): number {
  switch (region.form) {
    case 'fill':
      return regionHeaderBytes + 3;
    case 'rgb':
      return regionHeaderBytes + region.pixels.length;
    case 'palette':
      return regionHeaderBytes + 1 + region.colors.length + region.indices.length;
    case 'runs':
      return regionHeaderBytes + 1 + region.colors.length + 4 + region.runs.length;
    case 'copy':
      return regionHeaderBytes + 4;
    case 'jpeg':
      return regionHeaderBytes + 1 + region.parts.length * placeBytes + 4 + region.jpeg.length;
  }
}

/** Packs a frame into an array that owns exactly its bytes, as a post to the page must. */
export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  const length = frame.regions.reduce((sum, region) => sum + regionBytes(region), frameHeaderBytes);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, frameFormat);
  view.setUint32(1, frame.sequence, true);
  view.setUint16(5, frame.width, true);
  view.setUint16(7, frame.height, true);
  view.setUint32(9, frame.regions.length, true);
  let at = frameHeaderBytes;
  const put = (part: Uint8Array): void => {
    bytes.set(part, at);
    at += part.length;
  };
  const putPlace = (place: RegionPlace): void => {
    view.setUint16(at, place.x, true);
    view.setUint16(at + 2, place.y, true);
    view.setUint16(at + 4, place.width, true);
    view.setUint16(at + 6, place.height, true);
    at += placeBytes;
  };
  for (const region of frame.regions) {
    view.setUint8(at, regionForms[region.form]);
    at += 1;
    putPlace(region);
    switch (region.form) {
      case 'fill':
        put(region.color);
        break;
      case 'rgb':
        put(region.pixels);
        break;
      case 'palette':
        view.setUint8(at, region.colors.length / 3 - 1);
        at += 1;
        put(region.colors);
        put(region.indices);
        break;
      case 'runs':
        view.setUint8(at, region.colors.length / 3 - 1);
        at += 1;
        put(region.colors);
        view.setUint32(at, region.runs.length, true);
        at += 4;
        put(region.runs);
        break;
      case 'copy':
        view.setUint16(at, region.fromX, true);
        view.setUint16(at + 2, region.fromY, true);
        at += 4;
        break;
      case 'jpeg':
        view.setUint8(at, region.parts.length);
        at += 1;
        for (const part of region.parts) putPlace(part);
        view.setUint32(at, region.jpeg.length, true);
        at += 4;
        put(region.jpeg);
        break;
    }
  }
  return bytes;
}

/**
 * Reads a frame. Regions are views of `bytes`, nothing is copied.
 *
 * @throws Error when the bytes are no whole frame or a region reaches over the edge of the screen.
 */
export function decodeFrame(bytes: Uint8Array): Frame {
  const reader = new FrameReader(bytes);
  const format = reader.u8();
  if (format !== frameFormat) throw new Error(`frame format ${format} is not ${frameFormat}`);
  const sequence = reader.u32();
  const width = reader.u16();
  const height = reader.u16();
  const count = reader.u32();
  const regions: Region[] = [];
  for (let i = 0; i < count; i++) regions.push(readRegion(reader, width, height));
  reader.end();
  return { sequence, width, height, regions };
}

function readRegion(reader: FrameReader, screenWidth: number, screenHeight: number): Region {
  const form = reader.u8();
  const place = reader.place({ x: 0, y: 0, width: screenWidth, height: screenHeight });
  const { width, height } = place;
  switch (form) {
    case regionForms.fill:
      return { form: 'fill', ...place, color: reader.bytes(3) };
    case regionForms.rgb:
      return { form: 'rgb', ...place, pixels: reader.bytes(width * height * 3) };
    case regionForms.palette: {
      const count = reader.u8() + 1;
      const colors = reader.bytes(count * 3);
      const indices = reader.bytes(paletteRowBytes(count, width) * height);
      return { form: 'palette', ...place, colors, indices };
    }
    case regionForms.runs: {
      const count = reader.u8() + 1;
      const [colors, runs] = [reader.bytes(count * 3), reader.bytes(reader.u32())];
      checkRuns(runs, place, count);
      return { form: 'runs', ...place, colors, runs };
    }
    case regionForms.copy: {
      const [fromX, fromY] = [reader.u16(), reader.u16()];
      if (fromX + width > screenWidth || fromY + height > screenHeight) {
        throw new Error(`copied from ${fromX},${fromY}, which is not on the screen`);
      }
      return { form: 'copy', ...place, fromX, fromY };
    }
    case regionForms.jpeg: {
      const parts: RegionPlace[] = [];
      for (let count = reader.u8(); count > 0; count--) parts.push(reader.place(place));
      return { form: 'jpeg', ...place, parts, jpeg: reader.bytes(reader.u32()) };
    }
    default:
      throw new Error(`region form ${form} is unknown`);
  }
}
