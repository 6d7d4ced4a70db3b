import jpeg from 'jpeg-js';
import { encodings } from '../../src/core/rfb/encodings/encodingNumbers.ts';
import { colours } from '../core/rfb/support/picture.ts';
import { PixelForm, pixelFormats } from '../core/rfb/support/pixelForm.ts';
import { greeting } from '../core/rfb/support/playStream.ts';
import { TestDeflater } from '../core/rfb/support/testDeflater.ts';
import { type WireWriter, wire } from '../core/rfb/support/wireWriter.ts';
import { formatVectors } from '../core/rfb/vectors/formatVectors.ts';
import { tileFormatVectors } from '../core/rfb/vectors/tileVectors.ts';
import type { Seed } from './seeds.ts';

/** As many rectangles as come before LastRect. */
const UNTIL_LAST = 0xffff;

/**
 * Streams of what no server of the recordings sends: the vectors of the decoders' tests, in every pixel format, and
 * cursors, layouts, pictures and messages of each kind.
 */
export function syntheticSeeds(): readonly Seed[] {
  return [...vectorSeeds(), ...pictureSeeds(), ...cursorSeeds(), layoutSeed(), messageSeed()];
}

function seed(name: string, [width, height]: readonly [number, number], messages: WireWriter): Seed {
  const bytes = Buffer.concat([greeting(width, height), messages.build()]);
  return { name: `synthetic ${name}`, bytes: Uint8Array.from(bytes), types: ['None'] };
}

/** One update of everything that `rectangles` writes. */
function update(rectangles: WireWriter): WireWriter {
  return wire().update(UNTIL_LAST).bytes(rectangles.build()).rect(0, 0, 0, 0, encodings.LastRect);
}

/** Each vector in our own format and in one other, so that all formats have their turn. */
function vectorSeeds(): Seed[] {
  const [own, ...others] = Object.entries(pixelFormats);
  if (own === undefined) throw new Error('there are no formats');
  return [...formatVectors, ...tileFormatVectors]
    .flatMap(({ title, vectors }) => vectors.map((vector) => ({ title, ...vector })))
    .flatMap(({ title, name, picture, stream }, i) =>
      [own, others[i % others.length] ?? own].map(([formatName, format]) => {
        const form = new PixelForm(format);
        const size = [picture[0]?.length ?? 0, picture.length] as const;
        const messages = inFormat(form, size).bytes(update(stream(form)).build());
        return seed(`${title} ${name} (${formatName})`, size, messages);
      }),
    );
}

/** The server goes over to a pixel format by itself, with the tests' colours if it has a map. */
function inFormat({ format }: PixelForm, [width, height]: readonly [number, number]): WireWriter {
  const { bitsPerPixel, depth, bigEndian, trueColour, redMax, greenMax, blueMax } = format;
  const { redShift, greenShift, blueShift } = format;
  const writer = wire()
    .update(1)
    .rect(0, 0, width, height, encodings.VMwareDisplayMode)
    .u8(bitsPerPixel, depth, bigEndian ? 1 : 0, trueColour ? 1 : 0)
    .u16(redMax, greenMax, blueMax)
    .u8(redShift, greenShift, blueShift, 0, 0, 0);
  if (trueColour) return writer;
  const entries = Object.values(colours);
  writer.u8(1, 0).u16(10, entries.length);
  for (const colour of entries) for (const shift of [0, 8, 16]) writer.u16(((colour >> shift) & 255) * 257);
  return writer;
}

/** JPEG rectangles, the second without the tables of the first, and JPEG within Tight. */
function pictureSeeds(): Seed[] {
  const side = 16;
  const data = Uint8Array.from({ length: side * side * 4 }, (_value, i) => (i * 7) % 256);
  const file = new Uint8Array(jpeg.encode({ width: side, height: side, data }, 60).data);
  const tight = wire()
    .rect(0, 0, side, side, encodings.Tight)
    .u8(0x90, (file.length & 127) | 128, (file.length >> 7) | 128, file.length >> 14)
    .bytes(file);
  const plain = wire()
    .rect(0, 0, side, side, encodings.JPEG)
    .bytes(file)
    .rect(side, 0, side, side, encodings.JPEG)
    .bytes(withoutTables(file));
  return [seed('JPEG', [2 * side, side], update(plain)), seed('JPEG in Tight', [side, side], update(tight))];
}

