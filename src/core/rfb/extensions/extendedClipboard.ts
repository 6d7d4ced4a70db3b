import { constants, deflateSync, inflateSync } from 'node:zlib';

/** The messages of the extended clipboard, behind the length of a cut text message (rfbproto). */

/** Text among the formats, which are bits 0 to 15 of a message's flags. */
export const TEXT_FORMAT = 1;
const ACTIONS = 0xff000000 | 0;

/** Actions: bits 24 to 31, of which three have no meaning yet. */
export const clipboardAction = {
  caps: 1 << 24,
  request: 1 << 25,
  peek: 1 << 26,
  notify: 1 << 27,
  provide: 1 << 28,
} as const;

/** What the other side takes. */
export interface ClipboardCaps {
  readonly text: boolean;
  readonly request: boolean;
  readonly peek: boolean;
  readonly notify: boolean;
  readonly provide: boolean;
  /** Bytes of text that it takes without having asked. */
  readonly textBytes: number;
}

/** A message of the extended clipboard, as far as text is concerned. */
export type ClipboardMessage =
  | { readonly action: 'caps'; readonly caps: ClipboardCaps }
  | { readonly action: 'request' | 'notify'; readonly text: boolean }
  | { readonly action: 'peek' }
  /** `data` is still compressed. */
  | { readonly action: 'provide'; readonly text: boolean; readonly data: Uint8Array };

/** Reads a message. `undefined` when it is too short, or has no action or more than one that is known. */
export function parseClipboardMessage(bytes: Uint8Array): ClipboardMessage | undefined {
  if (bytes.length < 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint32(0);
  const text = (flags & TEXT_FORMAT) !== 0;
  if ((flags & clipboardAction.caps) !== 0) return { action: 'caps', caps: readCaps(view, flags) };
  switch (flags & ACTIONS) {
    case clipboardAction.request:
      return { action: 'request', text };
    case clipboardAction.peek:
      return { action: 'peek' };
    case clipboardAction.notify:
      return { action: 'notify', text };
    case clipboardAction.provide:
      return { action: 'provide', text, data: bytes.subarray(4) };
    default:
      return undefined;
  }
}

function readCaps(view: DataView, flags: number): ClipboardCaps {
  const text = (flags & TEXT_FORMAT) !== 0;
  const has = (action: keyof typeof clipboardAction): boolean => (flags & clipboardAction[action]) !== 0;
  // The sizes stand in the order of their bits, and text has the first. Some servers leave them out.
  const textBytes = text && view.byteLength >= 8 ? view.getUint32(4) : 0;
  const [request, peek, notify, provide] = [has('request'), has('peek'), has('notify'), has('provide')];
  return { text, request, peek, notify, provide, textBytes };
}

/** Our own caps: text by every action, and none without a notice before, as the specification recommends. */
export function encodeCaps(): Uint8Array {
  const { caps, request, peek, notify, provide } = clipboardAction;
  return numbers(caps | request | peek | notify | provide | TEXT_FORMAT, 0);
}

/** A message without data. `formats` are those that there are, or that are asked for. */
export function encodeAction(action: 'request' | 'peek' | 'notify', formats: number): Uint8Array {
  return numbers(clipboardAction[action] | formats);
}

/** Text as it stands in a `provide`: UTF-8 with CR LF and a NUL at the end. */
export function clipboardBytes(text: string): Uint8Array {
  return Buffer.from(`${text.replace(/\r\n?|\n/g, '\r\n')}\0`, 'utf8');
}

/** The message that carries `bytes` of {@link clipboardBytes}. */
export function encodeProvide(bytes: Uint8Array): Uint8Array {
  const plain = Buffer.concat([numbers(bytes.length), bytes]);
  return Buffer.concat([numbers(clipboardAction.provide | TEXT_FORMAT), deflateSync(plain)]);
}

/**
 * The text of a `provide` that has one.
 *
 * @param limit the most bytes that all its formats may have together
 * @throws Error when it is not a zlib stream, holds more than `limit`, or ends within the text
 */
export function decodeProvidedText(data: Uint8Array, limit: number): string {
  // Servers may end the stream with a flush instead of its last block.
  const plain = inflateSync(data, { maxOutputLength: limit + 4, finishFlush: constants.Z_SYNC_FLUSH });
  if (plain.length < 4) throw new Error('no length of the text');
  const length = plain.readUInt32BE(0);
  if (plain.length < 4 + length) throw new Error('the text ends too early');
  const text = new TextDecoder().decode(plain.subarray(4, 4 + length));
  return text.replace(/\0+$/, '').replace(/\r\n?/g, '\n');
}

function numbers(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setUint32(i * 4, value >>> 0));
  return bytes;
}
