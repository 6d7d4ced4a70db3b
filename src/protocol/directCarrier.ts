/**
 * What goes over the direct carrier, a WebSocket from the page to the extension host. Binary messages go to the page:
 * `u32 number, u32 ack, frame`, little-endian; with number 0 they are a probe whose id stands in place of the
 * acknowledgement. Everything else is text: the JSON of one of the unions below.
 */
import type { CarriedMessage } from './messages.ts';

/** The subprotocol that page and host agree on. The page names its token as a second one. */
export const directProtocol = 'vnc-agent-bridge.frames.1';

/** What the token's subprotocol begins with. */
export const tokenPrefix = 'token.';

/** Bytes before a frame or a probe's filling. */
export const directHeaderBytes = 8;

/** Texts to the page. */
export type DirectToPage =
  /** The first text: only the host that the page was sent to knows it. */
  | { readonly type: 'proof'; readonly proof: string }
  /** From here on both sides send over this carrier. */
  | { readonly type: 'begin' }
  | { readonly type: 'ack'; readonly ack: number };

/** Texts to the host. `message` has passed no guard yet. */
export type DirectToHost =
  | { readonly type: 'proven' }
  | { readonly type: 'probed'; readonly id: number }
  | { readonly type: 'ack'; readonly ack: number }
  | { readonly type: 'carried'; readonly number: number; readonly ack: number; readonly message: unknown };

/** A binary message as it arrives; the data is a view. */
export type DirectBinary =
  | { readonly type: 'frame'; readonly number: number; readonly ack: number; readonly data: Uint8Array }
  | { readonly type: 'probe'; readonly id: number };

/** The bytes before a frame. */
export function frameHeader(number: number, ack: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(directHeaderBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, number, true);
  view.setUint32(4, ack, true);
  return bytes;
}

/** The bytes before a probe's filling. */
export function probeHeader(id: number): Uint8Array<ArrayBuffer> {
  return frameHeader(0, id);
}

/** Reads a binary message; `undefined` when it is none. */
export function readBinary(buffer: ArrayBuffer): DirectBinary | undefined {
  if (buffer.byteLength < directHeaderBytes) return undefined;
  const view = new DataView(buffer);
  const number = view.getUint32(0, true);
  const ack = view.getUint32(4, true);
  if (number === 0) return { type: 'probe', id: ack };
  return { type: 'frame', number, ack, data: new Uint8Array(buffer, directHeaderBytes) };
}

/** The text of a message that the page sends. */
export function carriedText(number: number, ack: number, message: CarriedMessage): string {
  return JSON.stringify({ type: 'carried', number, ack, message } satisfies DirectToHost);
}

/** Reads a text of the host; `undefined` when it is none. */
export function readDirectToPage(text: string): DirectToPage | undefined {
  const value = parse(text);
  switch (value?.['type']) {
    case 'proof':
      return typeof value['proof'] === 'string' ? { type: 'proof', proof: value['proof'] } : undefined;
    case 'begin':
      return { type: 'begin' };
    case 'ack':
      return isNumber(value['ack']) ? { type: 'ack', ack: value['ack'] } : undefined;
    default:
      return undefined;
  }
}

/** Reads a text of the page; `undefined` when it is none. */
export function readDirectToHost(text: string): DirectToHost | undefined {
  const value = parse(text);
  switch (value?.['type']) {
    case 'proven':
      return { type: 'proven' };
    case 'probed':
      return isNumber(value['id']) ? { type: 'probed', id: value['id'] } : undefined;
    case 'ack':
      return isNumber(value['ack']) ? { type: 'ack', ack: value['ack'] } : undefined;
    case 'carried': {
      const { number, ack, message } = value;
      if (!isNumber(number) || !isNumber(ack)) return undefined;
      return { type: 'carried', number, ack, message };
    }
    default:
      return undefined;
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Numbers on this carrier have 32 bits: at a thousand frames a second that is seven weeks. */
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}
