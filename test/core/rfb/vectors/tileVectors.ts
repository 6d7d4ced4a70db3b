import type { FormatVector, FormatVectors } from '../support/formatVector.ts';
import { type Colour, colours as c, coloursOf } from '../support/picture.ts';
import type { PixelForm } from '../support/pixelForm.ts';
import { TestDeflater } from '../support/testDeflater.ts';
import { line, lines } from '../support/lines.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

const { R, G, B, W, Y, P, Q } = c;
const alphabet = 'RGBWYPQ';

/** `size` colours that begin with the whole alphabet, again and again. */
function palette(size: number): number[] {
  return Array.from({ length: size }, (_value, i) => c[alphabet[i % alphabet.length] as Colour]);
}

interface TileVector {
  readonly name: string;
  readonly picture: readonly string[];
  readonly tiles: (form: PixelForm) => WireWriter;
}

/** Tiles that ZRLE and TRLE have in common; pictures of one tile in both. */
const tileVectors: readonly TileVector[] = [
  {
    name: 'raw',
    picture: ['RGB', 'WYP'],
    tiles: (form) =>
      wire()
        .u8(0)
        .bytes(form.compact(R, G, B, W, Y, P)),
  },
  { name: 'one colour', picture: ['QQ', 'QQ'], tiles: (form) => wire().u8(1).bytes(form.compact(Q)) },
  {
    name: 'two colours, one bit each',
    picture: ['RGRGRGRGG', 'GGGGGGGGR'],
    tiles: (form) => wire().u8(2).bytes(form.compact(R, G)).u8(0x55, 0x80, 0xff, 0x00),
  },
  {
    name: 'three colours, two bits each',
    picture: ['RGBRG', 'BBBBR'],
    tiles: (form) =>
      wire()
        .u8(3)
        .bytes(form.compact(R, G, B))
        .u8(0b00011000, 0b01000000, 0b10101010, 0),
  },
  {
    name: 'four colours, two bits each',
    picture: ['RGBW'],
    tiles: (form) =>
      wire()
        .u8(4)
        .bytes(form.compact(R, G, B, W))
        .u8(0b00011011),
  },
  {
    name: 'five colours, four bits each',
    picture: ['RGBWY'],
    tiles: (form) =>
      wire()
        .u8(5)
        .bytes(form.compact(R, G, B, W, Y))
        .u8(0x01, 0x23, 0x40),
  },
  {
    name: 'sixteen colours, four bits each',
    picture: ['GRG'],
    tiles: (form) =>
      wire()
        .u8(16)
        .bytes(form.compact(...palette(16)))
        .u8(0xf0, 0x10),
  },
  {
    name: 'runs that go on in the next row',
    picture: ['RRRR', 'RGGB'],
    tiles: (form) =>
      wire().u8(128).bytes(form.compact(R)).u8(4).bytes(form.compact(G)).u8(1).bytes(form.compact(B)).u8(0),
  },
  {
    name: 'a run of a whole tile',
    picture: lines(16, line(16, 'Y')),
    tiles: (form) => wire().u8(128).bytes(form.compact(Y)).u8(255, 0),
  },
  {
    name: 'palette runs and single pixels',
    picture: ['RGGG', 'GBRR'],
    tiles: (form) =>
      wire()
        .u8(131)
        .bytes(form.compact(R, G, B))
        .u8(0, 129, 3, 2, 128, 1),
  },
  {
    name: 'a palette run of a whole tile',
    picture: lines(16, line(16, 'P')),
    tiles: (form) => wire().u8(130).bytes(form.compact(Q, P)).u8(129, 255, 0),
  },
  {
    name: 'runs with a palette of 127 colours',
    picture: ['RQ'],
    tiles: (form) =>
      wire()
        .u8(255)
        .bytes(form.compact(...palette(127)))
        .u8(126, 6),
  },
];

function zrle(width: number, height: number, tiles: WireWriter, deflater = new TestDeflater()): WireWriter {
  const data = deflater.next(tiles.build());
  return wire().rect(0, 0, width, height, 16).u32(data.length).bytes(data);
}

/** A rectangle in TRLE. */
export function trle(width: number, height: number, tiles: WireWriter): WireWriter {
  return wire().rect(0, 0, width, height, 15).bytes(tiles.build());
}

