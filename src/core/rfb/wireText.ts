import { vncError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text from the wire whose encoding the specification leaves open: UTF-8 when it is that, else Latin-1. */
export function decodeWireText(bytes: Uint8Array): string {
  // Some servers count the terminating NUL of a C string (QEMU does so in its reasons).
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  const text = bytes.subarray(0, end);
  try {
    return utf8.decode(text);
  } catch {
    return decodeLatin1(text);
  }
}

/** Text in ISO 8859-1, one byte a character. */
export function decodeLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/**
 * Clipboard text as ClientCutText wants it: Latin-1 with line feeds.
 *
 * @throws `VNC_CLIPBOARD_UNSUPPORTED`, `VNC_CLIPBOARD_TOO_LARGE`
 */
export function encodeCutText(text: string): Uint8Array {
  const lines = text.replace(/\r\n?/g, '\n');
  if (lines.length > limits.cutTextBytes) {
    throw vncError('VNC_CLIPBOARD_TOO_LARGE', { characters: lines.length, limit: limits.cutTextBytes });
  }
  for (const character of lines) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint > 0xff) {
      throw vncError('VNC_CLIPBOARD_UNSUPPORTED', { codePoint: codePoint.toString(16).padStart(4, '0') });
    }
  }
  return Buffer.from(lines, 'latin1');
}
