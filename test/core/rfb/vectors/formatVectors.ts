import type { FormatVector, FormatVectors } from '../support/formatVector.ts';
import { colours as c, coloursOf } from '../support/picture.ts';
import type { PixelForm } from '../support/pixelForm.ts';
import { TestDeflater } from '../support/testDeflater.ts';
import { line, lines } from '../support/lines.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

const { R, G, B, W, Y, P } = c;

const rect = (width: number, height: number, encoding: number): WireWriter =>
  wire().rect(0, 0, width, height, encoding);

const rawVectors: readonly FormatVector[] = [
  {
    name: 'paints all pixels',
    picture: ['RGBW', 'YP.Q'],
    stream: (form) => rect(4, 2, 0).bytes(form.pixel(...coloursOf('RGBWYP.Q'))),
  },
  {
    name: 'is copied by CopyRect',
    picture: ['RGRG'],
    stream: (form) => rect(2, 1, 0).bytes(form.pixel(R, G)).rect(2, 0, 2, 1, 1).u16(0, 0),
  },
];

const rreVectors: readonly FormatVector[] = [
  {
    name: 'paints rectangles onto a background',
    picture: ['RRRR', 'RGGR', 'RGBB'],
    stream: (form) =>
      rect(4, 3, 2).u32(2).bytes(form.pixel(R, G)).u16(1, 1, 2, 2).bytes(form.pixel(B)).u16(2, 2, 2, 1),
  },
];

const coRreVectors: readonly FormatVector[] = [
  {
    name: 'paints a background',
    picture: ['YY', 'YY'],
    stream: (form) => rect(2, 2, 4).u32(0).bytes(form.pixel(Y)),
  },
  {
    name: 'paints rectangles onto it, their places being bytes',
    picture: [...lines(2, line(255, 'R')), line(254, 'R') + 'G', 'B' + line(254, 'R')],
    stream: (form) =>
      rect(255, 4, 4).u32(2).bytes(form.pixel(R, G)).u8(254, 2, 1, 1).bytes(form.pixel(B)).u8(0, 3, 1, 1),
  },
];

const hextileVectors: readonly FormatVector[] = [
  {
    name: 'paints raw tiles',
    picture: ['RG', 'BW'],
    stream: (form) =>
      rect(2, 2, 5)
        .u8(1)
        .bytes(form.pixel(R, G, B, W)),
  },
  {
    name: 'keeps background and foreground',
    picture: [line(16, 'R') + 'RG', 'G' + line(15, 'R') + 'RR'],
    stream: (form) =>
      rect(18, 2, 5)
        .u8(2 | 4 | 8)
        .bytes(form.pixel(R, G))
        .u8(1, 0x01, 0x00)
        .u8(8)
        .u8(1, 0x10, 0x00),
  },
  {
    name: 'paints coloured rectangles',
    picture: ['WBB', 'WYY'],
    stream: (form) =>
      rect(3, 2, 5)
        .u8(2 | 8 | 16)
        .bytes(form.pixel(W))
        .u8(2)
        .bytes(form.pixel(B))
        .u8(0x10, 0x10)
        .bytes(form.pixel(Y))
        .u8(0x11, 0x10),
  },
];

const zlibVectors: readonly FormatVector[] = [
  {
    name: 'keeps one stream',
    picture: ['RGBW', 'RGBW'],
    stream: (form) => {
      const deflater = new TestDeflater();
      const writer = wire();
      for (const y of [0, 1]) {
        const data = deflater.next(form.pixel(R, G, B, W));
        writer.rect(0, y, 4, 1, 6).u32(data.length).bytes(data);
      }
      return writer;
    },
  },
];

/** Pixels that Tight compresses when they are twelve bytes or more, in a stream of zlib. */
function tightData(writer: WireWriter, bytes: Uint8Array, deflater = new TestDeflater()): WireWriter {
  if (bytes.length < 12) return writer.bytes(bytes);
  const data = deflater.next(bytes);
  return writer
    .u8((data.length & 127) | (data.length > 127 ? 128 : 0), ...(data.length > 127 ? [data.length >> 7] : []))
    .bytes(data);
}

/** Pixels that Tight sends as they are; twelve bytes and more have a length nevertheless. */
function tightPlain(writer: WireWriter, bytes: Uint8Array): WireWriter {
  const { length } = bytes;
  if (length < 12) return writer.bytes(bytes);
  return writer.u8(...(length > 127 ? [(length & 127) | 128, length >> 7] : [length])).bytes(bytes);
}

