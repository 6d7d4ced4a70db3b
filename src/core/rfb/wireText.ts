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

/** Text for a clipboard that cannot take all of it. */
export interface CutText {
  readonly bytes: Uint8Array;
  /** Characters that became question marks. */
  readonly lost: number;
}

/**
 * Clipboard text as ClientCutText wants it: Latin-1 with line feeds, and a question mark for what Latin-1 lacks.
 *
 * @throws `VNC_CLIPBOARD_TOO_LARGE`
 */
export function encodeCutText(text: string): CutText {
  let lost = 0;
  const lines = withLineFeeds(text).replace(/[^\0-\xff]/gu, () => {
    lost += 1;
    return '?';
  });
  if (lines.length > limits.cutTextBytes) {
    throw vncError('VNC_CLIPBOARD_TOO_LARGE', { bytes: lines.length, limit: limits.cutTextBytes });
  }
  return { bytes: Buffer.from(lines, 'latin1'), lost };
}

/** Lines that end in a line feed, whatever they ended in. */
export function withLineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
