import type { Frame, Page } from 'playwright-core';
import type { XServer } from '../../support/servers/realServer.ts';
import type { FirstPicture } from './firstPicture.ts';
import type { Link } from './links.ts';

/** How pictures may be simplified: JPEG quality 0 to 9 of Tight, not at all, or as each viewer finds right by itself. */
export type Quality = number | 'lossless' | 'auto';

/** What one opening of the screen is to be like. */
export interface OpenOptions {
  readonly server: XServer;
  readonly quality: Quality;
  /**
   * Milliseconds in which nothing is asked of the page after it was opened: each question has the browser load a
   * script of its own into every frame, which takes from the page what its first picture needs.
   */
  readonly undisturbed?: number;
}

/** A screen that is shown now. */
export interface OpenedScreen {
  /** The frame with the canvas. */
  readonly frame: Frame;
  readonly page: Page;
  /** Milliseconds from what a person did to open it, for a screen without dark places. */
  firstPicture(): Promise<FirstPicture>;
  /** What carries pixels on their way to the page. */
  readonly links: readonly Link[];
  close(): Promise<void>;
}

/** Someone who shows the screen in a page. */
export interface Viewer {
  readonly name: string;
  /** Its canvas. */
  readonly selector: string;
  open(options: OpenOptions): Promise<OpenedScreen>;
  /** After a failure: keeps a picture of what is seen, and gets ready for the next opening. */
  recover(picture: string): Promise<void>;
}
