import { vncError } from '../base/errors.ts';
import type { Point, Rect } from '../base/geometry.ts';
import { limits } from '../base/limits.ts';
import type { CursorImage } from '../image/cursorImage.ts';
import { type RecordedScreen, opCodes } from './recordingFormat.ts';

/** What happens in a moment. Bytes are views of the block. */
export type RecordingOp =
  | { readonly op: 'size'; readonly width: number; readonly height: number }
  | { readonly op: 'pixels'; readonly place: Rect; readonly rgb: Uint8Array }
  | { readonly op: 'copy'; readonly place: Rect; readonly from: Point }
  | { readonly op: 'jpeg'; readonly place: Rect; readonly parts: readonly Rect[]; readonly jpeg: Uint8Array }
  | { readonly op: 'cursor'; readonly cursor: CursorImage }
  | { readonly op: 'pointer'; readonly at: Point }
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'layout'; readonly screens: readonly RecordedScreen[] }
  | { readonly op: 'connected'; readonly connected: boolean };

/** One state of the screen. */
export interface Moment {
  /** Milliseconds since the start. */
  readonly time: number;
  readonly ops: readonly RecordingOp[];
}

/**
 * Reads the moments of a block.
 *
 * Places are only known to have pixels: whether they lie on the screen, who applies them finds out.
 *
 * @param isKey whether it is a key block, which begins with the size of the screen; no other has one.
 * @throws `VNC_RECORDING_INVALID` where they are no moments, `VNC_RECORDING_LIMIT` for a screen or pointer that
 *   nobody has
 */
export function readMoments(bytes: Uint8Array, isKey: boolean): readonly Moment[] {
  const reader = new OpReader(bytes);
  const moments: { time: number; ops: RecordingOp[] }[] = [];
  let isStart = true;
  let work = 0;
  while (!reader.atEnd) {
    const code = reader.u8();
    if (code === opCodes.moment) {
      const time = reader.u32();
      if (time < (moments.at(-1)?.time ?? 0)) throw invalid('time');
      moments.push({ time, ops: [] });
      continue;
    }
    const moment = moments.at(-1);
    if (moment === undefined) throw invalid('moment');
    const op = readOp(code, reader);
    if ((op.op === 'size') !== (isKey && isStart)) throw invalid('size');
    isStart = false;
    work += workOf(op);
    if (work > limits.recordingWork) throw vncError('VNC_RECORDING_LIMIT', { limit: 'recordingWork' });
    moment.ops.push(op);
  }
  if (isKey && isStart) throw invalid('size');
  return moments;
}

/** Pixels that an op of a few bytes paints. */
function workOf(op: RecordingOp): number {
  if (op.op !== 'copy' && op.op !== 'jpeg') return 0;
  const parts = op.op === 'jpeg' ? op.parts : [];
  return [op.place, ...parts].reduce((sum, { width, height }) => sum + width * height, 0);
}

function readOp(code: number, reader: OpReader): RecordingOp {
  switch (code) {
    case opCodes.size: {
      const [width, height] = [reader.u16(), reader.u16()];
      checkScreenSize(width, height);
      return { op: 'size', width, height };
    }
    case opCodes.pixels: {
      const place = reader.place();
      return { op: 'pixels', place, rgb: reader.bytes(place.width * place.height * 3) };
    }
    case opCodes.copy:
      return { op: 'copy', place: reader.place(), from: reader.point() };
    case opCodes.jpeg: {
      const place = reader.place();
      const parts = Array.from({ length: reader.room(reader.u16(), 8) }, () => reader.place());
      return { op: 'jpeg', place, parts, jpeg: reader.bytes(reader.u32()) };
    }
    case opCodes.cursor: {
      const [width, height, hotspotX, hotspotY] = [reader.u16(), reader.u16(), reader.u16(), reader.u16()];
      if (Math.max(width, height) > limits.cursorSide)
        throw vncError('VNC_RECORDING_LIMIT', { limit: 'cursorSide' });
      return {
        op: 'cursor',
        cursor: { width, height, hotspotX, hotspotY, pixels: reader.bytes(width * height * 4) },
      };
    }
    case opCodes.pointer:
      return { op: 'pointer', at: reader.point() };
    case opCodes.name:
      return { op: 'name', name: new TextDecoder().decode(reader.bytes(reader.u16())) };
    case opCodes.layout: {
      const count = reader.room(reader.u8(), 12);
      return {
        op: 'layout',
        screens: Array.from({ length: count }, () => ({ id: reader.u32(), ...reader.place() })),
      };
    }
    case opCodes.connected:
      return { op: 'connected', connected: reader.u8() !== 0 };
    default:
      throw invalid('op');
  }
}

/** @throws `VNC_RECORDING_LIMIT` for a screen that no session may have */
export function checkScreenSize(width: number, height: number): void {
  if (Math.max(width, height) > limits.framebufferSide)
    throw vncError('VNC_RECORDING_LIMIT', { limit: 'framebufferSide' });
  if (width * height > limits.framebufferPixels)
    throw vncError('VNC_RECORDING_LIMIT', { limit: 'framebufferPixels' });
}

/** The error of a file that is no recording, or is damaged. */
export function invalid(what: string): Error {
  return vncError('VNC_RECORDING_INVALID', { what });
}

/** Walks through a block; reading past its end is an error. */
class OpReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  point(): Point {
    return { x: this.u16(), y: this.u16() };
  }

  place(): Rect {
    const place = { ...this.point(), width: this.u16(), height: this.u16() };
    if (place.width === 0 || place.height === 0) throw invalid('place');
    return place;
  }

  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Whether `count` things of `bytes` each can follow at all, before a list for them is made. */
  room(count: number, bytes: number): number {
    if (this.#at + count * bytes > this.#bytes.length) throw invalid('length');
    return count;
  }

  #take(length: number): number {
    const start = this.#at;
    if (start + length > this.#bytes.length) throw invalid('length');
    this.#at = start + length;
    return start;
  }
}
