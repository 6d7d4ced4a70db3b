/** Messages about the keyboard beside its keys: text of input methods, modifiers that stay down. */
import { isRecord, isText, maxText } from './checks.ts';

/** Modifiers that can be held without a key of the person's own. */
export const stickyModifiers = ['ctrl', 'alt', 'shift', 'super', 'altgr'] as const;

export type StickyModifier = (typeof stickyModifiers)[number];

/** What the Command key of a Mac is at the remote side. */
export const commandKeys = ['super', 'ctrl', 'alt'] as const;

export type CommandKey = (typeof commandKeys)[number];

/** What the Option key of a Mac is there: what makes characters, or a key of its own. */
export const optionKeys = ['characters', 'alt', 'altgr'] as const;

export type OptionKey = (typeof optionKeys)[number];

/** Longer texts are sent in several messages. */
export const maxSentText = 500;

/** Messages from the page. */
export type KeyboardToHost =
  /** Text that no single key wrote: of an input method, a dead key, an on-screen keyboard. */
  | { readonly type: 'text'; readonly text: string }
  /** A modifier is held from now on, or comes up. */
  | { readonly type: 'modifier'; readonly modifier: StickyModifier; readonly down: boolean };

/** Whether `value` is a message of the page about the keyboard. */
export function isKeyboardToHost(value: unknown): value is KeyboardToHost {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'text':
      return isText(value['text'], maxText) && value['text'] !== '';
    case 'modifier':
      return isOneOf(stickyModifiers, value['modifier']) && typeof value['down'] === 'boolean';
    default:
      return false;
  }
}

/** Whether `value` is one of these words, or is left out. */
export function isOptionalOneOf(words: readonly string[], value: unknown): boolean {
  return value === undefined || isOneOf(words, value);
}

function isOneOf(words: readonly string[], value: unknown): boolean {
  return words.some((word) => word === value);
}
