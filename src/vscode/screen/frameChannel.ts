import { type Clock, systemClock } from '../../core/base/clock.ts';
import { type Disposable, DisposableStore, DisposableValue } from '../../core/base/disposables.ts';
import { type Event, Emitter } from '../../core/base/emitter.ts';
import type { Logger } from '../../core/base/logger.ts';
import type { DirectToHost } from '../../protocol/directCarrier.ts';
import { isCarriedMessage } from '../../protocol/messageGuards.ts';
import type { CarriedMessage, HostToView, PanelToHost, ViewToHost } from '../../protocol/messages.ts';
import { type Mark, OrderedLink } from '../../protocol/orderedLink.ts';
import { CarrierProbe, figuresWords, isDirectBetter, unreachableWords } from './carrierChoice.ts';
import { CarrierRetry } from './carrierRetry.ts';
import { DirectCarrier, type DirectLine } from './directCarrier.ts';
import type { FrameCarrier } from './frameCarrier.ts';
import { packFrame } from './framePacker.ts';
import { MessageCarrier } from './messageCarrier.ts';

/** Which carrier a person wants: the better one, or only messages, or the direct one whenever it is reachable. */
export type CarrierChoice = 'auto' | 'messages' | 'direct';

/** What lets the page in for a direct carrier. */
export interface DirectDoor {
  /** Where the page knocks, one after the other until one leads here. */
  readonly addresses: readonly string[];
  /** Somebody came in who presented the token that was given out last. */
  readonly onLine: Event<DirectLine>;
  /** A token for one connection of a page of this origin; those before it are worth nothing any more. */
  admit(origin: string): { readonly token: string; readonly proof: string };
  /** Nobody is let in until the next token. */
  lock(): void;
}

/** What a frame channel needs. */
export interface FrameChannelOptions {
  /** Sends a message of the editor to the page. */
  readonly post: (message: HostToView) => void;
  /** Takes what the page says, in order, whichever way it came. */
  readonly deliver: (message: PanelToHost) => void;
  /** Whether messages go to another machine as they are; by default they do not. */
  readonly packsMessages?: boolean;
  readonly log: Logger;
  readonly clock?: Clock;
}

/** Milliseconds that a page has to come in and to prove itself. */
const comingInTimeout = 10_000;

/** Measuring waits for the page's first paint, which it would delay; on a screen without pixels only so long. */
const firstPaintTimeout = 500;

/**
 * Brings frames to a page and its input back, over messages of the editor or over a direct carrier. Messages are used
 * until the direct carrier is there, found to be better and both sides know; when it breaks they take over, with
 * everything that it may have swallowed, and it is tried again later. State, commands and secrets never leave the messages.
 */
export class FrameChannel implements Disposable {
  readonly #options: FrameChannelOptions;
  readonly #clock: Clock;
  readonly #messages: MessageCarrier;
  readonly #store = new DisposableStore();
  readonly #probed = this.#store.add(new Emitter<number>());
  readonly #direct = this.#store.add(new DisposableValue<DirectCarrier>());
  readonly #probe = this.#store.add(new DisposableValue<CarrierProbe>());
  readonly #deadline = this.#store.add(new DisposableValue());
  readonly #painted = this.#store.add(new Emitter<void>());
  readonly #retry: CarrierRetry;
  #door: DirectDoor | undefined;
  #choice: CarrierChoice = 'messages';
  #link: OrderedLink<Uint8Array, CarriedMessage> | undefined;
  #origin = '';
  /** Addresses that the page was not sent to yet. */
  #untried: readonly string[] = [];
  /** Where the page was sent last. */
  #address = '';
  #proof = '';
  #hasPainted = false;
  /** That the page cannot reach the host is said once. */
  #toldUnreachable = false;
  #carrier: FrameCarrier;

  constructor(options: FrameChannelOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#messages = new MessageCarrier(options.post, options.packsMessages ?? false);
    this.#carrier = this.#messages;
    this.#retry = this.#store.add(new CarrierRetry(this.#clock, () => this.#invite()));
  }

