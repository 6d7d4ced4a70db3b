import type { PixelImage } from '../../session/bridge.ts';

/** Writes the pictures of a video into a file, each as it comes: what was written plays, whenever the process ends. */
export interface VideoWriter {
  /** Bytes in the file so far. */
  readonly bytes: number;
  /**
   * Adds a picture, which is shown from `time` (milliseconds, later than the one before) on. The pixels may change once
   * the result has resolved, or earlier when {@link takesCopy} says so.
   *
   * @returns whether it was written: one that would make the file larger than it may be is not
   * @throws `VNC_FILE_NOT_WRITTEN`
   */
  add(image: PixelImage, time: number): Promise<boolean>;
  /** Ends the video at `time`, and closes the file. @throws `VNC_FILE_NOT_WRITTEN` */
  finish(time: number): Promise<void>;
  /** Closes the file as it is. */
  abandon(): Promise<void>;
}
