import type { Disposable } from '../base/disposables.ts';
import type { Event } from '../base/emitter.ts';
import type { Point, Rect, Size } from '../base/geometry.ts';
import type { LayoutName } from '../input/layouts.ts';
import type { ClipboardResult } from './wire.ts';

/** What every action takes. */
export interface ActionOptions {
  /** Milliseconds to wait after the action has been sent; none by default. */
  readonly delay?: number | undefined;
  /** Milliseconds that the whole action may take; the session's default when left out. */
  readonly timeout?: number | undefined;
  /** Cancels the action: it ends with `VNC_CANCELLED`, keys and buttons it holds come up. */
  readonly signal?: AbortSignal | undefined;
}

/** A button of the pointer; servers that have no `back` and `forward` are not told of them. */
export type MouseButton = 'left' | 'middle' | 'right' | 'back' | 'forward';

/** Where and how to click. */
export interface ClickOptions extends ActionOptions {
  /** Where to click; the pointer's place when left out. */
  readonly at?: Point | undefined;
  readonly button?: MouseButton | undefined;
  /** How often in quick succession: 1 (default), 2 or 3. */
  readonly count?: 1 | 2 | 3 | undefined;
  /** Milliseconds between press and release, for a long press. */
  readonly hold?: number | undefined;
}

/** How to drag. */
export interface DragOptions extends ActionOptions {
  /** Places to pass on the way. */
  readonly via?: readonly Point[] | undefined;
  /** Milliseconds for the whole way; 600 by default. */
  readonly duration?: number | undefined;
  readonly button?: MouseButton | undefined;
}

/** The pointer. Coordinates are framebuffer pixels; outside the screen is `VNC_OUTSIDE_SCREEN`. */
export interface Mouse {
  /** Where the pointer was last put by this session. */
  readonly position: Point;
  moveTo(x: number, y: number, options?: ActionOptions): Promise<void>;
  click(options?: ClickOptions): Promise<void>;
  doubleClick(options?: Omit<ClickOptions, 'count'>): Promise<void>;
  drag(from: Point, to: Point, options?: DragOptions): Promise<void>;
  down(button?: MouseButton, options?: ActionOptions): Promise<void>;
  up(button?: MouseButton, options?: ActionOptions): Promise<void>;
}

/** How to type. */
export interface TypeOptions extends ActionOptions {
  /** Milliseconds between characters; 0 by default. */
  readonly interval?: number | undefined;
  /** The remote machine's layout for this text; the connection's by default. Only consoles of machines need one. */
  readonly layout?: LayoutName | undefined;
  /** Hears how many of the keystrokes have been sent, after each of them. */
  readonly onProgress?: ((typed: number, total: number) => void) | undefined;
}

/** The keyboard. Key names are those of `input/keyNames.ts` (`Enter`, `F5`, `Ctrl`, `a`). */
export interface Keyboard {
  /** Types text as it stands. @throws `VNC_UNTYPABLE` before the first key when a character cannot be typed. */
  typeText(text: string, options?: TypeOptions): Promise<void>;
  /** The characters of a text that `typeText` could not type here, each once. */
  untypable(text: string, layout?: LayoutName): readonly string[];
  /** Presses and releases one key or chord, such as `Enter` or `Ctrl+Alt+Delete`. @throws `VNC_KEY_UNKNOWN` */
  press(key: string, options?: ActionOptions): Promise<void>;
  /** Presses several keys in order and releases them in reverse. */
  hotkey(keys: readonly string[], options?: ActionOptions): Promise<void>;
  down(key: string, options?: ActionOptions): Promise<void>;
  up(key: string, options?: ActionOptions): Promise<void>;
}

/** How to turn the wheel. */
export interface ScrollOptions extends ActionOptions {
  /** Where the pointer is put first; where it is when left out. */
  readonly at?: Point | undefined;
}

