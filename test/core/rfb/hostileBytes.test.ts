import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { describe, it } from 'mocha';
import { VncError } from '../../../src/core/base/errors.ts';
import { playStream } from './support/playStream.ts';
import { SeededRandom } from './support/seededRandom.ts';
import { cutAtRandom } from './support/splits.ts';

const folder = path.join(process.cwd(), 'test/fixtures/captures');
/** How much of a stream is kept: enough for rectangles of every kind in it. */
const KEPT_BYTES = 60_000;
const MUTANTS = 8;

const streams = [
  'qemu-boot-hextile.rfb.gz',
  'qemu-boot-raw.rfb.gz',
  'qemu-boot-tight.rfb',
  'qemu-boot-tightpng.rfb',
  'qemu-boot-zlib.rfb',
  'qemu-boot-zrle.rfb',
  'tiger-static-tightjpeg8.rfb',
  'tiger-text-tight.rfb',
  'tiger-text-zrle.rfb',
];

/** Codes that a server which lies can lead to. */
const expectedCodes = new Set([
  'VNC_CONNECTION_LOST',
  'VNC_NOT_VNC',
  'VNC_VERSION_UNSUPPORTED',
  'VNC_SERVER_REFUSED',
  'VNC_SECURITY_UNSUPPORTED',
  'VNC_PASSWORD_REQUIRED',
  'VNC_AUTH_REJECTED',
  'VNC_AUTH_TOO_MANY',
  'VNC_USERNAME_REQUIRED',
  'VNC_KEY_UNTRUSTED',
  'VNC_TLS_FAILED',
  'VNC_TLS_UNTRUSTED',
  'VNC_SECURITY_UNAVAILABLE',
  'VNC_UNENCRYPTED_REFUSED',
  'VNC_LIMIT_EXCEEDED',
  'VNC_BAD_RECTANGLE',
  'VNC_BAD_DATA',
  'VNC_ENCODING_UNKNOWN',
  'VNC_MESSAGE_UNKNOWN',
]);

function read(file: string): Uint8Array {
  const bytes = readFileSync(path.join(folder, file));
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).subarray(0, KEPT_BYTES);
}

/** Changes, removes, doubles or inserts some bytes; early ones as often as all later ones. */
function mutate(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  let mutant = Uint8Array.from(bytes);
  for (let left = 1 + random.below(4); left > 0; left--) {
    const reach = random.below(2) === 0 ? Math.min(300, mutant.length) : mutant.length;
    const at = random.below(reach);
    const count = 1 + random.below(8);
    switch (random.below(4)) {
      case 0:
        mutant[at] = random.below(256);
        break;
      case 1:
        mutant = Uint8Array.from(Buffer.concat([mutant.subarray(0, at), mutant.subarray(at + count)]));
        break;
      case 2:
        mutant = Uint8Array.from(
          Buffer.concat([mutant.subarray(0, at), random.bytes(count), mutant.subarray(at)]),
        );
        break;
      default:
        mutant.copyWithin(at, random.below(mutant.length), random.below(mutant.length));
    }
  }
  return mutant;
}

describe('hostile bytes', () => {
  for (const [i, file] of streams.entries()) {
    it(`${file} with ${MUTANTS} seeds of damage ends with an error that is expected`, async () => {
      const original = read(file);
      for (let seed = 0; seed < MUTANTS; seed++) {
        const random = new SeededRandom(1000 * i + seed);
        const mutant = mutate(original, random);
        const error = await playStream(cutAtRandom(mutant, seed, 9000), { allAtOnce: true }).then(
          (played) => {
            const { words } = played.client.framebuffer;
            assert.ok(
              words.every((word) => word >>> 24 === 255),
              `seed ${seed}: a pixel is not opaque`,
            );
            return played.error;
          },
          (reason: unknown) => reason,
        );
        assert.ok(error instanceof VncError, `seed ${seed}: ${String(error)}`);
        assert.ok(expectedCodes.has(error.code), `seed ${seed}: ${error.message}`);
        assert.notEqual(error.data['what'], 'internal', `seed ${seed}: ${String(error.cause)}`);
      }
    }).timeout(60_000);
  }

  it('pure noise after a good handshake ends with an error that is expected', async () => {
    const greeting = read('qemu-boot-raw.rfb.gz').subarray(0, 46);
    for (let seed = 0; seed < 100; seed++) {
      const random = new SeededRandom(seed);
      const noise = random.bytes(2000);
      noise[0] = random.below(4);
      const { error } = await playStream([greeting, noise]);
      assert.ok(error !== undefined && expectedCodes.has(error.code), `seed ${seed}: ${String(error)}`);
      assert.notEqual(error.data['what'], 'internal', `seed ${seed}: ${String(error.cause)}`);
    }
  }).timeout(60_000);
});
