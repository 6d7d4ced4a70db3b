import type { ViewSettings } from '../src/protocol/viewMessages.ts';

/** A `WheelEvent`, as far as it counts here. */
export interface ModifiedWheel {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** What a turn of the wheel meets. */
export interface WheelSituation {
  readonly setting: ViewSettings['wheelZoom'];
  /** Whether Ctrl is really down: browsers tell of a pinch on a touchpad as of Ctrl and the wheel. */
  readonly ctrlDown: boolean;
  /** Whether the remote side has the keyboard, and so the modifiers that are down. */
  readonly grabbed: boolean;
  /** Whether the remote side takes input at all. */
  readonly takesInput: boolean;
  /** Whether there is more of the picture than is seen. */
  readonly pannable: boolean;
  readonly mac: boolean;
}

/** What a turn of the wheel is for. */
export type WheelUse =
  | { readonly for: 'remote' }
  | { readonly for: 'zoom'; readonly factor: number }
  /** In CSS pixels. */
  | { readonly for: 'pan'; readonly dx: number; readonly dy: number };

/** One notch of a wheel, as browsers report it (100 to 120 CSS pixels), makes the picture a fifth larger. */
const notchFactor = 1.2;
const notchPixels = 100;
/** So many CSS pixels of a pinch make it e times as large: what browsers themselves do. */
const pinchPixels = 100;
/** More in one event is no pinch. */
const mostOfPinch = 40;
const linePixels = 33;
const pagePixels = 400;

/**
 * Decides whose the wheel is: the remote side's, unless a modifier that it does not have asks for the view, the hand
 * pinches, or the remote side takes no input.
 */
export function wheelUse(wheel: ModifiedWheel, at: WheelSituation): WheelUse {
  const unit = wheel.deltaMode === 0 ? 1 : wheel.deltaMode === 1 ? linePixels : pagePixels;
  const [deltaX, deltaY] = [wheel.deltaX * unit, wheel.deltaY * unit];
  const allowed = at.setting !== 'never';
  const modifiersAreOurs = allowed && (!at.grabbed || at.setting === 'always');
  const isPinch = wheel.ctrlKey && !at.ctrlDown;
  if ((isPinch && allowed) || ((wheel.ctrlKey || (at.mac && wheel.metaKey)) && modifiersAreOurs))
    return { for: 'zoom', factor: zoomFactor(deltaY, isPinch) };
  if (!at.pannable) return { for: 'remote' };
  const pans = (wheel.altKey && modifiersAreOurs) || (!at.takesInput && !wheel.ctrlKey);
  if (!pans) return { for: 'remote' };
  return wheel.shiftKey && deltaX === 0
    ? { for: 'pan', dx: deltaY, dy: 0 }
    : { for: 'pan', dx: deltaX, dy: deltaY };
}

/** Up is larger. Nobody tells of Ctrl that went down elsewhere: then it is a wheel that turns by whole notches. */
function zoomFactor(deltaY: number, isPinch: boolean): number {
  if (isPinch && Math.abs(deltaY) <= mostOfPinch) return Math.exp(-deltaY / pinchPixels);
  const notches = Math.min(Math.max(-deltaY / notchPixels, -3), 3);
  return notchFactor ** notches;
}
