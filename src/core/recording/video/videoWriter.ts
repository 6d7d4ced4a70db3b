import type { PixelImage } from '../../session/bridge.ts';

/** Writes the pictures of a video into a file, each as it comes: what was written plays, whenever the process ends. */
export interface VideoWriter {
  /** Bytes in the file so far. */
  readonly bytes: number;
  /**
   * Adds a picture, which is shown from `time` (milliseconds, later than the one before) on; one of another size is made
   * to fit. Nobody uses its pixels any more. One call at a time, here and below: who awaits it waits for no other.
   *
   * @returns whether it was written: one that would make the file larger than it may be is not
   * @throws `VNC_FILE_NOT_WRITTEN`
   */
  add(image: PixelImage, time: number): Promise<boolean>;
  /**
   * What was added last is still shown at `time`: a video that is cut off here is as long. Costs some hundred bytes.
   *
   * @returns whether that was written
   * @throws `VNC_FILE_NOT_WRITTEN`
   */
  hold(time: number): Promise<boolean>;
  /** Ends the video at `time`, and closes the file. @throws `VNC_FILE_NOT_WRITTEN` */
  finish(time: number): Promise<void>;
  /** Closes the file as it is. */
  abandon(): Promise<void>;
}
