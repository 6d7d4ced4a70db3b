/**
 * What the extension host and the page of a remote screen say to each other. Both sides take what arrives as
 * `unknown` until a guard accepts it. Nothing here ever carries a secret but the one of the panel's own listener.
 */
import type { AroundToHost, AroundToPage, KeptAround } from './aroundMessages.ts';
import type { CommandKey, KeyboardToHost, OptionKey } from './keyboardMessages.ts';
import type { Mark } from './orderedLink.ts';
import type { PointerToPage } from './pointerMessages.ts';
import type { RecordToPage } from './recordMessages.ts';
import type { KeptView, ViewingToHost, ViewingToPage } from './viewMessages.ts';
import type { SelectionToHost, SelectionToPage } from './selectionMessages.ts';
import type { ToolToHost, ToolToPage } from './toolMessages.ts';

/** Grows when a message changes its meaning. A page of another version is not sent frames. */
export const protocolVersion = 1;

export type { Zoom } from './viewMessages.ts';

/** What the page keeps over a reload of the window. Small, and never a secret. */
export interface PageState extends KeptView, KeptAround {
  readonly version: typeof protocolVersion;
  /** The stored connection's id, when there is one. */
  readonly connection?: string | undefined;
  /** The connection's name, or the address. */
  readonly name: string;
  /** Where the session led, without secrets. */
  readonly address: string;
}

/** Chords as the settings write them, such as `Ctrl+Alt+Shift`. */
export interface KeyboardSettings {
  /** Gives the keyboard back to the editor. */
  readonly releaseChord: string;
  /** Stay with the editor even while the keyboard is grabbed. */
  readonly passThrough: readonly string[];
  /** What Command and Option of a Mac are; `super` and `characters` when left out. */
  readonly command?: CommandKey | undefined;
  readonly option?: OptionKey | undefined;
  /** Whether modifiers to hold down stand in the toolbar even while none is held. */
  readonly modifiers?: boolean | undefined;
}

/** What stands over the picture when there is no live session behind it. */
export interface Overlay {
  readonly icon: (typeof overlayIcons)[number];
  readonly heading: string;
  readonly message: string;
  readonly detail: string;
  readonly actions: readonly OverlayAction[];
}

export const overlayIcons = ['disconnected', 'connecting', 'failed'] as const;

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

/** The connection was lost and is being made again: it stands over the last picture. */
export interface LostNotice {
  /** What happened, and which attempt it is. */
  readonly text: string;
  /** With `{0}` for the seconds until the next attempt, which the page counts down; none while one is under way. */
  readonly countdown?: { readonly text: string; readonly seconds: number } | undefined;
}

/** Everything that the page shows beside the pixels. */
export interface ViewState {
  /** Where the session is: only an open one takes input; a lost one is being made again. */
  readonly phase: 'waiting' | 'open' | 'lost' | 'closed';
  readonly viewOnly: boolean;
  /** Whether the remote side wants movements of the pointer instead of places: the page holds the pointer then. */
  readonly relativePointer?: boolean | undefined;
  /** Whether the remote machine makes letters of dead keys by itself: it gets them as keys then. */
  readonly composes?: boolean | undefined;
  /** Label of the canvas for screen readers. */
  readonly label: string;
  /** What the status line says while nothing else is to say. */
  readonly status: string;
  readonly banner?: DriverBanner | undefined;
  readonly lost?: LostNotice | undefined;
  readonly overlay?: Overlay | undefined;
  /** What the page stores for a reload of the window. */
  readonly keep: Omit<PageState, keyof KeptView | 'version'>;
}

/** Messages to the page. */
export type HostToView =
  /** Asks the page to say `ready`: it was hidden, or may have been replaced. */
  | { readonly type: 'hello' }
  /** What does not change while the page lives; the answer to `ready`. */
  | { readonly type: 'setup'; readonly version: number; readonly keyboard: KeyboardSettings }
  | { readonly type: 'state'; readonly state: ViewState }
  /**
   * A frame of `frames.ts`; `painted` gives its credit back, and that of all before. It is marked once a direct carrier
   * is offered.
   */
  | { readonly type: 'frame'; readonly data: Uint8Array; readonly mark?: Mark | undefined }
  | HostToChannel
  | PointerToPage
  | ViewingToPage
  /** Takes or gives back the keyboard. */
  | { readonly type: 'focus'; readonly grab: boolean }
  /** Puts a PNG picture on the clipboard; `copied` answers with the same id. */
  | { readonly type: 'copy'; readonly id: number; readonly png: Uint8Array }
  | ToolToPage
  | AroundToPage
  | RecordToPage
  | SelectionToPage;

