import { randomBytes } from 'node:crypto';

/** Bytes of our secret exponent: no attack on a group of any allowed size is cheaper than on 512 bits. */
const EXPONENT_BYTES = 64;

/** What a server sends of a key exchange, big-endian. */
export interface ServerExchange {
  readonly generator: Uint8Array;
  readonly modulus: Uint8Array;
  readonly publicValue: Uint8Array;
}

/** Our half, each as long as the modulus. */
export interface ClientExchange {
  readonly publicValue: Uint8Array;
  readonly sharedSecret: Uint8Array;
}

/**
 * Our half of a Diffie-Hellman key exchange. Written out, since Node and editors refuse the 64 bits of MSLogonII
 * and disagree about which longer groups they take. The time is bounded by the modulus's length alone.
 *
 * @param random makes the secret exponent; of {@link randomBytes} by default
 * @returns `undefined` for a modulus below 3, which is none
 */
export function exchangeKeys(
  server: ServerExchange,
  random: (bytes: number) => Uint8Array = randomBytes,
): ClientExchange | undefined {
  const modulus = toNumber(server.modulus);
  if (modulus < 3n) return undefined;
  const length = server.modulus.length;
  const secret = toNumber(random(Math.min(length, EXPONENT_BYTES)));
  return {
    publicValue: toBytes(power(toNumber(server.generator), secret, modulus), length),
    sharedSecret: toBytes(power(toNumber(server.publicValue), secret, modulus), length),
  };
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let factor = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
}

function toBytes(value: bigint, length: number): Uint8Array {
  return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex');
}
