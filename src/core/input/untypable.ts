import { type VncError, type VncErrorData, vncError } from '../base/errors.ts';
import type { LayoutName } from './layouts.ts';

/** How many characters an error names: by code point, and without the text, which may be a secret. */
const toldCharacters = 5;

function codePointName(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** `VNC_UNTYPABLE`: nothing types these characters. `reason` and what belongs to it come with it, when there is one. */
export function untypableError(characters: readonly string[], reason: VncErrorData = {}): VncError {
  return vncError('VNC_UNTYPABLE', {
    count: characters.length,
    characters: characters.slice(0, toldCharacters).map(codePointName).join(', '),
    ...reason,
  });
}

/** `VNC_UNTYPABLE`: the remote machine's layout has no keys for these characters. */
export function layoutError(characters: readonly string[], layout: LayoutName): VncError {
  return untypableError(characters, { reason: 'layout', layout });
}