/** A JPEG file without its quantisation and Huffman tables, as servers send it after the first. */
function withoutTables(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const parts = [file.subarray(0, 2)];
  for (let at = 2; at < file.length; ) {
    const marker = view.getUint16(at);
    const end = marker === 0xff_da ? file.length : at + 2 + view.getUint16(at + 2);
    if (marker !== 0xff_db && marker !== 0xff_c4) parts.push(file.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

function cursorSeeds(): Seed[] {
  const deflater = new TestDeflater();
  const packed = deflater.next(wire().u8(1, 1, 2, 3, 255).build());
  const four = Uint8Array.from({ length: 16 }, (_value, i) => i * 16);
  const cursors = wire()
    .rect(1, 1, 2, 2, encodings.Cursor)
    .bytes(four)
    .u8(0x40, 0x80)
    .rect(0, 0, 9, 2, encodings.XCursor)
    .u8(250, 1, 2, 3, 4, 5, 0x55, 0x00, 0x80, 0x80, 0xff, 0x80, 0x80, 0x00)
    .rect(0, 1, 2, 2, encodings.CursorWithAlpha)
    .u32(encodings.Raw)
    .bytes(four)
    .rect(0, 0, 1, 1, encodings.CursorWithAlpha)
    .u32(encodings.ZRLE, packed.length)
    .bytes(packed)
    .rect(0, 0, 2, 1, encodings.CursorWithAlpha)
    .u32(encodings.TRLE)
    .u8(1, 1, 2, 3, 255)
    .rect(2, 1, 0, 0, encodings.PointerPos);
  const vmware = wire()
    .rect(0, 0, 2, 1, encodings.VMwareCursor)
    .u8(0, 0)
    .bytes(four)
    .rect(0, 0, 2, 1, encodings.VMwareCursor)
    .u8(1, 0)
    .bytes(four.subarray(0, 8))
    .rect(3, 2, 0, 0, encodings.VMwareCursorPosition)
    .rect(0, 0, 0, 0, encodings.VMwareCursorState)
    .u16(1);
  return [seed('cursors', [9, 9], update(cursors)), seed('VMware cursors', [9, 9], update(vmware))];
}

/** A desktop of several screens that changes its size. */
function layoutSeed(): Seed {
  const rectangles = wire()
    .rect(0, 0, 40, 20, encodings.ExtendedDesktopSize)
    .u8(2, 0, 0, 0)
    .u32(1)
    .u16(0, 0, 20, 20)
    .u32(0, 2)
    .u16(20, 0, 20, 20)
    .u32(0)
    .rect(0, 0, 40, 20, encodings.RRE)
    .u32(0)
    .pixel(colours.R)
    .rect(0, 0, 30, 30, encodings.DesktopSize)
    .rect(0, 0, 0, 0, encodings.DesktopName)
    .string('two screens')
    .rect(0, 0, 30, 30, encodings.RRE)
    .u32(0)
    .pixel(colours.G);
  return seed('layouts', [9, 9], update(rectangles));
}

/** Messages and states of the extensions. */
function messageSeed(): Seed {
  const rectangles = wire()
    .rect(0, 0, 0, 0, encodings.QemuExtendedKeys)
    .rect(1, 0, 0, 0, encodings.QemuPointerMotion)
    .rect(0, 0, 0, 0, encodings.QemuLedState)
    .u8(5)
    .rect(0, 0, 0, 0, encodings.VMwareLedState)
    .u32(2)
    .rect(0, 0, 0, 0, encodings.VMwareKeyRepeat)
    .bytes(new Uint8Array(10))
    .rect(0, 0, 0, 0, encodings.VMwareMachineState)
    .u16(0)
    .rect(0, 0, 1, 1, encodings.Raw)
    .pixel(colours.B);
  // Fences, the end of continuous updates, power, bell, clipboards: Latin-1 and the extended kind's abilities.
  const messages = update(rectangles)
    .u8(248, 0, 0, 0)
    .u32(0x8000_0003)
    .u8(4)
    .text('abcd')
    .u8(150)
    .u8(250, 0, 1, 1)
    .u8(2)
    .u8(3, 0, 0, 0)
    .string('text')
    .u8(3, 0, 0, 0)
    .u32(-8 >>> 0, 0x1f00_0001, 0x10_0000);
  return seed('messages', [9, 9], messages);
}
