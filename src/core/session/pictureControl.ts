import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposables.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { AutoQuality } from './autoQuality.ts';
import { ColorControl } from './colorControl.ts';
import { EncodingControl } from './encodingControl.ts';
import type { LossControl } from './freshPixels.ts';
import type { LineFacts } from './lineProbe.ts';
import type { PictureQuality } from './pictureQuality.ts';
import type { QualityStep } from './qualitySteps.ts';
import type { UpdateObserver, UpdatePump } from './updatePump.ts';
import type { ColorDepth, Damage, EncodingChoice, Wire } from './wire.ts';

/** What a {@link PictureControl} works with. */
export interface PictureControlParts {
  readonly wire: Wire;
  readonly clock: Clock;
  /** What the connection was opened with. */
  readonly encodings: EncodingChoice;
  readonly colorDepth: ColorDepth | undefined;
  /** Whether the session chooses by itself. */
  readonly automatic: boolean;
  readonly pump: () => Pick<UpdatePump, 'hold' | 'lossyArea' | 'audience'>;
  /** The latest round trip in milliseconds, if one was measured. */
  readonly latency: () => number | undefined;
  /** Measures another one. */
  readonly measure: () => void;
  /** What was found of the present connection's line before its first picture, if it was slow. */
  readonly line: () => LineFacts | undefined;
  readonly onListenerError: (error: unknown) => void;
}

/** How the pictures of a session come: as somebody has chosen, or as it finds right by itself. */
export class PictureControl implements LossControl, UpdateObserver, Disposable {
  readonly #parts: PictureControlParts;
  readonly #encodings: EncodingControl;
  readonly #colors: ColorControl;
  readonly #changes: Emitter<PictureQuality>;
  readonly #store = new DisposableStore();
  /** What somebody has chosen, for what the session does not. */
  #base: EncodingChoice;
  /** Whether somebody has chosen the number of colours. */
  #hasDepth: boolean;
  #auto: AutoQuality | undefined;
  #last: PictureQuality | undefined;

  constructor(parts: PictureControlParts) {
    const { wire, encodings, colorDepth } = parts;
    this.#parts = parts;
    this.#base = encodings;
    this.#hasDepth = colorDepth !== undefined;
    this.#changes = this.#store.add(new Emitter<PictureQuality>(parts.onListenerError));
    this.#encodings = new EncodingControl(wire, encodings);
    this.#colors = new ColorControl(wire, colorDepth ?? 24, () => parts.pump().hold());
  }

  /** The updates of the connection can be heard of from now on. */
  start(): void {
    this.automatic = this.#parts.automatic;
  }

  get encodings(): EncodingChoice {
    return this.#encodings.choice;
  }

  /** Somebody has chosen: the session does so no more. */
  set encodings(choice: EncodingChoice) {
    this.#encodings.choice = choice;
    this.#base = choice;
    this.#stop();
    this.#tell();
  }

  get colorDepth(): ColorDepth {
    return this.#colors.depth;
  }

  /** Somebody has chosen: the session leaves it as it is. */
  set colorDepth(depth: ColorDepth) {
    this.#colors.depth = depth;
    this.#hasDepth = true;
    this.#tell();
  }

  get automatic(): boolean {
    return this.#auto !== undefined;
  }

  set automatic(automatic: boolean) {
    if (automatic === this.automatic) return;
    if (automatic) this.#begin();
    else {
      this.#stop();
      this.#encodings.choice = this.#base;
    }
    this.#tell();
  }

  get quality(): PictureQuality {
    const { quality: level, compression } = this.#encodings.choice;
    const colorDepth = this.#colors.depth;
    const exact = this.#parts.pump().lossyArea.empty && colorDepth === 24;
    return { automatic: this.automatic, level, compression, colorDepth, exact };
  }

  get onChange(): Event<PictureQuality> {
    return this.#changes.event;
  }

  get lossy(): boolean {
    return this.#encodings.lossy || this.#isPale;
  }

  suspend(): Disposable {
    const auto = this.#auto;
    if (auto === undefined) return this.#encodings.suspend();
    auto.wantExact();
    return toDisposable(() => auto.wantExact());
  }

  updateStarted(): void {
    this.#auto?.updateStarted();
  }

  updateEnded(painted: readonly Damage[], news: readonly Damage[]): void {
    this.#auto?.updateEnded(painted, news);
    this.#tell();
  }

  audienceChanged(): void {
    this.#auto?.audienceChanged();
  }

  /**
   * Another connection has taken over: tells it what its handshake could not.
   *
   * @param ask asks it for what is waited for, which has to come before the colours.
   */
  replaced(ask: () => void): void {
    ask();
    this.#colors.replaced();
    this.#auto?.replaced(this.#parts.line());
    this.#tell();
  }

  dispose(): void {
    this.#auto?.dispose();
    this.#store.dispose();
  }

  /** Whether the session has given up colours by itself. */
  get #isPale(): boolean {
    return this.#auto !== undefined && !this.#hasDepth && this.#colors.depth < 24;
  }

  #begin(): void {
    const { clock, wire, pump, latency, measure } = this.#parts;
    const { preferred, compression } = this.#base;
    this.#base = { preferred, compression };
    this.#encodings.choice = this.#base;
    this.#auto = new AutoQuality({
      clock,
      screen: {
        get lossyArea() {
          return pump().lossyArea;
        },
        get audience() {
          return pump().audience;
        },
      },
      bytesReceived: () => wire.statistics().bytesReceived,
      latency,
      measure,
      apply: (step) => this.#apply(step),
      request: (region) => wire.requestUpdate(region, { incremental: false }),
    });
    const line = this.#parts.line();
    if (line !== undefined) this.#auto.expect(line);
  }

  #stop(): void {
    if (this.#isPale) this.#colors.depth = 24;
    this.#auto?.dispose();
    this.#auto = undefined;
  }

  #apply({ quality, compression, colorDepth }: QualityStep): void {
    this.#encodings.choice = {
      ...this.#base,
      ...(quality === undefined ? {} : { quality }),
      compression: this.#base.compression ?? compression,
    };
    if (!this.#hasDepth) this.#colors.depth = colorDepth;
    this.#tell();
  }

  #tell(): void {
    const now = this.quality;
    const last = this.#last;
    this.#last = now;
    const isSame =
      last !== undefined &&
      last.automatic === now.automatic &&
      last.level === now.level &&
      last.compression === now.compression &&
      last.colorDepth === now.colorDepth &&
      last.exact === now.exact;
    if (!isSame) this.#changes.fire(now);
  }
}
