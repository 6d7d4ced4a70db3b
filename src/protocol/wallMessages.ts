/**
 * What the extension host and the page of the wall of sessions say to each other. Both sides take what arrives as
 * `unknown` until a guard accepts it. Nothing here ever carries a secret.
 */
import { isCount, isInteger, isRecord, isText, maxCoordinate, maxText } from './checks.ts';

/** Grows when a message changes its meaning. */
export const wallProtocolVersion = 1;

/** Sides of a thumbnail in pixels, at most: more than a card of the largest size has on a sharp display. */
export const maxThumbnailSide = 960;
/** Cards of one wall, at most. */
export const maxCards = 2000;
/** Ids of cards are keys of connections and of sessions. */
const maxId = 500;

/** How large cards are. */
export const cardSizes = ['small', 'medium', 'large'] as const;
export type CardSize = (typeof cardSizes)[number];

/** What the page keeps over a reload of the window. */
export interface WallPageState {
  readonly version: typeof wallProtocolVersion;
  readonly cardSize: CardSize;
}

/** Something that a card tells with an icon of its own. */
export interface CardBadge {
  readonly icon: 'driving' | 'paused' | 'viewOnly' | 'recording' | 'lost' | 'connecting';
  readonly text: string;
}

/** What a card's button does. */
export type CardAction = 'open' | 'connect' | 'cancel';

/** One session, or a stored connection that has none. */
export interface WallCard {
  /** The same while the card stands for the same connection or session. */
  readonly id: string;
  readonly name: string;
  /** Where it leads, without secrets; empty when the name says it. */
  readonly address: string;
  /** Live cards have a thumbnail. */
  readonly live: boolean;
  readonly badges: readonly CardBadge[];
  readonly action: CardAction;
  /** What stands on the button of a card that is not live. */
  readonly actionLabel: string;
  /** The whole card for screen readers. */
  readonly label: string;
  /** What the editor's context menu is told of the card, as JSON. */
  readonly context: string;
}

/** What the buttons of an empty wall do. */
export const wallCommands = ['addConnection', 'connectToAddress', 'openDemoScreen'] as const;
export type WallCommand = (typeof wallCommands)[number];

/** All that the wall shows beside the pixels. */
export interface WallState {
  readonly cards: readonly WallCard[];
  /** How many sessions there are, for people. */
  readonly summary: string;
}

/** A part of a thumbnail that has changed. */
export interface ThumbnailMessage {
  readonly type: 'thumbnail';
  /** The card. */
  readonly id: string;
  readonly sequence: number;
  /** Size of the whole thumbnail. */
  readonly width: number;
  readonly height: number;
  /** Where the new pixels are in it. */
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
  /** RGBA row by row, as it is or compressed (RFC 1950). */
  readonly form: 'raw' | 'deflated';
  readonly data: Uint8Array;
}

/** What the host sends. */
export type WallToPage =
  /** Is a page there? It answers with `ready`. */
  { readonly type: 'hello' } | { readonly type: 'state'; readonly state: WallState } | ThumbnailMessage;

/** A card that a person can see, and the box for its thumbnail in device pixels. */
export interface ShownCard {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** What the page sends. */
export type WallToHost =
  /** The page can take messages, and knows nothing. */
  | { readonly type: 'ready'; readonly version: number }
  /** The live cards that can be seen now; no others need a thumbnail. */
  | { readonly type: 'shown'; readonly cards: readonly ShownCard[] }
  /** A thumbnail is painted, or could not be read: then it is sent whole. */
  | { readonly type: 'painted'; readonly id: string; readonly sequence: number; readonly failed?: boolean }
  /** A person used a card. */
  | {
      readonly type: 'use';
      readonly id: string;
      readonly action: CardAction;
      /** In the editor group beside the wall. */
      readonly beside: boolean;
    }
  | { readonly type: 'command'; readonly command: WallCommand };

/** Whether `value` is a message that the page sends. */
export function isWallToHost(value: unknown): value is WallToHost {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'ready':
      return isCount(value['version']);
    case 'shown':
      return isListOf(value['cards'], isShownCard);
    case 'painted':
      return (
        isText(value['id'], maxId) &&
        isCount(value['sequence']) &&
        (value['failed'] === undefined || typeof value['failed'] === 'boolean')
      );
    case 'use':
      return isText(value['id'], maxId) && isAction(value['action']) && typeof value['beside'] === 'boolean';
    case 'command':
      return wallCommands.some((command) => command === value['command']);
    default:
      return false;
  }
}

/** Whether `value` is a message that the host sends. */
export function isWallToPage(value: unknown): value is WallToPage {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'hello':
      return true;
    case 'state':
      return (
        isRecord(value['state']) &&
        isText(value['state']['summary'], maxText) &&
        isListOf(value['state']['cards'], isCard)
      );
    case 'thumbnail':
      return isThumbnail(value);
    default:
      return false;
  }
}

/** Whether `value` is what a page of this version has stored. */
export function isWallPageState(value: unknown): value is WallPageState {
  return isRecord(value) && value['version'] === wallProtocolVersion && isCardSize(value['cardSize']);
}

function isCardSize(value: unknown): value is CardSize {
  return cardSizes.some((size) => size === value);
}

function isAction(value: unknown): boolean {
  return value === 'open' || value === 'connect' || value === 'cancel';
}

function isListOf(value: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= maxCards && value.every(isOne);
}

function isShownCard(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value['id'], maxId) &&
    isInteger(value['width'], 1, maxCoordinate) &&
    isInteger(value['height'], 1, maxCoordinate)
  );
}

function isCard(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value['id'], maxId) &&
    typeof value['live'] === 'boolean' &&
    isAction(value['action']) &&
    ['name', 'address', 'actionLabel', 'label', 'context'].every((name) =>
      isText(value[name], 4 * maxText),
    ) &&
    isListOf(value['badges'], isBadge)
  );
}

function isBadge(value: unknown): boolean {
  const icons = ['driving', 'paused', 'viewOnly', 'recording', 'lost', 'connecting'];
  return isRecord(value) && icons.some((icon) => icon === value['icon']) && isText(value['text'], maxText);
}

function isThumbnail(value: Record<string, unknown>): boolean {
  const { id, sequence, width, height, x, y, columns, rows, form, data } = value;
  return (
    isText(id, maxId) &&
    isCount(sequence) &&
    isInteger(width, 1, maxThumbnailSide) &&
    isInteger(height, 1, maxThumbnailSide) &&
    isInteger(x, 0, width - 1) &&
    isInteger(y, 0, height - 1) &&
    isInteger(columns, 1, width - x) &&
    isInteger(rows, 1, height - y) &&
    data instanceof Uint8Array &&
    (form === 'deflated' || (form === 'raw' && data.length === columns * rows * 4))
  );
}
