/**
 * What the extension host and the page of a remote screen say to each other. Both sides take what arrives as
 * `unknown` until a guard accepts it. Nothing here ever carries a secret.
 */

/** Grows when a message changes its meaning. A page of another version is not sent frames. */
export const protocolVersion = 1;

/** How the screen is shown: shrunk or grown to the panel, or one remote pixel to one of the page. */
export type Zoom = 'fit' | 'actual';

/** What the page keeps over a reload of the window. Small, and never a secret. */
export interface PageState {
  readonly version: typeof protocolVersion;
  /** The stored connection's id, when there is one. */
  readonly connection?: string | undefined;
  /** The connection's name, or the address. */
  readonly name: string;
  /** Where the session led, without secrets. */
  readonly address: string;
  readonly zoom: Zoom;
}

/** Chords as the settings write them, such as `Ctrl+Alt+Shift`. */
export interface KeyboardSettings {
  /** Gives the keyboard back to the editor. */
  readonly releaseChord: string;
  /** Stay with the editor even while the keyboard is grabbed. */
  readonly passThrough: readonly string[];
}

/** What stands over the picture when there is no live session behind it. */
export interface Overlay {
  readonly icon: 'disconnected' | 'connecting';
  readonly heading: string;
  readonly message: string;
  readonly detail: string;
  readonly actions: readonly OverlayAction[];
}

/** A button of the overlay. */
export interface OverlayAction {
  readonly command: PageCommand;
  readonly label: string;
}

/** Who drives the session besides the person at the panel. */
export interface DriverBanner {
  /** Whether the person took over and the driver waits. */
  readonly paused: boolean;
  /** The sentence of the banner. */
  readonly text: string;
}

/** Everything that the page shows beside the pixels. */
export interface ViewState {
  /** Where the session is: only an open one takes input. */
  readonly phase: 'waiting' | 'open' | 'closed';
  readonly viewOnly: boolean;
  /** Label of the canvas for screen readers. */
  readonly label: string;
  /** What the status line says while nothing else is to say. */
  readonly status: string;
  readonly banner?: DriverBanner | undefined;
  readonly overlay?: Overlay | undefined;
  /** What the page stores for a reload of the window. */
  readonly keep: Omit<PageState, 'zoom' | 'version'>;
}

/** A cursor as the server drew it; 0 x 0 is a hidden one. */
export interface CursorPicture {
  readonly width: number;
  readonly height: number;
  readonly hotspotX: number;
  readonly hotspotY: number;
  /** RGBA, not premultiplied, row by row. */
  readonly pixels: Uint8Array;
}

/** Messages to the page. */
export type HostToView =
  /** Asks the page to say `ready`: it was hidden, or may have been replaced. */
  | { readonly type: 'hello' }
  /** What does not change while the page lives; the answer to `ready`. */
  | { readonly type: 'setup'; readonly version: number; readonly keyboard: KeyboardSettings }
  | { readonly type: 'state'; readonly state: ViewState }
  /** A frame of `frames.ts`; `painted` gives its credit back. */
  | { readonly type: 'frame'; readonly data: Uint8Array }
  /** The cursor's new shape; without one the server draws it into the picture. */
  | { readonly type: 'cursor'; readonly cursor?: CursorPicture | undefined }
  | { readonly type: 'zoom'; readonly zoom: Zoom | 'toggle' }
  /** Takes or gives back the keyboard. */
  | { readonly type: 'focus'; readonly grab: boolean }
  /** Puts a PNG picture on the clipboard; `copied` answers with the same id. */
  | { readonly type: 'copy'; readonly id: number; readonly png: Uint8Array };

/** What the buttons of the page ask for. */
export type PageCommand = (typeof pageCommands)[number];

export const pageCommands = [
  'takeOver',
  'resume',
  'stopDriver',
  'ctrlAltDelete',
  'paste',
  'screenshot',
  'reconnect',
  'showLog',
] as const;

/** Messages from the page. */
export type ViewToHost =
  /** The page can take messages; it holds no pixels yet. */
  | { readonly type: 'ready'; readonly version: number }
  /** The frame is on the screen: its credit is free. */
  | { readonly type: 'painted'; readonly sequence: number }
  /** A frame could not be read: the host logs it and sends the whole screen anew. */
  | { readonly type: 'badFrame'; readonly reason: string }
  /** A physical key; `code`, `key` and `location` are those of the W3C's UI Events. */
  | {
      readonly type: 'key';
      readonly code: string;
      readonly key: string;
      readonly location: number;
      readonly down: boolean;
    }
  /** The pointer in remote pixels; bit 0 of `buttons` is left, 1 middle, 2 right, 3 back, 4 forward. */
  | { readonly type: 'pointer'; readonly x: number; readonly y: number; readonly buttons: number }
  /** Notches of the wheel; positive is right and down. */
  | {
      readonly type: 'wheel';
      readonly x: number;
      readonly y: number;
      readonly right: number;
      readonly down: number;
    }
  /** The page lost the focus: whatever is held comes up. */
  | { readonly type: 'releaseAll' }
  /** Whether keys go to the remote side now. */
  | { readonly type: 'grabbed'; readonly grabbed: boolean }
  | { readonly type: 'command'; readonly command: PageCommand }
  | { readonly type: 'copied'; readonly id: number; readonly error?: string | undefined };

