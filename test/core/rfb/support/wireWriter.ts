/** Puts together what a server sends, number by number. */
export class WireWriter {
  readonly #parts: Uint8Array[] = [];

  u8(...values: number[]): this {
    return this.bytes(Uint8Array.from(values));
  }

  u16(...values: number[]): this {
    const part = new DataView(new ArrayBuffer(values.length * 2));
    values.forEach((value, i) => part.setUint16(i * 2, value));
    return this.bytes(new Uint8Array(part.buffer));
  }

  u32(...values: number[]): this {
    const part = new DataView(new ArrayBuffer(values.length * 4));
    values.forEach((value, i) => part.setUint32(i * 4, value));
    return this.bytes(new Uint8Array(part.buffer));
  }

  bytes(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    return this;
  }

  text(text: string): this {
    return this.bytes(Buffer.from(text, 'utf8'));
  }

  /** A text behind its length of four bytes. */
  string(text: string): this {
    return this.u32(Buffer.byteLength(text)).text(text);
  }

  /** The header of a FramebufferUpdate message. */
  update(rectangles: number): this {
    return this.u8(0, 0).u16(rectangles);
  }

  /** The header of a rectangle. */
  rect(x: number, y: number, width: number, height: number, encoding: number): this {
    return this.u16(x, y, width, height).u32(encoding >>> 0);
  }

  /** A pixel of four bytes; the unused one is never zero. */
  pixel(colour: number): this {
    return this.u8(colour & 255, (colour >> 8) & 255, (colour >> 16) & 255, 0x5a);
  }

  /** A pixel of three bytes. */
  pixel3(...colours: number[]): this {
    for (const colour of colours) this.u8(colour & 255, (colour >> 8) & 255, (colour >> 16) & 255);
    return this;
  }

  build(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(Buffer.concat(this.#parts));
  }
}

/** Shorthand for a new writer. */
export const wire = (): WireWriter => new WireWriter();
