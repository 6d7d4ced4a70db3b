import assert from 'node:assert/strict';
import { hasFullColour } from '../../webview/jpegHeader.ts';

/** SOI, a segment without meaning, and a frame header of these components' sampling factors. */
function jpeg(factors: readonly number[], marker = 0xc0): Uint8Array {
  const components = factors.flatMap((factor, i) => [i + 1, factor, 0]);
  const length = 8 + components.length;
  return Uint8Array.from([
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
    ...[0xff, marker, 0, length, 8, 0, 16, 0, 16, factors.length, ...components],
    ...[0xff, 0xd9],
  ]);
}

describe('the colours of a JPEG picture', () => {
  it('are full when all three components are sampled alike', () => {
    assert.equal(hasFullColour(jpeg([0x11, 0x11, 0x11])), true);
    assert.equal(hasFullColour(jpeg([0x22, 0x22, 0x22])), true);
  });

  it('are shared by several pixels when brightness is sampled more often', () => {
    for (const luminance of [0x21, 0x12, 0x22, 0x41])
      assert.equal(hasFullColour(jpeg([luminance, 0x11, 0x11])), false);
  });

  it('are not those of a picture without colours, or with a fourth component', () => {
    assert.equal(hasFullColour(jpeg([0x11])), false);
    assert.equal(hasFullColour(jpeg([0x11, 0x11, 0x11, 0x11])), false);
  });

  it('stand in the header of every kind of frame, and in no table', () => {
    for (const marker of [0xc0, 0xc1, 0xc2, 0xc9, 0xcf])
      assert.equal(hasFullColour(jpeg([0x11, 0x11, 0x11], marker)), true, marker.toString(16));
    for (const marker of [0xc4, 0xc8, 0xcc, 0xdb])
      assert.equal(hasFullColour(jpeg([0x11, 0x11, 0x11], marker)), false, marker.toString(16));
  });

  it('are not known of a picture that is cut anywhere before them', () => {
    const whole = jpeg([0x11, 0x11, 0x11]);
    // The last two bytes are the end of the picture, the one before the last component's table.
    for (let length = 0; length < whole.length - 3; length++)
      assert.equal(hasFullColour(whole.subarray(0, length)), false, `${length} bytes`);
  });

  it('are not looked for in what is no picture, nor without end', () => {
    assert.equal(hasFullColour(new Uint8Array(64)), false);
    assert.equal(hasFullColour(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0, 0, 0)), false);
    assert.equal(hasFullColour(new Uint8Array(64).fill(0xff)), false);
  });
});
