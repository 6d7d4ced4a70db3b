import { createCipheriv } from 'node:crypto';

/**
 * AES-EAX step by step as the paper writes it (Bellare, Rogaway and Wagner, figures 2 and 3), with single blocks of
 * AES alone: slow, and with nothing in common with the product's.
 */
export function eaxSeal(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, message: Uint8Array): Buffer {
  const start = omac(key, 0, nonce);
  const sealed = counter(key, start, message);
  return Buffer.concat([sealed, xor(xor(start, omac(key, 1, header)), omac(key, 2, sealed))]);
}

/** The message, or `undefined` when it was changed on the way. */
export function eaxOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  header: Uint8Array,
  sealed: Uint8Array,
): Buffer | undefined {
  const text = sealed.subarray(0, sealed.length - 16);
  const start = omac(key, 0, nonce);
  const tag = xor(xor(start, omac(key, 1, header)), omac(key, 2, text));
  return tag.equals(sealed.subarray(sealed.length - 16)) ? counter(key, start, text) : undefined;
}

function block(key: Uint8Array, input: Uint8Array): Buffer {
  const cipher = createCipheriv(`aes-${8 * key.length}-ecb`, key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(input), cipher.final()]);
}

function omac(key: Uint8Array, tweak: number, data: Uint8Array): Buffer {
  const message = Buffer.concat([Buffer.alloc(15), Buffer.from([tweak]), data]);
  const twice = (bytes: Uint8Array): Buffer => {
    const number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`) << 1n;
    const reduced = number >> 128n === 0n ? number : (number & ((1n << 128n) - 1n)) ^ 0x87n;
    return Buffer.from(reduced.toString(16).padStart(32, '0'), 'hex');
  };
  const one = twice(block(key, Buffer.alloc(16)));
  const whole = message.length % 16 === 0;
  const filled = whole
    ? message
    : Buffer.concat([message, Buffer.from([0x80]), Buffer.alloc(15 - (message.length % 16))]);
  let state = Buffer.alloc(16);
  for (let at = 0; at < filled.length; at += 16) {
    let next = xor(state, filled.subarray(at, at + 16));
    if (at + 16 === filled.length) next = xor(next, whole ? one : twice(one));
    state = Buffer.from(block(key, next));
  }
  return state;
}

function counter(key: Uint8Array, start: Uint8Array, text: Uint8Array): Buffer {
  const result = Buffer.from(text);
  const mask = (1n << 128n) - 1n;
  let number = BigInt(`0x${Buffer.from(start).toString('hex')}`);
  for (let at = 0; at < text.length; at += 16) {
    const pad = block(key, Buffer.from(number.toString(16).padStart(32, '0'), 'hex'));
    for (let i = at; i < Math.min(at + 16, text.length); i++) result[i] = (text[i] ?? 0) ^ (pad[i - at] ?? 0);
    number = (number + 1n) & mask;
  }
  return result;
}

function xor(one: Uint8Array, other: Uint8Array): Buffer {
  return Buffer.from(one.map((byte, index) => byte ^ (other[index] ?? 0)));
}
