import type { Event } from '../base/emitter.ts';
import type { VncError } from '../base/errors.ts';
import type { Point, Rect, Size } from '../base/geometry.ts';
import type { CursorImage } from '../image/cursorImage.ts';
import type { EncodingStatistics } from './statistics.ts';

/** A rectangle that an update has painted, and how where that is of use. */
export interface Damage extends Rect {
  /** Where the same pixels were: it was copied, before what comes after it in the list was painted. */
  readonly from?: Point;
  /** The server has simplified the pixels: JPEG and the like. */
  readonly lossy?: true;
}

/** A picture that is on the screen but was not decoded. */
export interface ScreenPicture extends Rect {
  /** JPEG, of the rectangle's size. */
  readonly jpeg: Uint8Array;
  /** What has not been painted over since; never empty, and without overlaps. */
  readonly visible: readonly Rect[];
}

/** The pixels of a screen, as a session reads them. */
export interface WirePixels extends Size {
  /** Whether JPEG pictures stay undecoded until somebody reads their pixels. */
  defersPictures: boolean;
  /** Those that are undecoded now. What is visible of them does not overlap. */
  readonly pictures: readonly ScreenPicture[];
  /** All of them, as they are until the next update: RGBA, rows without gaps. */
  readonly pixels: Uint8Array;
  /** A copy of the region's pixels: RGBA, rows without gaps. */
  read(region: Rect): Uint8Array;
  /** The same, to the start of `target`. */
  readInto(region: Rect, target: Uint8Array): void;
}

/** What the server has shown that it can do: each turns true when it says so, and stays. */
export interface WireCapabilities {
  readonly fence: boolean;
  readonly continuousUpdates: boolean;
  /** Keys may carry scancodes (QEMU Extended Key Event). */
  readonly extendedKeys: boolean;
  /** Back and forward buttons (Extended Mouse Buttons). */
  readonly extendedMouseButtons: boolean;
  /** Clipboard text may have any character (Extended Clipboard). */
  readonly extendedClipboard: boolean;
  /** The screen's size can be asked for (Extended Desktop Size). */
  readonly desktopResize: boolean;
  /** The machine can be shut down, restarted and reset (xvp). */
  readonly power: boolean;
}

/** Whether the server wants places or movements of the pointer (QEMU Pointer Motion Change). */
export type PointerMode = 'absolute' | 'relative';

/** The lock keys of the remote keyboard; one that the server does not tell of is left out. */
export interface LockState {
  readonly scroll?: boolean;
  readonly num?: boolean;
  readonly caps?: boolean;
}

/** One screen of the remote desktop (rfbproto, ExtendedDesktopSize). */
export interface ScreenArea extends Rect {
  readonly id: number;
  /** Not used by anything yet; sent back as it came. */
  readonly flags: number;
}

/** A size of the remote desktop to ask for; the screens keep their ids, or become one, when left out. */
export interface ResizeRequest extends Size {
  readonly screens?: readonly ScreenArea[] | undefined;
}

/** What can be done to the power of the remote machine. */
export type PowerAction = 'shutdown' | 'reboot' | 'reset';

/** How colours may be simplified in lossy pictures (rfbproto, JPEG Subsampling Level). */
export type Subsampling = '1x' | '2x' | '4x' | 'gray' | '8x' | '16x';

/** Bits for the colour of a pixel on the wire: all of them, 65536 colours, or 256. */
export type ColorDepth = 8 | 16 | 24;

/** What to ask the server for; a field that is left out keeps to what is best without loss. */
export interface EncodingChoice {
  /** The name of the encoding to prefer, such as `Tight` or `ZRLE`. @see {@link Wire.setEncodings} */
  readonly preferred?: string | undefined;
  /** The preferred encoding and no other one: pixels whose bytes are to be known before come in `Raw` alone. */
  readonly only?: true | undefined;
  /** 0 (worst) to 9: allows lossy pictures. Without it, and without the two below, every pixel is exact. */
  readonly quality?: number | undefined;
  /** 0 (fast) to 9 (small). */
  readonly compression?: number | undefined;
  /** 0 to 100: quality in fine steps, for the servers that know them. */
  readonly fineQuality?: number | undefined;
  readonly subsampling?: Subsampling | undefined;
}

