import type { Disposable } from '../base/disposables.ts';
import type { Event } from '../base/emitter.ts';
import { vncError } from '../base/errors.ts';
import { type Rect, type Size, wholeOf } from '../base/geometry.ts';
import { encodeBmp } from '../image/bmpEncoder.ts';
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
  readonly onResize: Event<Size>;
  readonly onBell: Event<void>;
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
    return await this.#fresh('screen.capture', options, async ({ region, image }) => {
      const data = await encode(image, format, quality);
      return { format, region, data, width: image.width, height: image.height };
    });
  }

  async pixels(options: Omit<CaptureOptions, 'format' | 'quality'> = {}): Promise<PixelImage> {
    return await this.#fresh('screen.pixels', options, ({ image }) => Promise.resolve(image));
  }

  async pixel(x: number, y: number, options: ActionOptions = {}): Promise<Color> {
    const region = { ...pixelAt({ x, y }, this.size), width: 1, height: 1 };
    return await this.#fresh('screen.pixel', { ...options, region }, ({ image }) => {
      const [red = 0, green = 0, blue = 0] = image.pixels;
      return Promise.resolve({ red, green, blue });
    });
  }

  async refresh(region?: Rect, { delay, timeout, signal }: ActionOptions = {}): Promise<void> {
    const checked = region === undefined ? undefined : regionOf(region, this.size);
    const { runner, pump } = this.#parts;
    await runner.reading({ name: 'screen.refresh', delay, timeout, signal }, async (turn) => {
      await pump.cover(checked, () => undefined, turn.signal);
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

  async #fresh<T>(
    name: string,
    options: CaptureOptions,
    use: (fresh: { readonly region: Rect; readonly image: PixelImage }) => Promise<T>,
  ): Promise<T> {
    const { delay, timeout, signal } = options;
    const region = options.region === undefined ? undefined : regionOf(options.region, this.size);
    const { runner, pump } = this.#parts;
    return await runner.reading({ name, delay, timeout, signal }, async (turn) => {
      const take = (covered: Rect): { region: Rect; image: PixelImage } => ({
        region: covered,
        image: this.#read(covered),
      });
      if (options.asKnown === true) return await use(take(region ?? wholeOf(this.size)));
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
