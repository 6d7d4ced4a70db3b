import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { adler32, adler32OfZeros } from '../../../src/core/image/adler32.ts';

describe('the Adler-32 checksum', () => {
  it('is that of the published example', () => {
    assert.equal(adler32(Buffer.from('Wikipedia')), 0x11e6_0398);
    assert.equal(adler32(new Uint8Array(0)), 1);
  });

  it('is what zlib writes, in one go or in pieces, for the largest sums too', () => {
    const bytes = new Uint8Array(100_003).fill(255);
    const expected = deflateSync(bytes).readUInt32BE(deflateSync(bytes).length - 4);
    assert.equal(adler32(bytes), expected);
    assert.equal(adler32(bytes.subarray(7000), adler32(bytes.subarray(0, 7000))), expected);
  });

  it('goes on over zeros, however many', () => {
    const before = adler32(new Uint8Array(5000).fill(255));
    for (const count of [0, 1, 50_000, 1_000_000])
      assert.equal(adler32OfZeros(count, before), adler32(new Uint8Array(count), before));
  });
});