/** The wheel; `notches` is at least 1 and 3 by default. */
export interface Scroll {
  up(notches?: number, options?: ScrollOptions): Promise<void>;
  down(notches?: number, options?: ScrollOptions): Promise<void>;
  left(notches?: number, options?: ScrollOptions): Promise<void>;
  right(notches?: number, options?: ScrollOptions): Promise<void>;
}

/** How to put text into the clipboard. */
export interface SetClipboardOptions extends ActionOptions {
  /** Sends question marks for characters that the server cannot take, instead of failing; false by default. */
  readonly replaceUnknown?: boolean | undefined;
}

/** The remote clipboard, as far as the server tells of it. */
export interface Clipboard {
  /** The text that the server last announced, or `undefined` when it announced none yet. */
  get(options?: ActionOptions): Promise<string | undefined>;
  /**
   * Any text where the server has the extended clipboard, else the characters of Latin-1.
   *
   * @returns how many characters were replaced
   * @throws `VNC_CLIPBOARD_UNSUPPORTED` when the text has characters that the server cannot take, and
   *   `VNC_CLIPBOARD_TOO_LARGE`; nothing was sent then
   */
  set(text: string, options?: SetClipboardOptions): Promise<ClipboardResult>;
  clear(options?: ActionOptions): Promise<void>;
}

/** One colour, channels 0 to 255. */
export interface Color {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** Formats that a screenshot can have. */
export type ImageFormat = 'png' | 'jpeg' | 'bmp';

/** What to capture. */
export interface CaptureOptions extends ActionOptions {
  /** The part of the screen; all of it when left out. */
  readonly region?: Rect | undefined;
  /** `png` by default. */
  readonly format?: ImageFormat | undefined;
  /** JPEG quality, 1 to 100; 85 by default. */
  readonly quality?: number | undefined;
  /**
   * Whether to take the pixels as they are known instead of asking the server anew, which a session that has just
   * been opened need not: its first picture is whole. False by default.
   */
  readonly asKnown?: boolean | undefined;
  /**
   * Whether to draw the cursor into the picture, where its look and its place are known: the place is once the
   * session has moved the pointer, or when the server tells it. A server that paints the cursor itself, as TigerVNC
   * does until then, does so with either answer. False by default.
   */
  readonly cursor?: boolean | undefined;
}

/** An encoded picture of the screen. */
export interface Screenshot extends Size {
  readonly format: ImageFormat;
  readonly region: Rect;
  readonly data: Uint8Array;
}

/** Pixels as RGBA bytes, rows without gaps, alpha always 255. */
export interface PixelImage extends Size {
  readonly pixels: Uint8Array;
}

/** The remote screen. */
export interface Screen {
  readonly size: Size;
  /**
   * Encodes real pixels of the region: what the server showed after this call, or later, without loss. A server
   * with fences and continuous updates, such as TigerVNC, is asked for changes alone, others for every pixel.
   */
  capture(options?: CaptureOptions): Promise<Screenshot>;
  /** The same, not encoded. */
  pixels(options?: Omit<CaptureOptions, 'format' | 'quality'>): Promise<PixelImage>;
  /** One pixel, as fresh as a capture. */
  pixel(x: number, y: number, options?: ActionOptions): Promise<Color>;
  /** Waits until the server has sent every pixel of `region` anew. */
  refresh(region?: Rect, options?: ActionOptions): Promise<void>;
  /** A copy of what the framebuffer holds now, without asking the server. */
  peek(region?: Rect): PixelImage;
  /**
   * Hears of damage, once for every framebuffer update, with the rectangles that it painted. While anyone
   * watches, updates are asked for without pause.
   */
  watch(listener: (damage: readonly Rect[]) => void): Disposable;
  /** The size of the screen has changed. */
  readonly onResize: Event<Size>;
  /** The server rang the bell. */
  readonly onBell: Event<void>;
}

/** Everything that can be done to a remote screen, as one driver of it. */
export interface Bridge {
  readonly mouse: Mouse;
  readonly keyboard: Keyboard;
  readonly scroll: Scroll;
  readonly clipboard: Clipboard;
  readonly screen: Screen;
}