function both(frame: typeof trle): FormatVector[] {
  return tileVectors.map(({ name, picture, tiles }) => ({
    name,
    picture,
    stream: (form) => frame(picture[0]?.length ?? 0, picture.length, tiles(form)),
  }));
}

const zrleVectors: readonly FormatVector[] = [
  ...both((width, height, tiles) => zrle(width, height, tiles)),
  {
    name: 'seventeen colours, a byte each',
    picture: ['RBP', 'QRG'],
    stream: (form) =>
      zrle(
        3,
        2,
        wire()
          .u8(17)
          .bytes(form.compact(...palette(17)))
          .u8(0, 16, 5, 6, 7, 1),
      ),
  },
  {
    name: '127 colours, a byte each',
    picture: ['RR'],
    stream: (form) =>
      zrle(
        2,
        1,
        wire()
          .u8(127)
          .bytes(form.compact(...palette(127)))
          .u8(0, 126),
      ),
  },
  {
    name: 'several tiles, and one stream for all rectangles',
    picture: [...lines(64, line(64, 'R') + 'G'), line(64, 'B') + 'W'],
    stream: (form) => {
      const deflater = new TestDeflater();
      const tiles = (...all: number[]): WireWriter =>
        all.reduce((writer, colour) => writer.u8(1).bytes(form.compact(colour)), wire());
      return wire()
        .bytes(zrle(65, 65, tiles(Y, G, B, W), deflater).build())
        .bytes(zrle(64, 64, tiles(R), deflater).build());
    },
  },
];

const trleVectors: readonly FormatVector[] = [
  ...both(trle),
  {
    name: 'several tiles, those at the right and the bottom being smaller',
    picture: [...lines(16, line(16, 'R') + 'G'), line(16, 'B') + 'W'],
    stream: (form) =>
      trle(
        17,
        17,
        wire()
          .u8(1)
          .bytes(form.compact(R))
          .u8(1)
          .bytes(form.compact(G))
          .u8(1)
          .bytes(form.compact(B))
          .u8(0)
          .bytes(form.compact(W)),
      ),
  },
  {
    name: 'a packed tile with the palette of the one before',
    picture: [line(16, 'R') + 'GB', line(16, 'R') + 'WR'],
    stream: (form) =>
      trle(
        18,
        2,
        wire()
          .u8(4)
          .bytes(form.compact(R, G, B, W))
          .u8(0, 0, 0, 0, 0, 0, 0, 0)
          .u8(127)
          .u8(0b01100000, 0b11000000),
      ),
  },
  {
    name: 'a packed tile with the palette of a tile of runs',
    picture: [line(16, 'G') + 'RG'],
    stream: (form) => trle(18, 1, wire().u8(130).bytes(form.compact(R, G)).u8(129, 15).u8(127, 0b01000000)),
  },
  {
    name: 'a packed tile with a larger palette, a byte each',
    picture: [line(16, 'R') + 'BQ'],
    stream: (form) =>
      trle(
        18,
        1,
        wire()
          .u8(148)
          .bytes(form.compact(...palette(20)))
          .u8(128, 15)
          .u8(127, 16, 6),
      ),
  },
  {
    name: 'a packed tile with the colour of a tile of one colour, which needs no pixels',
    picture: [line(16, 'Y') + 'YY'],
    stream: (form) => trle(18, 1, wire().u8(1).bytes(form.compact(Y)).u8(127)),
  },
  {
    name: 'a tile of runs with the palette of the one before, a raw and a plain one between',
    picture: [line(16, 'R') + line(16, 'W') + line(16, 'Y') + 'GGB'],
    stream: (form) =>
      trle(
        51,
        1,
        wire()
          .u8(3)
          .bytes(form.compact(R, G, B))
          .u8(0, 0, 0, 0)
          .u8(0)
          .bytes(form.compact(...coloursOf(line(16, 'W'))))
          .u8(128)
          .bytes(form.compact(Y))
          .u8(15)
          .u8(129)
          .u8(129, 1, 2),
      ),
  },
];

/** Rectangles of ZRLE and TRLE. */
export const tileFormatVectors: readonly FormatVectors[] = [
  { title: 'ZRLE', vectors: zrleVectors },
  { title: 'TRLE', vectors: trleVectors },
];
