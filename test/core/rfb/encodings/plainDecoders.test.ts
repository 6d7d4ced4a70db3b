import { colours as c, coloursOf } from '../support/picture.ts';
import { TestDeflater } from '../support/testDeflater.ts';
import { line, lines } from '../support/lines.ts';
import { testVectors } from '../support/vector.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

const { R, G, B, W } = c;

/** One Raw rectangle that shows `rows`. */
function raw(writer: WireWriter, x: number, y: number, ...rows: string[]): WireWriter {
  writer.rect(x, y, rows[0]?.length ?? 0, rows.length, 0);
  for (const colour of coloursOf(rows.join(''))) writer.pixel(colour);
  return writer;
}

testVectors('Raw', [
  {
    name: 'paints all pixels and ignores their fourth byte',
    picture: ['RG', 'BW'],
    stream: () => raw(wire().update(1), 0, 0, 'RG', 'BW'),
  },
  {
    name: 'paints inside the screen',
    picture: ['....', '.RG.', '.BW.', '....'],
    stream: () => raw(wire().update(1), 1, 1, 'RG', 'BW'),
  },
  {
    name: 'takes empty rectangles between others',
    picture: ['RG'],
    stream: () => raw(wire().update(3).rect(1, 0, 0, 1, 0).rect(2, 1, 0, 0, 0), 0, 0, 'RG'),
  },
  {
    name: 'takes several updates',
    picture: ['GW'],
    stream: () => raw(raw(wire().update(1), 0, 0, 'RW').update(1), 0, 0, 'G'),
  },
]);

testVectors('CopyRect', [
  {
    name: 'copies to the right',
    picture: ['RGRG', 'BWBW'],
    stream: () => raw(wire().update(2), 0, 0, 'RG..', 'BW..').rect(2, 0, 2, 2, 1).u16(0, 0),
  },
  {
    name: 'copies onto itself to the right',
    picture: ['RRGB'],
    stream: () => raw(wire().update(2), 0, 0, 'RGBW').rect(1, 0, 3, 1, 1).u16(0, 0),
  },
  {
    name: 'copies onto itself to the left',
    picture: ['GBWW'],
    stream: () => raw(wire().update(2), 0, 0, 'RGBW').rect(0, 0, 3, 1, 1).u16(1, 0),
  },
  {
    name: 'copies onto itself downwards',
    picture: ['RG', 'RG', 'BW', 'WW'],
    stream: () => raw(wire().update(2), 0, 0, 'RG', 'BW', 'WW', 'GG').rect(0, 1, 2, 3, 1).u16(0, 0),
  },
  {
    name: 'copies onto itself upwards',
    picture: ['BW', 'WW', 'GG', 'GG'],
    stream: () => raw(wire().update(2), 0, 0, 'RG', 'BW', 'WW', 'GG').rect(0, 0, 2, 3, 1).u16(0, 1),
  },
  {
    name: 'copies a part of several rows down and to the right',
    picture: ['RGB', 'WRG', 'YWY'],
    stream: () => raw(wire().update(2), 0, 0, 'RGB', 'WYR', 'YBY').rect(1, 1, 2, 2, 1).u16(0, 0),
  },
  {
    name: 'copies a part of several rows down and to the left',
    picture: ['RGB', 'GBR', 'YRY'],
    stream: () => raw(wire().update(2), 0, 0, 'RGB', 'WYR', 'YBY').rect(0, 1, 2, 2, 1).u16(1, 0),
  },
]);

testVectors('RRE', [
  {
    name: 'paints a background',
    picture: ['RR', 'RR'],
    stream: () => wire().update(1).rect(0, 0, 2, 2, 2).u32(0).pixel(R),
  },
  {
    name: 'paints rectangles onto the background, later ones on top',
    picture: ['....', '.RRR', '.GBB', '.GBB'],
    stream: () =>
      wire().update(1).rect(1, 1, 3, 3, 2).u32(2).pixel(R).pixel(G).u16(0, 1, 2, 2).pixel(B).u16(1, 1, 2, 2),
  },
]);

testVectors('Hextile', [
  {
    name: 'paints a raw tile',
    picture: ['RG', 'BW'],
    stream: () => wire().update(1).rect(0, 0, 2, 2, 5).u8(1).pixel(R).pixel(G).pixel(B).pixel(W),
  },
  {
    name: 'keeps the background for the next tile, the last tile being smaller',
    picture: lines(17, line(17, 'R')),
    stream: () => wire().update(1).rect(0, 0, 17, 17, 5).u8(2).pixel(R).u8(0, 0, 0),
  },
  {
    name: 'paints rectangles in the foreground and keeps it for the next tile',
    picture: [line(16, 'G') + 'WR', 'W' + line(15, 'R') + 'RR'],
    stream: () =>
      wire()
        .update(1)
        .rect(0, 0, 18, 2, 5)
        .u8(2 | 4 | 8)
        .pixel(R)
        .pixel(G)
        .u8(1, 0x00, 0xf0)
        .u8(4 | 8)
        .pixel(W)
        .u8(1, 0x00, 0x00)
        .update(1)
        .rect(0, 1, 1, 1, 5)
        .u8(2 | 4 | 8)
        .pixel(R)
        .pixel(W)
        .u8(1, 0x00, 0x00),
  },
  {
    name: 'keeps the foreground over a tile without rectangles',
    picture: [line(16, 'G') + line(16, 'R') + 'G'],
    stream: () =>
      wire()
        .update(1)
        .rect(0, 0, 33, 1, 5)
        .u8(2 | 4 | 8)
        .pixel(R)
        .pixel(G)
        .u8(1, 0x00, 0xf0)
        .u8(0)
        .u8(8)
        .u8(1, 0x00, 0x00),
  },
  {
    name: 'paints rectangles in their own colours',
    picture: ['GRR', 'RBB', 'RBB'],
    stream: () =>
      wire()
        .update(1)
        .rect(0, 0, 3, 3, 5)
        .u8(2 | 8 | 16)
        .pixel(R)
        .u8(2)
        .pixel(G)
        .u8(0x00, 0x00)
        .pixel(B)
        .u8(0x11, 0x11),
  },
  {
    name: 'takes a raw tile between others',
    picture: [line(16, 'R') + line(16, 'W') + 'B'],
    stream: () => {
      const writer = wire().update(1).rect(0, 0, 33, 1, 5).u8(2).pixel(R).u8(1);
      for (let i = 0; i < 16; i++) writer.pixel(W);
      return writer.u8(2).pixel(B);
    },
  },
]);

/** The pixels of `rows` as Raw and Zlib carry them. */
function pixels(...rows: string[]): Uint8Array {
  const writer = wire();
  for (const colour of coloursOf(rows.join(''))) writer.pixel(colour);
  return writer.build();
}

testVectors('Zlib', [
  {
    name: 'keeps one stream for all rectangles',
    picture: ['RGRG', 'BWBW', 'YYYY'],
    stream: () => {
      const deflater = new TestDeflater();
      const first = deflater.next(pixels('RG', 'BW'));
      const second = deflater.next(pixels('RG', 'BW'));
      const third = deflater.next(pixels('YYYY'));
      return wire()
        .update(2)
        .rect(0, 0, 2, 2, 6)
        .u32(first.length)
        .bytes(first)
        .rect(2, 0, 2, 2, 6)
        .u32(second.length)
        .bytes(second)
        .update(1)
        .rect(0, 2, 4, 1, 6)
        .u32(third.length)
        .bytes(third);
    },
  },
]);
