import { Emitter } from '../../../src/core/base/emitter.ts';
import type { HostToPage, HostToView, PanelToHost, ViewToHost } from '../../../src/protocol/messages.ts';
import type { DirectLine } from '../../../src/vscode/screen/directCarrier.ts';
import {
  type CarrierChoice,
  type DirectDoor,
  FrameChannel,
} from '../../../src/vscode/screen/frameChannel.ts';
import { PageChannel, type PageSocket, type PageSocketEvents } from '../../../webview/pageChannel.ts';
import { FakeClock } from '../../support/fakeClock.ts';

/** A connection between page and host on which the test moves every message by hand. */
class FakeLine implements DirectLine, PageSocket {
  readonly #texts = new Emitter<string>();
  readonly #pongs = new Emitter<void>();
  readonly #closed = new Emitter<void>();
  readonly #events: PageSocketEvents;
  readonly onText = this.#texts.event;
  readonly onPong = this.#pongs.event;
  readonly onClose = this.#closed.event;
  readonly toPage: (string | ArrayBuffer)[] = [];
  readonly toHost: string[] = [];
  /** Whether pings are answered. */
  alive = true;
  open = true;

  constructor(events: PageSocketEvents) {
    this.#events = events;
  }

  text(text: string): void {
    if (this.open) this.toPage.push(text);
  }

  binary(header: Uint8Array, data: Uint8Array): void {
    if (!this.open) return;
    const whole = new Uint8Array(header.length + data.length);
    whole.set(header);
    whole.set(data, header.length);
    this.toPage.push(whole.buffer);
  }

  ping(): void {
    if (this.alive && this.open) this.#pongs.fire();
  }

  send(text: string): void {
    if (this.open) this.toHost.push(text);
  }

  close(): void {
    this.break();
  }

  dispose(): void {
    this.break();
  }

  /** One message arrives at the page. */
  arriveAtPage(): void {
    const data = this.toPage.shift();
    if (data !== undefined) this.#events.message(data);
  }

  arriveAtHost(): void {
    const text = this.toHost.shift();
    if (text !== undefined) this.#texts.fire(text);
  }

  /** The connection ends with everything that is on it; each side hears of it when the test says so. */
  break(): void {
    this.open = false;
    this.toPage.length = 0;
    this.toHost.length = 0;
  }

  hostHears(): void {
    this.#closed.fire();
  }

  pageHears(): void {
    this.#events.closed();
  }
}

/** Host and page of one panel, with all that is on its way between them in the hands of a test. */
export class FakeWay {
  readonly clock = new FakeClock();
  readonly host: FrameChannel;
  readonly page: PageChannel;
  /** Messages of the editor that are on their way. */
  readonly toPage: HostToView[] = [];
  readonly toHost: ViewToHost[] = [];
  /** What the host's log says to everybody. */
  readonly logged: string[] = [];
  /** What arrived in the end. */
  readonly frames: number[] = [];
  /** Bytes of each of these frames. */
  readonly sizes: number[] = [];
  readonly delivered: PanelToHost[] = [];
  readonly shown: HostToPage[] = [];
  readonly #lines = new Emitter<DirectLine>();
  line: FakeLine | undefined;
  /** What the page presented. */
  presented: readonly string[] = [];
  /** Which addresses lead to the host. */
  reachable: (address: string) => boolean = () => true;
  proof = 'proof';
  admitted: string[] = [];
  locked = true;

  /** @param packsMessages whether messages go to another machine as they are. */
  constructor(choice: CarrierChoice, packsMessages = false) {
    this.host = new FrameChannel({
      packsMessages,
      post: (message) => void this.toPage.push(message),
      deliver: (message) => void this.delivered.push(message),
      log: {
        enabled: () => true,
        log: (level, text) => {
          if (level !== 'debug') this.logged.push(text);
        },
      },
      clock: this.clock,
    });
    this.page = new PageChannel({
      post: (message) => void this.toHost.push(message),
      frame: (data) => {
        this.frames.push(data[0] ?? -1);
        this.sizes.push(data.length);
      },
      deliver: (message) => void this.shown.push(message),
      connect: (address, protocols, events) => this.#connect(address, protocols, events),
    });
    const door: DirectDoor = {
      addresses: ['ws://127.0.0.1:1', 'wss://elsewhere.example.com'],
      onLine: this.#lines.event,
      admit: (origin) => {
        this.admitted.push(origin);
        this.locked = false;
        return { token: `token${this.admitted.length}`, proof: this.proof };
      },
      lock: () => void (this.locked = true),
    };
    this.host.choose(choice);
    this.host.open(door);
  }

  /** The page begins a life. */
  ready(): void {
    this.page.reset();
    this.host.pageReady('vscode-webview://page');
  }

  frame(value: number): void {
    this.host.send(Uint8Array.of(value));
  }

  key(code: string): void {
    this.page.send({ type: 'key', code, key: code, location: 0, down: true });
  }

  get keys(): string[] {
    return this.delivered.flatMap((message) => (message.type === 'key' ? [message.code] : []));
  }

  /** One message of the editor arrives at the page. */
  arriveAtPage(): void {
    const message = this.toPage.shift();
    if (message !== undefined) this.page.receive(message);
  }

  arriveAtHost(): void {
    const message = this.toHost.shift();
    if (message !== undefined) this.host.receive(message);
  }

  /** Everything arrives that is on its way, and what it sets off. */
  async settle(): Promise<void> {
    let busy = true;
    while (busy) {
      this.arriveAtPage();
      this.arriveAtHost();
      this.line?.arriveAtPage();
      this.line?.arriveAtHost();
      await this.clock.advance(0);
      const { toPage, toHost, line } = this;
      busy = [toPage, toHost, line?.toPage, line?.toHost].some((way) => way !== undefined && way.length > 0);
    }
  }

  #connect(address: string, protocols: readonly string[], events: PageSocketEvents): PageSocket | undefined {
    this.presented = protocols;
    if (!this.reachable(address)) return undefined;
    const line = new FakeLine(events);
    this.line = line;
    this.#lines.fire(line);
    return line;
  }
}
