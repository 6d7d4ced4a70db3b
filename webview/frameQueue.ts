import { type Frame, type JpegRegion, decodeFrame } from '../src/protocol/frames.ts';
import { isPacked } from '../src/protocol/packedFrames.ts';
import { unpackFrame } from './frameUnpacker.ts';
import type { Picture } from './pictureDecoder.ts';

/** A frame whose pictures are decoded. */
export interface ReadyFrame {
  readonly frame: Frame;
  /** One for each of the frame's JPEG regions, in their order. */
  readonly pictures: readonly Picture[];
}

/** What the queue reports. */
export interface FrameQueueEvents {
  /** The next frame can be painted. */
  ready(): void;
  /** A frame was left out: a picture of it cannot be decoded. */
  unreadable(reason: unknown): void;
}

interface QueuedFrame {
  /** Not there while it is unpacked. */
  frame: Frame | undefined;
  /** Not there while they are decoded. */
  pictures: readonly Picture[] | undefined;
}

/** Decodes JPEG of one region. */
export type DecodePicture = (region: JpegRegion) => Promise<Picture>;

/**
 * Frames on their way to the canvas. Their pictures are decoded beside the painting, several at once; no frame
 * overtakes one that came before it. The host bounds how many there can be.
 */
export class FrameQueue {
  readonly #events: FrameQueueEvents;
  readonly #decode: DecodePicture;
  #queue: QueuedFrame[] = [];

  constructor(events: FrameQueueEvents, decode: DecodePicture) {
    this.#events = events;
    this.#decode = decode;
  }

  /** Takes a frame's bytes. @throws Error when they are none */
  add(data: Uint8Array): void {
    const packed = isPacked(data);
    const queued: QueuedFrame = { frame: packed ? undefined : decodeFrame(data), pictures: undefined };
    this.#queue.push(queued);
    if (packed) {
      void this.#unpack(queued, data);
      return;
    }
    this.#open(queued);
    if (this.#isReady && this.#queue[0] === queued) this.#events.ready();
  }

  /** Takes the frames that can be painted now, in their order. The caller closes their pictures. */
  take(): ReadyFrame[] {
    const ready: ReadyFrame[] = [];
    for (const { frame, pictures } of this.#queue) {
      if (frame === undefined || pictures === undefined) break;
      ready.push({ frame, pictures });
    }
    this.#queue.splice(0, ready.length);
    return ready;
  }

  /** Whether the first frame can be painted. */
  get #isReady(): boolean {
    const [first] = this.#queue;
    return first?.frame !== undefined && first.pictures !== undefined;
  }

  async #unpack(queued: QueuedFrame, data: Uint8Array): Promise<void> {
    try {
      queued.frame = decodeFrame(await unpackFrame(data));
      this.#open(queued);
    } catch (reason) {
      this.#leaveOut(queued, reason);
    }
    if (this.#isReady) this.#events.ready();
  }

  /** Has the pictures of a frame decoded. */
  #open(queued: QueuedFrame): void {
    const pictures = queued.frame?.regions.filter((region) => region.form === 'jpeg') ?? [];
    if (pictures.length === 0) queued.pictures = [];
    else void this.#prepare(queued, pictures);
  }

  async #prepare(queued: QueuedFrame, regions: readonly JpegRegion[]): Promise<void> {
    const decoded = await Promise.allSettled(regions.map(async (region) => await this.#decode(region)));
    const pictures = decoded.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = decoded.find((result) => result.status === 'rejected');
    if (failed === undefined) {
      queued.pictures = pictures;
    } else {
      for (const picture of pictures) picture.close();
      this.#leaveOut(queued, failed.reason);
    }
    if (this.#isReady) this.#events.ready();
  }

  #leaveOut(queued: QueuedFrame, reason: unknown): void {
    this.#queue = this.#queue.filter((other) => other !== queued);
    this.#events.unreadable(reason);
  }
}
