import { type Frame, type JpegRegion, decodeFrame } from '../src/protocol/frames.ts';
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
  readonly frame: Frame;
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
    const frame = decodeFrame(data);
    const pictures = frame.regions.filter((region) => region.form === 'jpeg');
    const queued: QueuedFrame = { frame, pictures: pictures.length === 0 ? [] : undefined };
    this.#queue.push(queued);
    if (queued.pictures === undefined) void this.#prepare(queued, pictures);
    else if (this.#queue[0] === queued) this.#events.ready();
  }

  /** Takes the frames that can be painted now, in their order. The caller closes their pictures. */
  take(): ReadyFrame[] {
    const ready: ReadyFrame[] = [];
    for (const { frame, pictures } of this.#queue) {
      if (pictures === undefined) break;
      ready.push({ frame, pictures });
    }
    this.#queue.splice(0, ready.length);
    return ready;
  }

  async #prepare(queued: QueuedFrame, regions: readonly JpegRegion[]): Promise<void> {
    const decoded = await Promise.allSettled(regions.map(async (region) => await this.#decode(region)));
    const pictures = decoded.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = decoded.find((result) => result.status === 'rejected');
    if (failed === undefined) {
      queued.pictures = pictures;
    } else {
      for (const picture of pictures) picture.close();
      this.#queue = this.#queue.filter((other) => other !== queued);
      this.#events.unreadable(failed.reason);
    }
    if (this.#queue[0]?.pictures !== undefined) this.#events.ready();
  }
}
