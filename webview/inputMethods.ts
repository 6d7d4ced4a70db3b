/** What tells of a `KeyboardEvent` whether an input method has the key. */
export interface MethodEvent {
  readonly key: string;
  readonly code: string;
  readonly isComposing: boolean;
  readonly keyCode?: number | undefined;
}

/** What browsers say of keys that they have given to an input method (UI Events, 7.3.1). */
const processKey = 229;

/**
 * Whether an input method has the key: what becomes of it is seen in the text field. Safari tells of the Enter that
 * ends a composition when that is over, and only its `keyCode` says so.
 */
export function isInputMethods({ key, code, isComposing, keyCode }: MethodEvent): boolean {
  return (
    isComposing || key === 'Process' || keyCode === processKey || (key === 'Unidentified' && code === '')
  );
}

/** Whether the key is one of a keyboard on the screen, which names no key and tells only what it wrote. */
export function isOnScreen({ key, code }: MethodEvent): boolean {
  return key === 'Unidentified' && code === '';
}
