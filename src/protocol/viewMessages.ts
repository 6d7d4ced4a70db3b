/** Messages about how much of the remote screen is seen, and how large. */
import { isInteger, isPlace, isRecord, isText, maxCoordinate, maxText } from './checks.ts';

/** Zooms that follow screen and panel. */
export const zoomModes = ['fit', 'whole', 'width', 'actual'] as const;

export type ZoomMode = (typeof zoomModes)[number];

/**
 * How large the screen is shown: as large as the panel has room, the same in whole device pixels or whole fractions
 * of one, as wide as the panel, one remote pixel to one of the page, or a percentage: CSS pixels of 100 remote ones.
 */
export type Zoom = ZoomMode | number;

/** A zoom, or a way to another one: fit and actual size in turn, a step, or back to that of the settings. */
export type ZoomWish = Zoom | (typeof zoomSteps)[number];

const zoomSteps = ['toggle', 'in', 'out', 'reset'] as const;

/** One of the screens that make up the remote desktop, in remote pixels. */
export interface RemoteScreen {
  /** The server's own number of it. */
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** When the wheel zooms together with Ctrl, and pans together with Alt. */
export const wheelZooms = ['released', 'always', 'never'] as const;

/** What a person has set about views. */
export interface ViewSettings {
  /** The zoom of a panel that has none of its own yet. */
  readonly zoom: ZoomMode;
  readonly wheelZoom: (typeof wheelZooms)[number];
  /** Whether the picture moves when the pointer comes near the edge of what is seen. */
  readonly followPointer: boolean;
}

/** What a page keeps of its view over a reload of the window. */
export interface KeptView {
  readonly zoom: Zoom;
  /** The remote pixel in the middle, where only a part is seen. */
  readonly middle?: { readonly x: number; readonly y: number } | undefined;
  /** The id of the screen that is shown alone. */
  readonly screen?: number | undefined;
}

/** Messages to the page. */
export type ViewingToPage =
  | { readonly type: 'zoom'; readonly zoom: ZoomWish }
  | { readonly type: 'viewSettings'; readonly settings: ViewSettings }
  /** The screens of the desktop; none where the server does not tell. */
  | { readonly type: 'screens'; readonly screens: readonly RemoteScreen[] }
  /** Shows one screen alone; without an id all of them. */
  | { readonly type: 'showScreen'; readonly screen?: number | undefined }
  /** What became of a wish about the view, in the person's language; it is shown for a while. */
  | { readonly type: 'viewNotice'; readonly text: string }
  /** A script or another person has moved the remote pointer there. */
  | { readonly type: 'remotePointer'; readonly x: number; readonly y: number };

/** Messages from the page. */
export type ViewingToHost = {
  readonly type: 'viewing';
  readonly zoom: Zoom;
  /** The id of the screen that is shown alone. */
  readonly screen?: number | undefined;
  /** The size of a desktop that would fill the panel with whole device pixels. */
  readonly wish?: { readonly width: number; readonly height: number } | undefined;
};

/** More or less than any free zoom: what fits a desktop of the largest size into the smallest panel, and back. */
const zoomBounds = { least: 0.1, most: 10_000 } as const;

/** The count of screens in a message of the server has 8 bits, the number of a screen 32. */
const maxScreens = 255;
const maxId = 0xffff_ffff;

/** Whether `value` is a zoom. */
export function isZoom(value: unknown): value is Zoom {
  return typeof value === 'number'
    ? value >= zoomBounds.least && value <= zoomBounds.most
    : zoomModes.some((mode) => mode === value);
}

/** Whether `value` is a message to the page about its view. */
export function isViewingToPage(value: unknown): value is ViewingToPage {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'zoom': {
      const { zoom } = value;
      return isZoom(zoom) || zoomSteps.some((step) => step === zoom);
    }
    case 'viewSettings':
      return isViewSettings(value['settings']);
    case 'screens': {
      const { screens } = value;
      return Array.isArray(screens) && screens.length <= maxScreens && screens.every(isRemoteScreen);
    }
    case 'showScreen':
      return isOptionalId(value['screen']);
    case 'viewNotice':
      return isText(value['text'], maxText);
    case 'remotePointer':
      return isPlace(value);
    default:
      return false;
  }
}

/** Whether `value` is a message of the page about its view. */
export function isViewingToHost(value: unknown): value is ViewingToHost {
  return (
    isRecord(value) &&
    value['type'] === 'viewing' &&
    isZoom(value['zoom']) &&
    isOptionalId(value['screen']) &&
    (value['wish'] === undefined || isWish(value['wish']))
  );
}

/** Whether `value` is what a page keeps of its view. */
export function isKeptView(value: unknown): value is KeptView {
  if (!isRecord(value)) return false;
  const { zoom, middle, screen } = value;
  return isZoom(zoom) && isOptionalId(screen) && (middle === undefined || isMiddle(middle));
}

function isViewSettings(value: unknown): value is ViewSettings {
  return (
    isRecord(value) &&
    zoomModes.some((mode) => mode === value['zoom']) &&
    wheelZooms.some((choice) => choice === value['wheelZoom']) &&
    typeof value['followPointer'] === 'boolean'
  );
}

function isRemoteScreen(value: unknown): value is RemoteScreen {
  return isRecord(value) && isInteger(value['id'], 0, maxId) && isPlace(value) && isSize(value);
}

function isOptionalId(value: unknown): boolean {
  return value === undefined || isInteger(value, 0, maxId);
}

function isWish(value: unknown): boolean {
  return isRecord(value) && isSize(value);
}

function isSize(value: Record<string, unknown>): boolean {
  return isInteger(value['width'], 1, maxCoordinate) && isInteger(value['height'], 1, maxCoordinate);
}

/** It may lie between two pixels. */
function isMiddle(value: unknown): boolean {
  const isWithin = (at: unknown): boolean => typeof at === 'number' && at >= 0 && at <= maxCoordinate;
  return isRecord(value) && isWithin(value['x']) && isWithin(value['y']);
}
