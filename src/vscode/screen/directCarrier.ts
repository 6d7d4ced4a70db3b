import { type Clock, systemClock } from '../../core/base/clock.ts';
import { type Disposable, DisposableStore, DisposableValue } from '../../core/base/disposables.ts';
import { type Event, Emitter } from '../../core/base/emitter.ts';
import {
  type DirectToHost,
  type DirectToPage,
  frameHeader,
  probeHeader,
  readDirectToHost,
} from '../../protocol/directCarrier.ts';
import type { Mark } from '../../protocol/orderedLink.ts';
import type { FrameCarrier } from './frameCarrier.ts';

/** Milliseconds between signs of life. A tunnel that hangs is noticed after three times this. */
const pingInterval = 1500;

/** A connection from the page that the listener has let in. Disposing closes it at once. */
export interface DirectLine extends Disposable {
  readonly onText: Event<string>;
  /** The other end has answered a ping. */
  readonly onPong: Event<void>;
  /** It is closed, by whomever. */
  readonly onClose: Event<void>;
  text(text: string): void;
  /** One binary message of two parts. */
  binary(header: Uint8Array, data: Uint8Array): void;
  ping(): void;
}

/** Frames over a WebSocket between this process and the page. */
export class DirectCarrier implements FrameCarrier, Disposable {
  readonly name = 'direct';
  readonly packs: boolean;
  readonly #line: DirectLine;
  readonly #clock: Clock;
  readonly #store = new DisposableStore();
  readonly #messages = this.#store.add(new Emitter<DirectToHost>());
  readonly #lost = this.#store.add(new Emitter<void>());
  readonly #timer = this.#store.add(new DisposableValue());
  #unanswered = 0;
  #over = false;

  /** What the page says over this carrier. */
  readonly onMessage: Event<DirectToHost> = this.#messages.event;
  /** It broke, or hangs. It is told once, and not after disposing. */
  readonly onLost: Event<void> = this.#lost.event;

  /** @param options.packs whether it leads to another machine. */
  constructor(
    line: DirectLine,
    { packs = false, clock = systemClock }: { readonly packs?: boolean; readonly clock?: Clock } = {},
  ) {
    this.#line = this.#store.add(line);
    this.packs = packs;
    this.#clock = clock;
    this.#store.add(
      line.onText((text) => {
        const message = readDirectToHost(text);
        if (message === undefined) this.#lose();
        else this.#messages.fire(message);
      }),
    );
    this.#store.add(line.onPong(() => (this.#unanswered = 0)));
    this.#store.add(line.onClose(() => this.#lose()));
    this.#wait();
  }

  /** Shows the page that it speaks with whom it was sent to. */
  prove(proof: string): void {
    this.#say({ type: 'proof', proof });
  }

  /** Has the page send over this carrier from now on. */
  begin(): void {
    this.#say({ type: 'begin' });
  }

  frame({ number, ack }: Mark, data: Uint8Array): void {
    this.#line.binary(frameHeader(number, ack), data);
  }

  ack(_link: number, ack: number): void {
    this.#say({ type: 'ack', ack });
  }

  probe(id: number, filling: Uint8Array): void {
    this.#line.binary(probeHeader(id), filling);
  }

  dispose(): void {
    this.#over = true;
    this.#store.dispose();
  }

  #say(text: DirectToPage): void {
    this.#line.text(JSON.stringify(text));
  }

  #lose(): void {
    if (this.#over) return;
    this.#over = true;
    this.#lost.fire();
    this.dispose();
  }

  #wait(): void {
    this.#timer.value = this.#clock.after(pingInterval, () => {
      if (this.#unanswered >= 2) {
        this.#lose();
        return;
      }
      this.#unanswered += 1;
      this.#line.ping();
      this.#wait();
    });
  }
}
