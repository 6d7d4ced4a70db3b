/** What the extension host and the page that plays a recording say to each other. */
import { isCount, isPlace, isRecord, isText, maxText } from './checks.ts';
import { type CursorPicture, isPointerToPage } from './pointerMessages.ts';
import { type KeptView, isKeptView } from './viewMessages.ts';

/** Grows when a message changes its meaning. A page of another version is not sent frames. */
export const playerProtocolVersion = 1;

/** The speeds that are offered; 1 is that of the recording. */
export const playerSpeeds = [0.25, 0.5, 1, 1.5, 2, 4, 8, 16] as const;

/** What a recording can be made into. */
export const exportKinds = ['webm', 'gif', 'png'] as const;

export type ExportKind = (typeof exportKinds)[number];

/** Where the player is. Times are milliseconds from the start. */
export interface PlayerState {
  readonly time: number;
  readonly duration: number;
  readonly playing: boolean;
  readonly speed: number;
  /** Whether times without anything to see are passed over. */
  readonly skipsIdle: boolean;
  /** Where the pointer was, in pixels of the screen. */
  readonly pointer?: { readonly x: number; readonly y: number } | undefined;
  /** What is recorded, for the line beside the tools. */
  readonly status: string;
  /** Label of the picture for screen readers. */
  readonly label: string;
  /** What is wrong with the recording, though it plays. */
  readonly notice?: string | undefined;
  /** Why nothing can be played. */
  readonly failure?:
    | { readonly heading: string; readonly message: string; readonly detail: string }
    | undefined;
}

/** What the host sends. */
export type PlayerToPage =
  /** Is a page there? It answers with `ready`. */
  | { readonly type: 'hello' }
  | { readonly type: 'player'; readonly state: PlayerState }
  /** A frame of `frames.ts`; `painted` gives its credit back, and that of all before. */
  | { readonly type: 'frame'; readonly data: Uint8Array }
  | { readonly type: 'cursor'; readonly cursor?: CursorPicture | undefined };

/** What the page sends. */
export type PlayerToHost =
  /** The page can take messages, and holds no pixels. */
  | { readonly type: 'ready'; readonly version: number }
  | { readonly type: 'painted'; readonly sequence: number }
  | { readonly type: 'badFrame'; readonly reason: string }
  | { readonly type: 'play' | 'pause' }
  | { readonly type: 'seek'; readonly time: number }
  | { readonly type: 'step'; readonly direction: 1 | -1 }
  | { readonly type: 'speed'; readonly speed: number }
  | { readonly type: 'skipIdle'; readonly on: boolean }
  | { readonly type: 'export'; readonly kind: ExportKind };

/** What the page keeps over a reload. */
export interface PlayerPageState extends KeptView {
  readonly version: typeof playerProtocolVersion;
}

/** Whether `value` is a message that the page sends. */
export function isPlayerToHost(value: unknown): value is PlayerToHost {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'ready':
      return isCount(value['version']);
    case 'painted':
      return isCount(value['sequence']);
    case 'badFrame':
      return isText(value['reason'], maxText);
    case 'play':
    case 'pause':
      return true;
    case 'seek':
      return isTime(value['time']);
    case 'step':
      return value['direction'] === 1 || value['direction'] === -1;
    case 'speed':
      return playerSpeeds.some((speed) => speed === value['speed']);
    case 'skipIdle':
      return typeof value['on'] === 'boolean';
    case 'export':
      return exportKinds.some((kind) => kind === value['kind']);
    default:
      return false;
  }
}

/** Whether `value` is a message that the host sends. */
export function isPlayerToPage(value: unknown): value is PlayerToPage {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'hello':
      return true;
    case 'player':
      return isPlayerState(value['state']);
    case 'frame':
      return value['data'] instanceof Uint8Array;
    case 'cursor':
      return isPointerToPage(value);
    default:
      return false;
  }
}

/** Whether `value` is what a page of this version has stored. */
export function isPlayerPageState(value: unknown): value is PlayerPageState {
  return isRecord(value) && value['version'] === playerProtocolVersion && isKeptView(value);
}

function isPlayerState(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { pointer, notice, failure } = value;
  return (
    isTime(value['time']) &&
    isTime(value['duration']) &&
    typeof value['playing'] === 'boolean' &&
    typeof value['speed'] === 'number' &&
    typeof value['skipsIdle'] === 'boolean' &&
    (pointer === undefined || (isRecord(pointer) && isPlace(pointer))) &&
    isText(value['status'], 4 * maxText) &&
    isText(value['label'], 4 * maxText) &&
    (notice === undefined || isText(notice, 4 * maxText)) &&
    (failure === undefined ||
      (isRecord(failure) &&
        ['heading', 'message', 'detail'].every((name) => isText(failure[name], 4 * maxText))))
  );
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
