import type { Size } from '../../base/geometry.ts';
import type { PixelImage } from '../../session/bridge.ts';
import { AppendFile } from './appendFile.ts';
import {
  double,
  element,
  elementId,
  empty,
  text,
  unknownSize,
  unsigned,
  wideSize,
  wideSizeBytes,
} from './ebml.ts';
import type { PictureEncoder } from './pictureEncoder.ts';
import type { VideoWriter } from './videoWriter.ts';
import { repeatingFrame } from './vp8Repeat.ts';

/** Element ids (Matroska specification, RFC 9559, section 5). */
const ids = {
  ebml: 0x1a45dfa3,
  ebmlVersion: 0x4286,
  ebmlReadVersion: 0x42f7,
  maxIdLength: 0x42f2,
  maxSizeLength: 0x42f3,
  docType: 0x4282,
  docTypeVersion: 0x4287,
  docTypeReadVersion: 0x4285,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  flagLacing: 0x9c,
  codec: 0x86,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  cues: 0x1c53bb6b,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cueTrackPositions: 0xb7,
  cueTrack: 0xf7,
  cueClusterPosition: 0xf1,
} as const;

/** Nanoseconds of a unit of time: milliseconds. */
const timestampScale = 1_000_000;
/** Milliseconds of a cluster: whoever seeks lands on the beginning of one. */
const clusterTime = 2000;
/** The same while nothing changes: its times have 16 bits, and what follows its first picture is small. */
const stillClusterTime = 30_000;
/** Bytes that are kept for where things are, which is known at the end. */
const seekHeadRoom = 96;
const durationBytes = 11;
const application = 'VNC Agent Bridge';

/** How to write a WebM file. */
export interface WebmOptions {
  readonly file: string;
  readonly maxBytes: number;
  /** Of all pictures. */
  readonly size: Size;
  readonly encoder: PictureEncoder;
}

/** The picture that is shown, the frame that repeats it, and until when the file shows it. */
interface Shown {
  readonly frame: Uint8Array;
  readonly repeat: Uint8Array;
  readonly time: number;
}

/**
 * Writes a WebM file of VP8 pictures that need no other, but for those that repeat the one before. Until it is finished it has the form of a live stream (RFC 9559,
 * section 23.2): nothing in it says how long it is, so that it plays up to wherever it was cut off. At the end, lengths
 * and the index are filled in.
 */
export class WebmWriter implements VideoWriter {
  readonly #file: AppendFile;
  readonly #options: WebmOptions;
  readonly #clusters: { readonly position: number; readonly time: number }[] = [];
  /** Where the segment's data begins: positions are counted from here. */
  #segment = 0;
  #info = 0;
  #tracks = 0;
  #durationAt = 0;
  #last: Shown | undefined;