/** The gradient filter of the specification, forwards, over components. */
function gradient(form: PixelForm, picture: readonly string[]): Uint8Array {
  const { redMax, greenMax, blueMax } = form.format;
  const maxima = [redMax, greenMax, blueMax];
  const rows = picture.map((row) => coloursOf(row).map((colour) => form.components(colour)));
  const at = (x: number, y: number, i: number): number => rows[y]?.[x]?.[i] ?? 0;
  const pixels = rows.flatMap((row, y) =>
    row.map((_colour, x) => {
      const [red, green, blue] = maxima.map((max, i) => {
        const sum = at(x - 1, y, i) + at(x, y - 1, i) - at(x - 1, y - 1, i);
        return (at(x, y, i) - Math.max(0, Math.min(max, sum))) & max;
      });
      const parts = [red ?? 0, green ?? 0, blue ?? 0] as const;
      return form.isTight888 ? Uint8Array.from(parts) : form.pixelOf(parts);
    }),
  );
  return Buffer.concat(pixels);
}

const noise = ['RGBWYP.Q', 'QWPYRBG.', 'WWRRGGBB', 'PQPQ.Y.Y'];

const tightVectors: readonly FormatVector[] = [
  { name: 'fills', picture: ['PP', 'PP'], stream: (form) => rect(2, 2, 7).u8(0x80).bytes(form.tight(P)) },
  {
    name: 'copies',
    picture: noise,
    stream: (form) => tightData(rect(8, 4, 7).u8(0x10), form.tight(...coloursOf(noise.join('')))),
  },
  {
    name: 'copies what is too short to be compressed',
    picture: ['RG'],
    stream: (form) => tightData(rect(2, 1, 7).u8(0x40, 0), form.tight(R, G)),
  },
  {
    name: 'paints two colours',
    picture: ['GRRRRRRRG', 'RRRRRRRRG'],
    stream: (form) => rect(9, 2, 7).u8(0x50, 1, 1).bytes(form.tight(R, G)).u8(0x80, 0x80, 0x00, 0x80),
  },
  {
    name: 'paints a palette',
    picture: ['RGBWYP', 'PYWBGR'],
    stream: (form) =>
      tightData(
        rect(6, 2, 7)
          .u8(0x60, 1, 5)
          .bytes(form.tight(R, G, B, W, Y, P)),
        Uint8Array.of(0, 1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 0),
      ),
  },
  {
    name: 'takes pixels without zlib',
    picture: noise,
    stream: (form) => tightPlain(rect(8, 4, 7).u8(0xa0), form.tight(...coloursOf(noise.join('')))),
  },
  {
    name: 'takes filtered pixels without zlib',
    picture: ['WYWYWYWYWYWYWY'],
    stream: (form) =>
      tightPlain(
        rect(14, 1, 7)
          .u8(0xe0, 1, 2)
          .bytes(form.tight(R, W, Y)),
        Uint8Array.of(1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2),
      ),
  },
  {
    name: 'resets streams with every kind of rectangle',
    picture: ['RGBWRGBWRGBWRGBW', 'WBGRWBGRWBGRWBGR', line(16, 'Y'), line(16, 'P'), 'RGBWRGBWWBGRWBGR'],
    stream: (form) => {
      const row = (y: number, control: number): WireWriter => wire().rect(0, y, 16, 1, 7).u8(control);
      // Each compressed row begins a stream of its own, so it needs a reset in it or before it.
      const copy = (y: number, control: number, text: string): Uint8Array =>
        tightData(row(y, control), form.tight(...coloursOf(text))).build();
      return wire()
        .bytes(copy(0, 0x00, 'RGBWRGBWRGBWRGBW'))
        .bytes(copy(1, 0x01, 'WBGRWBGRWBGRWBGR'))
        .bytes(row(2, 0x81).bytes(form.tight(Y)).build())
        .bytes(copy(3, 0x00, line(16, 'P')))
        .bytes(tightPlain(row(4, 0xa1), form.tight(...coloursOf(line(16, 'G')))).build())
        .bytes(copy(4, 0x00, 'RGBWRGBWRGBWRGBW'))
        .bytes(row(4, 0xe1).u8(1, 0).bytes(form.tight(R)).u8(0, 0).build())
        .bytes(copy(4, 0x00, 'RGBWRGBWWBGRWBGR'));
    },
  },
];

// A colour map has no gradients.
const gradientVectors: readonly FormatVector[] = [
  {
    name: 'undoes the gradient filter',
    picture: noise,
    stream: (form) =>
      form.format.trueColour
        ? tightData(rect(8, 4, 7).u8(0x70, 2), gradient(form, noise))
        : rect(8, 4, 0).bytes(form.pixel(...coloursOf(noise.join('')))),
  },
];

/** Rectangles of the encodings that have no tiles of ZRLE’s kind, by the name of their encoding. */
export const formatVectors: readonly FormatVectors[] = [
  { title: 'Raw', vectors: rawVectors },
  { title: 'RRE', vectors: rreVectors },
  { title: 'CoRRE', vectors: coRreVectors },
  { title: 'Hextile', vectors: hextileVectors },
  { title: 'Zlib', vectors: zlibVectors },
  { title: 'Tight', vectors: tightVectors },
  { title: 'Tight, smooth,', vectors: gradientVectors },
];