/** Counts since the connection was made. */
export interface WireStatistics {
  readonly bytesReceived: number;
  readonly bytesSent: number;
  /** Framebuffer updates. */
  readonly updates: number;
  /** By the encoding's name, in the order of their first arrival. */
  readonly rectangles: Readonly<Record<string, EncodingStatistics>>;
}

/** What became of text for the remote clipboard. */
export interface ClipboardResult {
  /** Characters that the server cannot take, which became question marks. */
  readonly lost: number;
}

/** What a session needs of the protocol client (`rfb/rfbClient.ts`). */
export interface Wire {
  readonly framebuffer: WirePixels;
  readonly desktopName: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly closed: boolean;
  readonly capabilities: WireCapabilities;
  readonly pointerMode: PointerMode;
  /** `undefined` until the server has told. */
  readonly lockState: LockState | undefined;
  /** The screens that make up the desktop; none until the server has told. */
  readonly layout: readonly ScreenArea[];
  /** A framebuffer update begins. */
  readonly onUpdateStart: Event<void>;
  /** A framebuffer update has ended, with the rectangles that painted pixels; empty when it had none. */
  readonly onUpdate: Event<readonly Damage[]>;
  readonly onResize: Event<Size>;
  readonly onCursor: Event<CursorImage>;
  /** The server says where the pointer is: it, or somebody else, has moved it. */
  readonly onPointerMove: Event<Point>;
  readonly onBell: Event<void>;
  /** The server's clipboard has new text, which is here already. */
  readonly onClipboard: Event<string>;
  readonly onDesktopName: Event<string>;
  readonly onCapabilities: Event<WireCapabilities>;
  readonly onPointerMode: Event<PointerMode>;
  readonly onLockState: Event<LockState>;
  readonly onLayout: Event<readonly ScreenArea[]>;
  /** The connection has ended, once: with an error when it was lost. */
  readonly onClose: Event<VncError | undefined>;
  requestUpdate(region: Rect, options: { readonly incremental: boolean }): void;
  /**
   * Sends a key, with its XT scancode (set 1, `E0 xx` as `xx | 0x80`) when there is one and the server takes
   * them.
   */
  sendKey(keysym: number, down: boolean, scancode?: number): void;
  /** Sends the pointer's place and its buttons: bits 0 to 6 as in RFC 6143, 7 is back, 8 forward. */
  sendPointer(x: number, y: number, buttonMask: number): void;
  /** Moves the pointer by so many pixels; only in the mode `relative`, otherwise from where it is. */
  sendPointerDelta(dx: number, dy: number, buttonMask: number): void;
  /**
   * Puts text into the server's clipboard.
   *
   * @throws `VNC_CLIPBOARD_TOO_LARGE`
   */
  setClipboard(text: string): Promise<ClipboardResult>;
  /** The text of the server's clipboard as far as it told of one; waits for text that is on its way. */
  readClipboard(signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Asks for another size of the desktop, and resolves when the server says yes or that it passed the wish on.
   *
   * @throws `VNC_RESIZE_UNSUPPORTED`, `VNC_RESIZE_REFUSED` with the server's status
   */
  requestResize(request: ResizeRequest): Promise<void>;
  /** @throws `VNC_POWER_UNSUPPORTED`, `VNC_POWER_FAILED` */
  power(action: PowerAction): Promise<void>;
  /**
   * Milliseconds until the server answered, behind everything sent before. `answered` is called at once when the
   * answer is read, before anything that follows it on the wire.
   *
   * @throws `VNC_EXTENSION_UNSUPPORTED`, and the error with which the connection ends
   */
  fence(answered?: () => void): Promise<number>;
  /** Updates of `region` come by themselves from now on. @throws `VNC_EXTENSION_UNSUPPORTED` */
  enableContinuousUpdates(region: Rect): void;
  /** Updates come when they are asked for again; resolves when the last of the others has come. */
  disableContinuousUpdates(): Promise<void>;
  /** What the server should send from now on. @throws `VNC_ARGUMENT_INVALID` */
  setEncodings(choice: EncodingChoice): void;
  /** Another number of colours on the wire, at a safe moment; the whole screen is sent anew. */
  setPixelFormat(depth: ColorDepth): Promise<void>;
  statistics(): WireStatistics;
  close(): void;
}
