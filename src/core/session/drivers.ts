import type { Disposable } from '../base/disposables.ts';
import type { Event } from '../base/emitter.ts';
import type { LockKeys } from '../input/lockKeys.ts';
import type { Bridge } from './bridge.ts';

/** Who sends input. */
export type DriverKind = 'person' | 'script' | 'agent' | 'api';

/** One that sends input, as the panel shows it. */
export interface Driver {
  readonly kind: DriverKind;
  /** For people: a script's file name, an extension's id. */
  readonly name: string;
}

/** Who holds keyboard and pointer of a session. */
export interface ControlState {
  /** The script, agent or program that drives, if any. A person is never the holder. */
  readonly driver: Driver | undefined;
  /** Whether a person has taken over: the driver's next input waits until `resume`, or fails when it is stopped. */
  readonly paused: boolean;
}

/** Decides whose input reaches the server. */
export interface Arbiter {
  readonly state: ControlState;
  readonly onChange: Event<ControlState>;
  /** A person takes over: the driver pauses and what it held comes up. Harmless when nobody drives. */
  takeOver(): void;
  /** Lets a paused driver go on. */
  resume(): void;
  /** Ends the driver: its next action fails with `VNC_INPUT_TAKEN`. */
  stopDriver(): void;
}

/** A driver's turn at the controls; dispose it to give them back. Everything it holds down comes up then. */
export interface DrivenBridge extends Bridge, Disposable {
  readonly driver: Driver;
}

/**
 * A person's raw input from a panel. Keys and buttons pause a driving script or agent first; bare pointer
 * moves are dropped while one drives.
 */
export interface PersonInput extends Disposable {
  /** A physical key went down or up; `physicalKey` (DOM `code`) pairs the two whatever the modifiers are. */
  key(event: PersonKeyEvent): void;
  /**
   * Text that no single key wrote: of an input method, or composed.
   *
   * @throws `VNC_UNTYPABLE` when some of it cannot be typed; nothing was then.
   */
  text(text: string): void;
  /** The pointer moved or a button changed. */
  pointer(event: PersonPointerEvent): void;
  /**
   * The pointer moved by so many pixels, or a button changed, while the page has it locked: what a server wants whose
   * pointer is relative. Elsewhere the pointer moves from where it is.
   */
  movement(event: PersonMovementEvent): void;
  /** Wheel notches; positive is right and down. Without a place they turn where the pointer is. */
  wheel(event: {
    readonly x?: number | undefined;
    readonly y?: number | undefined;
    readonly right: number;
    readonly down: number;
  }): void;
  /** Everything this person holds comes up: blur, hide, disconnect. */
  releaseAll(): void;
}

/** A key event as the page reports it (W3C UI Events `code`, `key`, `location`). */
export interface PersonKeyEvent {
  readonly code: string;
  readonly key: string;
  readonly location: number;
  readonly down: boolean;
  /** Which lock keys are on at the person's keyboard, where the page knows: the remote ones follow. */
  readonly locks?: LockKeys | undefined;
}

/** A pointer event in framebuffer pixels; clamped to the screen. */
export interface PersonPointerEvent {
  readonly x: number;
  readonly y: number;
  /** The buttons that are down: bit 0 left, 1 middle, 2 right, 3 back, 4 forward. */
  readonly buttons: number;
}

/** A movement of a locked pointer, in framebuffer pixels. */
export interface PersonMovementEvent {
  readonly dx: number;
  readonly dy: number;
  /** As in {@link PersonPointerEvent.buttons}. */
  readonly buttons: number;
}
