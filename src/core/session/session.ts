import type { Rect, Size } from '../base/geometry.ts';
import type { Event } from '../base/emitter.ts';
import type { VncError } from '../base/errors.ts';
import type { Disposable } from '../base/disposables.ts';
import type { Bridge } from './bridge.ts';
import type { Arbiter, DrivenBridge, Driver, PersonInput } from './drivers.ts';

/** Where a session is in its life. It never goes back: a reconnect is a new session. */
export type SessionState =
  | { readonly phase: 'open' }
  | { readonly phase: 'closed'; readonly error?: VncError | undefined };

/** A cursor as the server drew it. */
export interface CursorImage extends Size {
  readonly hotspotX: number;
  readonly hotspotY: number;
  /** RGBA, not premultiplied; empty when the cursor is hidden (0 x 0). */
  readonly pixels: Uint8Array;
}

/** What a panel needs beyond the typed actions. */
export interface ScreenFeed extends Disposable {
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
  feed(listener: (damage: readonly Rect[]) => void): ScreenFeed;
  /** Copies the region's RGBA pixels row by row into `target`, which has room for them. */
  copyPixels(region: Rect, target: Uint8Array): void;
  /** Ends the session: keys and buttons come up, the connection closes. Resolves when it is closed. */
  close(): Promise<void>;
}