/** Messages to the page about the carriers of frames and input: `directCarrier.ts`. */
export type HostToChannel =
  /**
   * Offers a direct carrier for the link that begins here. The page presents `token`, which is good for one
   * connection, and believes who answers with `proof`.
   */
  | {
      readonly type: 'direct';
      readonly link: number;
      readonly address: string;
      readonly token: string;
      readonly proof: string;
    }
  /** The direct carrier is gone: what it may have swallowed is sent again as messages. */
  | { readonly type: 'directLost'; readonly link: number }
  /** Everything up to this number has come. */
  | { readonly type: 'ack'; readonly link: number; readonly ack: number }
  /** Measures the way; `probed` answers at once. */
  | { readonly type: 'probe'; readonly id: number; readonly data: Uint8Array };

/** Messages to the page about all else but frames. */
export type HostToPage = Exclude<HostToView, HostToChannel | { readonly type: 'frame' }>;

/** What the buttons of the page ask for. */
export type PageCommand = (typeof pageCommands)[number];

export const pageCommands = [
  'takeOver',
  'resume',
  'stopDriver',
  'reconnect',
  'reconnectNow',
  'stopReconnecting',
  'showAgain',
  'showLog',
] as const;

/** Messages from the page. */
export type ViewToHost =
  /** The page can take messages; it holds no pixels yet. Its origin is another one in every life. */
  | { readonly type: 'ready'; readonly version: number; readonly origin?: string | undefined }
  /** The frame is on the screen: its credit is free. */
  | { readonly type: 'painted'; readonly sequence: number }
  /** A frame could not be read: the host logs it and sends the whole screen anew. */
  | { readonly type: 'badFrame'; readonly reason: string }
  /**
   * A physical key; `code`, `key` and `location` are those of the W3C's UI Events. `locks` tells of the lock keys that
   * are on, as far as the platform has them.
   */
  | {
      readonly type: 'key';
      readonly code: string;
      readonly key: string;
      readonly location: number;
      readonly down: boolean;
      readonly locks?: { readonly caps: boolean; readonly num?: boolean };
    }
  /** The pointer in remote pixels; bit 0 of `buttons` is left, 1 middle, 2 right, 3 back, 4 forward. */
  | { readonly type: 'pointer'; readonly x: number; readonly y: number; readonly buttons: number }
  /** A pointer that the page holds moved by so many remote pixels; `buttons` as above. */
  | { readonly type: 'movement'; readonly dx: number; readonly dy: number; readonly buttons: number }
  /** Notches of the wheel; positive is right and down. Without a place it turns where the pointer is. */
  | {
      readonly type: 'wheel';
      readonly x?: number | undefined;
      readonly y?: number | undefined;
      readonly right: number;
      readonly down: number;
    }
  /** The page lost the focus: whatever is held comes up. */
  | { readonly type: 'releaseAll' }
  /** Whether keys go to the remote side now. */
  | { readonly type: 'grabbed'; readonly grabbed: boolean }
  | { readonly type: 'command'; readonly command: PageCommand }
  | { readonly type: 'copied'; readonly id: number; readonly error?: string | undefined }
  | ToolToHost
  | AroundToHost
  | SelectionToHost
  | KeyboardToHost
  | ViewingToHost
  | ChannelToHost;

/** What the direct carrier takes over while there is one. */
export type CarriedMessage = Extract<
  ViewToHost,
  { readonly type: 'painted' | 'key' | 'text' | 'modifier' | 'pointer' | 'movement' | 'wheel' | 'releaseAll' }
>;

/** Messages from the page about the carriers. */
export type ChannelToHost =
  | { readonly type: 'carried'; readonly mark: Mark; readonly message: CarriedMessage }
  /** The direct carrier cannot be reached, or is gone. */
  | { readonly type: 'directLost'; readonly link: number }
  | { readonly type: 'ack'; readonly link: number; readonly ack: number }
  | { readonly type: 'probed'; readonly id: number };

/** Messages from the page about all else. */
export type PanelToHost = Exclude<ViewToHost, ChannelToHost>;

/** The furthest that one message moves the pointer, in either direction: the wire has no room for more. */
export const maxMovement = 0x7fff;