  /** What carries frames and input now. */
  get carrier(): FrameCarrier['name'] {
    return this.#carrier.name;
  }

  /** From its next life on the page is offered a direct carrier through `door`. */
  open(door: DirectDoor): void {
    this.#door = door;
    this.#store.add(door.onLine((line) => this.#comeIn(line)));
  }

  /**
   * Has another carrier be used. Messages take over at once, and so does the direct one where there is a door; without
   * one it comes with the next panel.
   */
  choose(choice: CarrierChoice): void {
    if (choice === this.#choice) return;
    this.#choice = choice;
    this.#retry.reset();
    if (choice !== 'messages') {
      if (this.#direct.value === undefined && this.#deadline.value === undefined) this.#invite();
      return;
    }
    this.#door?.lock();
    this.#fallBack('the settings want messages');
  }

  /** The page begins a life. */
  pageReady(origin: string | undefined): void {
    this.pageGone();
    // Sandboxed pages all have the origin `null`: it tells nothing.
    this.#origin = isOrigin(origin) ? origin : '';
    this.#invite();
  }

  /** Nobody sees the page, or it is gone: what is on its way to it is of no use any more. */
  pageGone(): void {
    this.#door?.lock();
    this.#endDirect();
    this.#retry.reset();
    this.#link = undefined;
    this.#origin = '';
    this.#hasPainted = false;
  }

  /** Sends a frame to the page. The array is tight and never touched again. */
  send(frame: Uint8Array): void {
    const data = this.#carrier.packs ? packFrame(frame) : frame;
    if (this.#link === undefined) this.#options.post({ type: 'frame', data });
    else this.#carrier.frame(this.#link.send(data), data);
  }

  /** Takes a message of the editor from the page. */
  receive(message: ViewToHost): void {
    switch (message.type) {
      case 'carried':
        this.#take(message.mark, message.message);
        break;
      case 'ack':
        if (message.link === this.#link?.id) this.#link.acknowledged(message.ack);
        break;
      case 'probed':
        this.#probed.fire(message.id);
        break;
      case 'directLost':
        if (message.link !== this.#link?.id) break;
        this.#lost('the page does not reach it');
        break;
      default:
        this.#deliver(message);
    }
  }

  dispose(): void {
    this.pageGone();
    this.#store.dispose();
  }

  #take(mark: Mark, message: CarriedMessage): void {
    const link = this.#link;
    if (link === undefined) return;
    for (const next of link.take(mark, message)) this.#deliver(next);
    const ack = link.dueAck();
    if (ack !== undefined) this.#carrier.ack(link.id, ack);
  }

  #deliver(message: PanelToHost): void {
    if (message.type === 'painted') {
      this.#hasPainted = true;
      this.#painted.fire();
    }
    this.#options.deliver(message);
  }

  /** Sends the page to where it may reach the host, unless it or the person does not let it. */
  #invite(): void {
    if (this.#door === undefined || this.#choice === 'messages' || this.#origin === '') return;
    this.#link ??= new OrderedLink(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
    this.#untried = this.#door.addresses;
    this.#offer('no address is known');
  }

  /** It broke; or nothing became of it, `why` then. */
  #lost(why = 'it broke'): void {
    if (this.#deadline.value === undefined) this.#fallBack('it broke', true);
    else this.#offer(why);
  }

  /** Sends the page to the next address, with a token that nobody else has seen. */
  #offer(why: string): void {
    const [address, ...untried] = this.#untried;
    if (address === undefined || this.#link === undefined || this.#door === undefined) {
      this.#fallBack(why, true);
      return;
    }
    this.#untried = untried;
    this.#address = address;
    this.#endDirect();
    const { token, proof } = this.#door.admit(this.#origin);
    this.#proof = proof;
    this.#deadline.value = this.#clock.after(comingInTimeout, () => this.#offer('nobody came'));
    this.#options.post({ type: 'direct', link: this.#link.id, address, token, proof });
  }

  #comeIn(line: DirectLine): void {
    const link = this.#link;
    if (link === undefined || this.#direct.value !== undefined) {
      line.dispose();
      return;
    }
    const carrier = new DirectCarrier(line, { packs: !isLoopback(this.#address), clock: this.#clock });
    this.#direct.value = carrier;
    carrier.onLost(() => this.#lost());
    carrier.onMessage((message) => this.#hear(carrier, link.id, message));
    carrier.prove(this.#proof);
  }

  #hear(carrier: DirectCarrier, link: number, message: DirectToHost): void {
    switch (message.type) {
      case 'proven':
        this.#deadline.value = undefined;
        this.#retry.reached();
        void this.#weigh(carrier);
        break;
      case 'probed':
        this.#probed.fire(message.id);
        break;
      case 'ack':
        this.#link?.acknowledged(message.ack);
        break;
      case 'carried': {
        if (!isCarriedMessage(message.message)) {
          this.#fallBack('it carried a message that is none');
          break;
        }
        const { number, ack } = message;
        this.#take({ link, number, ack }, message.message);
        break;
      }
    }
  }

  /** Decides whether to use a direct carrier, and begins or ends it. */
  async #weigh(direct: DirectCarrier): Promise<void> {
    if (this.#choice === 'auto') {
      const probe = new CarrierProbe(this.#probed.event, this.#clock);
      this.#probe.value = probe;
      await this.#firstPaint();
      const messages = await probe.measure(this.#messages);
      const figures = await probe.measure(direct);
      if (this.#direct.value !== direct) return;
      this.#log('debug', `messages ${figuresWords(messages)}, direct ${figuresWords(figures)}`);
      if (figures === undefined) {
        this.#fallBack('it does not answer', true);
        return;
      }
      if (!isDirectBetter(messages, figures)) {
        this.#fallBack('messages are faster');
        return;
      }
    }
    this.#carrier = direct;
    direct.begin();
    this.#log('debug', 'frames and input go directly between page and extension host');
  }

  async #firstPaint(): Promise<void> {
    if (this.#hasPainted) return;
    const store = new DisposableStore();
    await new Promise<void>((resolve) => {
      store.add(this.#painted.event(() => resolve()));
      store.add(this.#clock.after(firstPaintTimeout, resolve));
    });
    store.dispose();
  }

  /**
   * Messages carry everything, and bring once more what the direct carrier may have swallowed.
   *
   * @param again whether the direct carrier is tried again later, when it has led here once.
   */
  #fallBack(why: string, again = false): void {
    const link = this.#link;
    const wasDirect = this.#carrier === this.#direct.value;
    const wasOffered = this.#deadline.value !== undefined || this.#direct.value !== undefined;
    this.#door?.lock();
    this.#endDirect();
    if (link === undefined || !wasOffered) return;
    this.#log('debug', `frames and input go as messages of the editor: ${why}`);
    if (again && !this.#retry.failed()) this.#tellUnreachable(why);
    this.#options.post({ type: 'directLost', link: link.id });
    if (!wasDirect) return;
    for (const { mark, item } of link.unacknowledged()) this.#messages.frame(mark, item);
  }

  #endDirect(): void {
    this.#deadline.value = undefined;
    this.#probe.value = undefined;
    this.#carrier = this.#messages;
    this.#direct.value = undefined;
  }

  /** It has never led here. */
  #tellUnreachable(why: string): void {
    if (this.#toldUnreachable) return;
    this.#toldUnreachable = true;
    this.#log('info', unreachableWords(why, this.#door?.addresses ?? []));
  }

  #log(level: 'debug' | 'info', text: string): void {
    this.#options.log.log(level, `carrier of frames: ${text}`);
  }
}

/** Whether an address is that of this machine: what goes there passes no network. */
function isLoopback(address: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);
}

/** Whether a page says an origin that a browser would send. */
function isOrigin(origin: string | undefined): origin is string {
  return origin !== undefined && origin !== '' && origin !== 'null';
}
