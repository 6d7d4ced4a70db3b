import type { PixelImage } from '../../../src/core/session/bridge.ts';

/** A real VNC server on the loopback interface. */
export interface RealServer extends AsyncDisposable {
  readonly host: string;
  /** Where it speaks RFB. */
  readonly port: number;
  /** What it shows, by a way that has nothing to do with VNC; never with the pointer. */
  grab(): Promise<PixelImage>;
  /** Ends it. */
  close(): Promise<void>;
}

/** A server whose screen is an X display. */
export interface XServer extends RealServer {
  /** The value for `DISPLAY`, such as `:90`. */
  readonly display: string;
}