  private constructor(file: AppendFile, options: WebmOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** @throws `VNC_FILE_NOT_WRITTEN` */
  static async create(options: WebmOptions): Promise<WebmWriter> {
    const file = await AppendFile.create(options.file);
    const writer = new WebmWriter(file, options);
    try {
      await writer.#begin();
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    return writer;
  }

  get bytes(): number {
    return this.#file.length;
  }

  async add(image: PixelImage, time: number): Promise<boolean> {
    const frame = await this.#options.encoder.encode(image);
    if (this.#last !== undefined && !this.#hasRoomFor(frame)) return false;
    const last = { frame, repeat: this.#last?.repeat ?? repeatingFrame(frame, this.#options.size), time };
    await this.#put(last);
    return true;
  }

  async hold(time: number): Promise<boolean> {
    const last = this.#last;
    if (last === undefined) return true;
    if (!this.#hasRoomFor(last.frame)) return false;
    await this.#repeat({ ...last, time });
    return true;
  }

  async finish(time: number): Promise<void> {
    try {
      const last = this.#last;
      // What is shown last stays until the end: the same picture once more says so.
      if (last !== undefined && time > last.time) await this.#repeat({ ...last, time });
      await this.#fillIn(Math.max(time, last?.time ?? 0));
    } finally {
      await this.#options.encoder.close();
      await this.#file.close();
    }
  }

  async abandon(): Promise<void> {
    await this.#options.encoder.close();
    await this.#file.close().catch(() => undefined);
  }

  async #begin(): Promise<void> {
    const { width, height } = this.#options.size;
    const file = this.#file;
    await file.append(
      element(ids.ebml, [
        unsigned(ids.ebmlVersion, 1),
        unsigned(ids.ebmlReadVersion, 1),
        unsigned(ids.maxIdLength, 4),
        unsigned(ids.maxSizeLength, 8),
        text(ids.docType, 'webm'),
        unsigned(ids.docTypeVersion, 4),
        unsigned(ids.docTypeReadVersion, 2),
      ]),
      elementId(ids.segment),
      unknownSize,
    );
    this.#segment = file.length;
    await file.append(empty(seekHeadRoom));
    this.#info = file.length;
    const info = element(ids.info, [
      unsigned(ids.timestampScale, timestampScale),
      text(ids.muxingApp, application),
      text(ids.writingApp, application),
      empty(durationBytes),
    ]);
    await file.append(info);
    this.#durationAt = file.length - durationBytes;
    this.#tracks = file.length;
    await file.append(
      element(ids.tracks, [
        element(ids.trackEntry, [
          unsigned(ids.trackNumber, 1),
          unsigned(ids.trackUid, 1),
          unsigned(ids.trackType, 1),
          unsigned(ids.flagLacing, 0),
          text(ids.codec, 'V_VP8'),
          element(ids.video, [unsigned(ids.pixelWidth, width), unsigned(ids.pixelHeight, height)]),
        ]),
      ]),
    );
  }

  /** Whether it fits with the same picture at the end, and the index. */
  #hasRoomFor(frame: Uint8Array): boolean {
    const needed = frame.length * 2 + 64 + (this.#clusters.length + 2) * 32;
    return this.bytes + needed <= this.#options.maxBytes;
  }

  async #put(last: Shown): Promise<void> {
    const cluster = this.#clusters.at(-1);
    if (cluster === undefined || last.time - cluster.time >= clusterTime) await this.#beginCluster(last.time);
    await this.#block(last.frame, last.time, true);
    this.#last = last;
  }

  async #repeat(last: Shown): Promise<void> {
    const start = this.#clusters.at(-1)?.time ?? last.time;
    if (last.time - start >= stillClusterTime) {
      await this.#put(last);
      return;
    }
    await this.#block(last.repeat, last.time, false);
    this.#last = last;
  }

  async #block(frame: Uint8Array, time: number, standsAlone: boolean): Promise<void> {
    const start = this.#clusters.at(-1)?.time ?? time;
    const head = Buffer.alloc(4);
    head.writeUInt8(0x81, 0);
    head.writeInt16BE(time - start, 1);
    head.writeUInt8(standsAlone ? 0x80 : 0, 3);
    await this.#file.append(element(ids.simpleBlock, [head, frame]));
  }

  async #beginCluster(time: number): Promise<void> {
    await this.#endCluster();
    this.#clusters.push({ position: this.#file.length, time });
    await this.#file.append(elementId(ids.cluster), unknownSize, unsigned(ids.timestamp, time));
  }

  async #endCluster(): Promise<void> {
    const cluster = this.#clusters.at(-1);
    if (cluster === undefined) return;
    const sizeAt = cluster.position + 4;
    await this.#file.replace(sizeAt, wideSize(this.#file.length - sizeAt - wideSizeBytes));
  }

  async #fillIn(duration: number): Promise<void> {
    const file = this.#file;
    await this.#endCluster();
    const cues = file.length;
    const points = this.#clusters.map(({ position, time }) =>
      element(ids.cuePoint, [
        unsigned(ids.cueTime, time),
        element(ids.cueTrackPositions, [
          unsigned(ids.cueTrack, 1),
          unsigned(ids.cueClusterPosition, position - this.#segment),
        ]),
      ]),
    );
    await file.append(element(ids.cues, points));
    await file.replace(this.#durationAt, double(ids.duration, duration));
    const seeks = [
      { id: ids.info, position: this.#info },
      { id: ids.tracks, position: this.#tracks },
      { id: ids.cues, position: cues },
    ].map(({ id, position }) =>
      element(ids.seek, [
        element(ids.seekId, elementId(id)),
        unsigned(ids.seekPosition, position - this.#segment),
      ]),
    );
    const seekHead = element(ids.seekHead, seeks);
    await file.replace(this.#segment, Buffer.concat([seekHead, empty(seekHeadRoom - seekHead.length)]));
    await file.replace(this.#segment - wideSizeBytes, wideSize(file.length - this.#segment));
  }
}
