import type { ColorDepth } from './wire.ts';

/** How the pictures of a session come to its panels. Scripts, checks and captures get exact pixels whatever it says. */
export interface PictureQuality {
  /** Whether the session chooses by itself what suits the line and what moves. */
  readonly automatic: boolean;
  /** 0 (worst) to 9: the JPEG quality that the server may use now; every pixel comes without loss when `undefined`. */
  readonly level: number | undefined;
  /** 0 (fast) to 9 (small); the server's own when `undefined`. */
  readonly compression: number | undefined;
  readonly colorDepth: ColorDepth;
  /** Whether the whole screen is known without loss now, as it is once it has been still for a while. */
  readonly exact: boolean;
}
