import { type Colour, colours as c, coloursOf } from '../support/picture.ts';
import { TestDeflater } from '../support/testDeflater.ts';
import { line, lines } from '../support/lines.ts';
import { testVectors } from '../support/vector.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

const { R, G, B, W, Y, P, Q } = c;

/** One update of one ZRLE rectangle at the origin, its tiles in a stream of their own. */
function zrle(width: number, height: number, tiles: WireWriter): WireWriter {
  const data = new TestDeflater().next(tiles.build());
  return wire().update(1).rect(0, 0, width, height, 16).u32(data.length).bytes(data);
}

const seventeen = line(17, 'R').split('');
const alphabet: Colour[] = ['R', 'G', 'B', 'W', 'Y', 'P', 'Q'];

/** A palette of `size` colours that begins with the whole alphabet. */
function palette(size: number): number[] {
  return Array.from({ length: size }, (_value, i) => c[alphabet[i % alphabet.length] ?? 'R']);
}

testVectors('ZRLE', [
  {
    name: 'paints a raw tile',
    picture: ['RG', 'BW'],
    stream: () => zrle(2, 2, wire().u8(0).pixel3(R, G, B, W)),
  },
  {
    name: 'paints a tile of one colour',
    picture: ['YYY', 'YYY'],
    stream: () => zrle(3, 2, wire().u8(1).pixel3(Y)),
  },
  {
    name: 'paints two colours, one bit each, rows padded',
    picture: ['RGRGRGRGG', 'GGGGGGGGR'],
    stream: () => zrle(9, 2, wire().u8(2).pixel3(R, G).u8(0x55, 0x80, 0xff, 0x00)),
  },
  {
    name: 'paints three colours, two bits each',
    picture: ['RGBRG', 'BBBBR'],
    stream: () => zrle(5, 2, wire().u8(3).pixel3(R, G, B).u8(0b00011000, 0b01000000, 0b10101010, 0)),
  },
  {
    name: 'paints four colours, two bits each',
    picture: ['RGBW'],
    stream: () => zrle(4, 1, wire().u8(4).pixel3(R, G, B, W).u8(0b00011011)),
  },
  {
    name: 'paints five colours, four bits each',
    picture: ['RGBWY'],
    stream: () => zrle(5, 1, wire().u8(5).pixel3(R, G, B, W, Y).u8(0x01, 0x23, 0x40)),
  },
  {
    name: 'paints sixteen colours, four bits each',
    picture: ['GRG'],
    stream: () =>
      zrle(
        3,
        1,
        wire()
          .u8(16)
          .pixel3(...palette(16))
          .u8(0xf0, 0x10)
          .bytes(new Uint8Array(0)),
      ),
  },
  {
    name: 'paints seventeen colours, a byte each',
    picture: ['RBP', 'QRG'],
    stream: () =>
      zrle(
        3,
        2,
        wire()
          .u8(17)
          .pixel3(...palette(17))
          .u8(0, 16, 5, 6, 7, 1),
      ),
  },
  {
    name: 'paints 127 colours, a byte each',
    picture: ['RR'],
    stream: () =>
      zrle(
        2,
        1,
        wire()
          .u8(127)
          .pixel3(...palette(127))
          .u8(0, 126),
      ),
  },
  {
    name: 'paints runs that go on in the next row',
    picture: ['RRRR', 'RGGB'],
    stream: () => zrle(4, 2, wire().u8(128).pixel3(R).u8(4).pixel3(G).u8(1).pixel3(B).u8(0)),
  },
  {
    name: 'paints runs of 255, 256 and 511 pixels',
    picture: [
      ...lines(3, line(64, 'R')),
      line(63, 'R') + 'G',
      ...lines(3, line(64, 'G')),
      line(63, 'G') + 'B',
      ...lines(7, line(64, 'B')),
      line(62, 'B') + 'WW',
    ],
    stream: () =>
      zrle(
        64,
        16,
        wire().u8(128).pixel3(R).u8(254).pixel3(G).u8(255, 0).pixel3(B).u8(255, 255, 0).pixel3(W).u8(1),
      ),
  },
  {
    name: 'paints palette runs and single pixels',
    picture: ['RGGG', 'GBRR'],
    stream: () => zrle(4, 2, wire().u8(131).pixel3(R, G, B).u8(0, 129, 3, 2, 128, 1)),
  },
  {
    name: 'paints palette runs of more than 255 pixels',
    picture: lines(16, line(32, 'P')),
    stream: () => zrle(32, 16, wire().u8(130).pixel3(Q, P).u8(129, 255, 255, 1)),
  },
  {
    name: 'paints several tiles, those at the right and the bottom being smaller',
    picture: [...lines(64, line(64, 'R') + 'G'), line(64, 'B') + 'W'],
    stream: () => zrle(65, 65, wire().u8(1).pixel3(R).u8(1).pixel3(G).u8(1).pixel3(B).u8(0).pixel3(W)),
  },
  {
    name: 'keeps one stream for all rectangles',
    picture: [...lines(2, line(17, 'R')), line(17, 'G')],
    stream: () => {
      const deflater = new TestDeflater();
      const tile = wire()
        .u8(0)
        .pixel3(...coloursOf(seventeen.join('')))
        .build();
      const writer = wire();
      for (const y of [0, 1]) {
        const data = deflater.next(tile);
        writer.update(1).rect(0, y, 17, 1, 16).u32(data.length).bytes(data);
      }
      const last = deflater.next(wire().u8(1).pixel3(G).build());
      return writer.update(1).rect(0, 2, 17, 1, 16).u32(last.length).bytes(last);
    },
  },
]);
