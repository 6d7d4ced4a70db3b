/**
 * When text moves between the clipboard here and the one there: when a person says so (`manual`), by itself in both
 * directions or in one of them while the remote screen has the focus, or not at all.
 */
export const clipboardModes = ['manual', 'auto', 'toRemote', 'fromRemote', 'off'] as const;

export type ClipboardMode = (typeof clipboardModes)[number];

/** Whether `value` is the name of a mode. */
export function isClipboardMode(value: unknown): value is ClipboardMode {
  return clipboardModes.some((mode) => mode === value);
}

/** Whether what is copied here goes there by itself. */
export function sendsByItself(mode: ClipboardMode): boolean {
  return mode === 'auto' || mode === 'toRemote';
}

/** Whether what is copied there comes here by itself. */
export function takesByItself(mode: ClipboardMode): boolean {
  return mode === 'auto' || mode === 'fromRemote';
}
