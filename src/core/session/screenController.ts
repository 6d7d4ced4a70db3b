import type { Disposable } from '../base/disposables.ts';
import type { Event } from '../base/emitter.ts';
import { vncError } from '../base/errors.ts';
import { type Point, type Rect, type Size, wholeOf } from '../base/geometry.ts';
import { encodeBmp } from '../image/bmpEncoder.ts';
import type { CursorImage } from '../image/cursorImage.ts';
import { drawCursor } from '../image/drawCursor.ts';
import { encodeJpeg } from '../image/jpegEncoder.ts';
import { encodePng } from '../image/pngEncoder.ts';
import type { ActionRunner } from './actionRunner.ts';
import type {
  ActionOptions,
  CaptureOptions,
  Color,
  ImageFormat,
  PixelImage,
  Screen,
  Screenshot,
} from './bridge.ts';
import { pixelAt, regionOf } from './regions.ts';
import type { UpdatePump } from './updatePump.ts';
import type { WirePixels } from './wire.ts';

/** JPEG quality when the caller does not say. */
const defaultQuality = 85;

/** What the screen of one caller is made of. */
export interface ScreenParts {
  readonly framebuffer: () => WirePixels;
  readonly pump: UpdatePump;
  readonly runner: ActionRunner;
  /** Whether the known pixels may have been simplified on the way. */
  readonly lossy: () => boolean;
  /** How the cursor looks and where it is, when both are known. */
  readonly cursor: () => { readonly image: CursorImage; readonly place: Point } | undefined;
  readonly onResize: Event<Size>;
  readonly onBell: Event<void>;
}

interface EncodedRegion {
  readonly region: Rect;
  readonly data: Promise<Uint8Array>;
}

/** The remote screen: what it shows, asked for anew or as it is known. */
export class ScreenController implements Screen {
  readonly onResize: Event<Size>;
  readonly onBell: Event<void>;
  readonly #parts: ScreenParts;

  constructor(parts: ScreenParts) {
    this.#parts = parts;
    this.onResize = parts.onResize;
    this.onBell = parts.onBell;
  }

  get size(): Size {
    const { width, height } = this.#parts.framebuffer();
    return { width, height };
  }

  async capture(options: CaptureOptions = {}): Promise<Screenshot> {
    const { format = 'png', quality = defaultQuality } = options;
    if (!(quality >= 1 && quality <= 100))
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'quality', value: quality });
    const take = (region: Rect): EncodedRegion => ({
      region,
      // The encoders have read the pixels when they return, so that those of the whole screen need no copy.
      data: encode(options.cursor === true ? this.#withCursor(region) : this.#view(region), format, quality),
    });
    return await this.#fresh('screen.capture', options, take, async ({ region, data }) => {
      const { width, height } = region;
      return { format, region, data: await data, width, height };
    });
  }

  async pixels(options: Omit<CaptureOptions, 'format' | 'quality'> = {}): Promise<PixelImage> {
    const take = (region: Rect): PixelImage =>
      options.cursor === true ? this.#withCursor(region) : this.#read(region);
    return await this.#fresh('screen.pixels', options, take, (image) => Promise.resolve(image));
  }

  async pixel(x: number, y: number, options: ActionOptions = {}): Promise<Color> {
    const region = { ...pixelAt({ x, y }, this.size), width: 1, height: 1 };
    const take = (place: Rect): PixelImage => this.#read(place);
    return await this.#fresh('screen.pixel', { ...options, region }, take, (image) => {
      const [red = 0, green = 0, blue = 0] = image.pixels;
      return Promise.resolve({ red, green, blue });
    });
  }

  async refresh(region?: Rect, { delay, timeout, signal }: ActionOptions = {}): Promise<void> {
    const checked = region === undefined ? undefined : regionOf(region, this.size);
    const { runner, pump } = this.#parts;
    await runner.reading({ name: 'screen.refresh', delay, timeout, signal }, async (turn) => {
      await pump.refresh(checked, turn.signal);
    });
  }

  peek(region?: Rect): PixelImage {
    const checked = region === undefined ? wholeOf(this.size) : regionOf(region, this.size);
    return this.#read(checked);
  }

  watch(listener: (damage: readonly Rect[]) => void): Disposable {
    return this.#parts.pump.watch(listener);
  }

  #read(region: Rect): PixelImage {
    const pixels = this.#parts.framebuffer().read(region);
    return { width: region.width, height: region.height, pixels };
  }

  #withCursor(region: Rect): PixelImage {
    const image = this.#read(region);
    const cursor = this.#parts.cursor();
    if (cursor !== undefined) drawCursor(image.pixels, region, cursor.image, cursor.place);
    return image;
  }

  /** The region as it is until the next update. */
  #view(region: Rect): PixelImage {
    const { width, height, pixels } = this.#parts.framebuffer();
    if (region.width !== width || region.height !== height) return this.#read(region);
    return { width, height, pixels };
  }

  async #fresh<Taken, T>(
    name: string,
    options: CaptureOptions,
    take: (region: Rect) => Taken,
    use: (taken: Taken) => Promise<T>,
  ): Promise<T> {
    const { delay, timeout, signal } = options;
    const region = options.region === undefined ? undefined : regionOf(options.region, this.size);
    const { runner, pump } = this.#parts;
    return await runner.reading({ name, delay, timeout, signal }, async (turn) => {
      if (options.asKnown === true && !this.#parts.lossy())
        return await use(take(region ?? wholeOf(this.size)));
      return await use(await pump.cover(region, take, turn.signal));
    });
  }
}

async function encode(image: PixelImage, format: ImageFormat, quality: number): Promise<Uint8Array> {
  switch (format) {
    case 'png':
      return await encodePng(image);
    case 'jpeg':
      return encodeJpeg(image, quality);
    case 'bmp':
      return encodeBmp(image);
  }
}
