import type { CursorImage } from '../image/cursorImage.ts';
import type { Point, Rect, Size } from '../base/geometry.ts';
import type { Event } from '../base/emitter.ts';
import type { VncError } from '../base/errors.ts';
import type { Disposable } from '../base/disposables.ts';
import type { ActionOptions, Bridge } from './bridge.ts';
import type { Arbiter, DrivenBridge, Driver, PersonInput } from './drivers.ts';
import type { PictureQuality } from './pictureQuality.ts';
import type { SessionStatistics } from './statistics.ts';
import type {
  ColorDepth,
  Damage,
  EncodingChoice,
  LockState,
  PointerMode,
  PowerAction,
  ResizeRequest,
  ScreenArea,
  ScreenPicture,
  WireCapabilities,
} from './wire.ts';

/**
 * Where a session is in its life. A lost connection is made again where the session was opened with `reconnect`:
 * `open`, `reconnecting`, `open` again. `closed` is the end.
 */
export type SessionState =
  | { readonly phase: 'open' }
  | {
      readonly phase: 'reconnecting';
      /** The attempt that is under way or next, from 1 on. */
      readonly attempt: number;
      /** When it begins, in milliseconds as `Date.now()` counts them; `undefined` while it is under way. */
      readonly nextAttemptAt: number | undefined;
      /** Why the connection was lost, or the last attempt failed. */
      readonly error: VncError;
    }
  | { readonly phase: 'closed'; readonly error?: VncError | undefined };

/** What a panel can do. */
export interface FeedOptions {
  /** It decodes {@link ScreenFeed.pictures} itself, so that the session need not unless somebody else reads them. */
  readonly pictures?: boolean;
  /**
   * Keeps what it gets, as a recording does, instead of showing it to a person: a session that chooses its quality by
   * itself simplifies nothing meanwhile, and asks for what it has simplified once more.
   */
  readonly exact?: boolean;
  /** An update that {@link ScreenFeed.updating} told of has ended without having painted anything. */
  readonly settled?: () => void;
}

/** What a panel needs beyond the typed actions. */
export interface ScreenFeed extends Disposable {
  /** Whether an update is being painted: what can be read is newer than the damage that was told. */
  readonly updating: boolean;
  /** Pictures on the screen that were not decoded. Reading their pixels decodes them, and they are none any more. */
  readonly pictures: readonly ScreenPicture[];
  /**
   * Wants one more framebuffer update now: the panel has credit. Without any other listener this is what asks
   * the server.
   */
  pull(): void;
}

/** A live connection. */
export interface Session extends Bridge, AsyncDisposable {
  /** Unique in this process. */
  readonly id: string;
  /** The connection's name, or the address. */
  readonly name: string;
  /** Where it leads, without secrets. */
  readonly address: string;
  readonly desktopName: string;
  readonly onDesktopName: Event<string>;
  readonly size: Size;
  readonly state: SessionState;
  readonly onStateChange: Event<SessionState>;
  readonly cursor: CursorImage | undefined;
  readonly onCursor: Event<CursorImage>;
  readonly onClipboard: Event<string>;
  readonly viewOnly: boolean;
  readonly arbiter: Arbiter;
  /** Facts for logs and tooltips: protocol version, security type, encodings seen. */
  readonly facts: Readonly<Record<string, string>>;
  /** Takes the controls as `driver`. @throws `VNC_INPUT_TAKEN` when another script or agent drives. */
  drive(driver: Driver): DrivenBridge;
  /** A person's raw input, for one panel. */
  attachPerson(name: string): PersonInput;
  /** Damage for a panel, paced by its credit. The listener hears once for every framebuffer update. */
  feed(listener: (damage: readonly Damage[]) => void, options?: FeedOptions): ScreenFeed;
  /** Copies the region's RGBA pixels row by row into `target`, which has room for them. */
  copyPixels(region: Rect, target: Uint8Array): void;
  /** What the server has shown that it can do. */
  readonly capabilities: WireCapabilities;
  readonly onCapabilities: Event<WireCapabilities>;
  /** The screens that make up the desktop; none until the server has told. */
  readonly layout: readonly ScreenArea[];
  readonly onLayout: Event<readonly ScreenArea[]>;
  /** The lock keys of the remote keyboard; `undefined` until the server has told. */
  readonly lockState: LockState | undefined;
  /** Whether the machine makes letters of dead keys by itself, so that it wants these as they are. */
  readonly composesLetters: boolean;
  readonly onLockState: Event<LockState>;
  readonly pointerMode: PointerMode;
  readonly onPointerMode: Event<PointerMode>;
  /** A person, a script or an agent has put the pointer there, or a server says so that tells where it is. */
  readonly onPointerMove: Event<Point>;
  /**
   * Asks for another size of the desktop, and resolves when the server grants it. A session that reconnects asks
   * for it again.
   *
   * @throws `VNC_RESIZE_UNSUPPORTED`, `VNC_RESIZE_REFUSED`, `VNC_VIEW_ONLY`, `VNC_ACTION_TIMEOUT`
   */
  resize(request: ResizeRequest, options?: ActionOptions): Promise<void>;
  /** @throws `VNC_POWER_UNSUPPORTED`, `VNC_POWER_FAILED`, `VNC_VIEW_ONLY`, `VNC_ACTION_TIMEOUT` */
  power(action: PowerAction, options?: ActionOptions): Promise<void>;
  /**
   * What the server is asked to send. Where it allows loss, captures and checks ask without loss all the same;
   * only panels and `peek` see simplified pixels.
   */
  encodings: EncodingChoice;
  /**
   * How many colours come over the wire; what was set last, also before the server has switched. Fewer than all are
   * never exact: captures and checks see them as they come. Those that begin after more were set wait for them. A
   * server whose colours cannot be chosen sends its own.
   *
   * @throws `VNC_ARGUMENT_INVALID` for another number of bits
   */
  colorDepth: ColorDepth;
  /**
   * Whether the session chooses by itself what the server may do to pictures, for panels alone: less where the line or
   * the server cannot keep up with what moves, and exact pixels once it is still. Choosing {@link encodings} turns it
   * off; a chosen {@link colorDepth} stays.
   */
  automaticQuality: boolean;
  /** How pictures come now, for people to read. */
  readonly pictureQuality: PictureQuality;
  /** Another quality, or the whole screen has become exact, or is not any more. */
  readonly onPictureQuality: Event<PictureQuality>;
  /** What went over the wire so far. */
  readonly statistics: SessionStatistics;
  /** Begins the next attempt to reconnect now. Nothing unless the session waits for one. */
  reconnectNow(): void;
  /** Gives up reconnecting: the session closes with the error that it was lost with. Nothing while it is open. */
  stopReconnecting(): void;
  /** Ends the session: keys and buttons come up, the connection closes. Resolves when it is closed. */
  close(): Promise<void>;
}
