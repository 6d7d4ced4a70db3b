import type { Session } from '../../src/core/session/session.ts';
import { FrameSender } from '../../src/vscode/screen/frameSender.ts';

/** Milliseconds between two pictures of a page. */
const animationFrame = 1000 / 60;

/** A panel without an editor: gets frames as a page does, and has painted each at the next animation frame. */
export class HeadlessPanel implements Disposable {
  readonly #sender: FrameSender;
  readonly #timer: NodeJS.Timeout;
  #waiting: number[] = [];
  #frames = 0;
  #bytes = 0;

  constructor(session: Session) {
    this.#sender = new FrameSender(session, (frame) => {
      this.#frames += 1;
      this.#bytes += frame.length;
      this.#waiting.push(this.#sender.sequence - 1);
    });
    this.#timer = setInterval(() => this.#paint(), animationFrame);
    this.#sender.ready();
  }

  /** Frames so far. */
  get frames(): number {
    return this.#frames;
  }

  /** Bytes of frames so far. */
  get bytes(): number {
    return this.#bytes;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#sender.dispose();
  }

  #paint(): void {
    const painted = this.#waiting;
    this.#waiting = [];
    for (const sequence of painted) this.#sender.painted(sequence);
  }
}
