import type { Event } from '../base/emitter.ts';
import type { VncError } from '../base/errors.ts';
import type { Rect, Size } from '../base/geometry.ts';
import type { CursorImage } from './session.ts';

/** The pixels of a screen, as a session reads them. */
export interface WirePixels extends Size {
  /** A copy of the region's pixels: RGBA, rows without gaps. */
  read(region: Rect): Uint8Array;
  /** The same, to the start of `target`. */
  readInto(region: Rect, target: Uint8Array): void;
}

/** What a session needs of the protocol client (`rfb/rfbClient.ts`). */
export interface Wire {
  readonly framebuffer: WirePixels;
  readonly desktopName: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly closed: boolean;
  /** A framebuffer update begins. */
  readonly onUpdateStart: Event<void>;
  /** A framebuffer update has ended, with the rectangles that painted pixels; empty when it had none. */
  readonly onUpdate: Event<readonly Rect[]>;
  readonly onResize: Event<Size>;
  readonly onCursor: Event<CursorImage>;
  readonly onBell: Event<void>;
  readonly onCutText: Event<string>;
  readonly onDesktopName: Event<string>;
  /** The connection has ended, once: with an error when it was lost. */
  readonly onClose: Event<VncError | undefined>;
  requestUpdate(region: Rect, options: { readonly incremental: boolean }): void;
  sendKey(keysym: number, down: boolean): void;
  sendPointer(x: number, y: number, buttonMask: number): void;
  sendCutText(text: string): void;
  close(): void;
}
