import { constants, deflateRawSync, deflateSync } from 'node:zlib';

const WINDOW = 32 * 1024;

/** One zlib stream as servers keep it: every block ends with a sync flush and leans on those before. */
export class TestDeflater {
  #before: Uint8Array = new Uint8Array(0);

  /** Compresses the next block. */
  next(bytes: Uint8Array): Uint8Array {
    const before = this.#before;
    this.#before = Buffer.concat([before, bytes]).subarray(-WINDOW);
    const finishFlush = constants.Z_SYNC_FLUSH;
    if (before.length === 0) return deflateSync(bytes, { finishFlush });
    return deflateRawSync(bytes, { finishFlush, dictionary: before });
  }
}