/** Sides of a screen are 16 bits on the wire. */
const maxCoordinate = 0xffff;
/** The longest names of UI Events are half of that. */
const maxKeyName = 64;
/** A turn of the wheel that no hand makes in one frame. */
const maxNotches = 100;
const maxText = 1000;

/** Whether `value` is a message that a page of this version sends. */
export function isViewToHost(value: unknown): value is ViewToHost {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'ready':
      return isCount(value['version']);
    case 'painted':
      return isCount(value['sequence']);
    case 'badFrame':
      return isText(value['reason'], maxText);
    case 'key':
      return (
        isText(value['code'], maxKeyName) &&
        isText(value['key'], maxKeyName) &&
        isInteger(value['location'], 0, 3) &&
        typeof value['down'] === 'boolean'
      );
    case 'pointer':
      return isPlace(value) && isInteger(value['buttons'], 0, 31);
    case 'wheel':
      return (
        isPlace(value) &&
        isInteger(value['right'], -maxNotches, maxNotches) &&
        isInteger(value['down'], -maxNotches, maxNotches)
      );
    case 'releaseAll':
      return true;
    case 'grabbed':
      return typeof value['grabbed'] === 'boolean';
    case 'command':
      return isPageCommand(value['command']);
    case 'copied':
      return isCount(value['id']) && isOptionalText(value['error']);
    default:
      return false;
  }
}

/** Whether `value` is a message that a host of this version sends. */
export function isHostToView(value: unknown): value is HostToView {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'hello':
      return true;
    case 'setup':
      return isCount(value['version']) && isKeyboardSettings(value['keyboard']);
    case 'state':
      return isViewState(value['state']);
    case 'frame':
      return value['data'] instanceof Uint8Array;
    case 'cursor':
      return value['cursor'] === undefined || isCursorPicture(value['cursor']);
    case 'zoom':
      return isZoom(value['zoom']) || value['zoom'] === 'toggle';
    case 'focus':
      return typeof value['grab'] === 'boolean';
    case 'copy':
      return isCount(value['id']) && value['png'] instanceof Uint8Array;
    default:
      return false;
  }
}

/** Whether `value` is what a page of this version has stored. */
export function isPageState(value: unknown): value is PageState {
  return isRecord(value) && value['version'] === protocolVersion && isZoom(value['zoom']) && isKeep(value);
}

function isKeep(value: unknown): boolean {
  return (
    isRecord(value) &&
    isOptionalText(value['connection']) &&
    isText(value['name'], maxText) &&
    isText(value['address'], maxText)
  );
}

function isZoom(value: unknown): value is Zoom {
  return value === 'fit' || value === 'actual';
}

function isPageCommand(value: unknown): value is PageCommand {
  return pageCommands.some((command) => command === value);
}

function isKeyboardSettings(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const passThrough = value['passThrough'];
  return (
    isText(value['releaseChord'], maxText) &&
    Array.isArray(passThrough) &&
    passThrough.every((chord) => isText(chord, maxText))
  );
}

function isViewState(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const phase = value['phase'];
  const banner = value['banner'];
  const overlay = value['overlay'];
  return (
    (phase === 'waiting' || phase === 'open' || phase === 'closed') &&
    typeof value['viewOnly'] === 'boolean' &&
    typeof value['label'] === 'string' &&
    typeof value['status'] === 'string' &&
    (banner === undefined || isBanner(banner)) &&
    (overlay === undefined || isOverlay(overlay)) &&
    isKeep(value['keep'])
  );
}

function isBanner(value: unknown): boolean {
  return isRecord(value) && typeof value['paused'] === 'boolean' && typeof value['text'] === 'string';
}

function isOverlay(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const actions = value['actions'];
  return (
    (value['icon'] === 'disconnected' || value['icon'] === 'connecting') &&
    typeof value['heading'] === 'string' &&
    typeof value['message'] === 'string' &&
    typeof value['detail'] === 'string' &&
    Array.isArray(actions) &&
    actions.every(
      (action) => isRecord(action) && isPageCommand(action['command']) && typeof action['label'] === 'string',
    )
  );
}

function isCursorPicture(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { width, height, hotspotX, hotspotY, pixels } = value;
  return (
    isInteger(width, 0, maxCoordinate) &&
    isInteger(height, 0, maxCoordinate) &&
    isInteger(hotspotX, 0, maxCoordinate) &&
    isInteger(hotspotY, 0, maxCoordinate) &&
    pixels instanceof Uint8Array &&
    pixels.length === width * height * 4
  );
}

function isPlace(value: Record<string, unknown>): boolean {
  return isInteger(value['x'], 0, maxCoordinate) && isInteger(value['y'], 0, maxCoordinate);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isInteger(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function isCount(value: unknown): value is number {
  return isInteger(value, 0, Number.MAX_SAFE_INTEGER);
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length <= longest;
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value, maxText);
}
