import { isVncError } from '../../core/base/errors.ts';
import { type ClipboardMode, sendsByItself, takesByItself } from '../../core/profile/clipboardModes.ts';

/** What a person should know of text that did not move as it is. */
export type ClipboardNotice =
  /** It was not sent: the remote clipboard takes fewer bytes. */
  | { readonly kind: 'tooLarge'; readonly limit: number }
  /** So many characters became question marks there. */
  | { readonly kind: 'lost'; readonly lost: number };

/** How text is put into the remote clipboard. */
interface SendOptions {
  readonly takeOver: boolean;
  readonly signal: AbortSignal;
}

/** What the exchange needs of the two sides. Texts are never logged. */
export interface ClipboardSyncPort {
  mode(): ClipboardMode;
  readLocal(): Promise<string>;
  writeLocal(text: string): Promise<void>;
  /**
   * Puts text into the remote clipboard, and says how many characters were lost.
   *
   * @param options.takeOver whether a script that drives is interrupted: a person is about to paste.
   * @param options.signal aborts when it must not be sent any more.
   * @throws `VNC_CLIPBOARD_TOO_LARGE`, `VNC_INPUT_TAKEN`, `VNC_VIEW_ONLY`, `VNC_ACTION_TIMEOUT` and what ends a session
   */
  writeRemote(text: string, options: SendOptions): Promise<{ readonly lost: number }>;
  tell(notice: ClipboardNotice): void;
  failed(error: unknown): void;
}

/**
 * Keeps the clipboards of this machine and of a session alike while the remote screen has the focus, and moves nothing
 * while it has not. Of two texts that were copied meanwhile the one from here counts. What came from one side is never
 * sent back to it, also when it comes back changed by the other side's own rules.
 */
export class ClipboardSync {
  readonly #port: ClipboardSyncPort;
  #focused = false;
  /** How often the focus went. */
  #blurs = 0;
  #connected = false;
  /** The text here when we last looked. */
  #here: string | undefined;
  /** The text there as far as we know, and what a server of Latin-1 makes of it. */
  #there: string | undefined;
  #thereInLatin1: string | undefined;
  /** Copied there while nobody was looking. */
  #waiting: string | undefined;
  #queue: Promise<void> = Promise.resolve();
  #sending = 0;
  /** Ends what is being sent: it may be waiting to be. */
  #underWay = new AbortController();

  constructor(port: ClipboardSyncPort) {
    this.#port = port;
  }

  /** Whether text may be on its way there: keys that paste it have to wait. */
  get sending(): boolean {
    return this.#sending > 0;
  }

  /** Resolves when everything that began before is done. Never rejects. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  /** The remote screen has the focus from now on. */
  focus(): void {
    if (this.#focused) return;
    this.#focused = true;
    this.#compare({ takeOver: false });
  }

  /** It has not any more: what is under way stops before it moves anything. */
  blur(): void {
    this.#focused = false;
    this.#blurs += 1;
    this.#underWay.abort();
  }

  /**
   * The person is about to paste there: what is here must be there first. That the screen has the focus may be told
   * later, and the key that pastes may come after the focus has gone: it sends, and leaves the focus as it is.
   */
  paste(): void {
    if (sendsByItself(this.#port.mode())) this.#compare({ takeOver: true });
  }

  /** There is a connection, which knows nothing of ours: that of another session, or another one of the same. */
  restart(): void {
    this.lost();
    this.#connected = true;
    if (this.#focused) this.#compare({ takeOver: false });
  }

  /** There is none now: nothing is sent that would wait for one, and go out who knows when. */
  lost(): void {
    this.#connected = false;
    this.#underWay.abort();
    this.#here = undefined;
    this.#there = undefined;
    this.#thereInLatin1 = undefined;
    this.#waiting = undefined;
  }

  /** Something was copied there. */
  copiedThere(text: string): void {
    const lines = withLineFeeds(text);
    if (lines === '' || lines === this.#there || lines === this.#thereInLatin1) return;
    this.#there = lines;
    this.#thereInLatin1 = undefined;
    if (!takesByItself(this.#port.mode())) return;
    if (!this.#focused) {
      this.#waiting = lines;
      return;
    }
    this.#run(async () => {
      // It was copied after what a look that is under way finds here.
      this.#waiting = lines;
      await this.#takeWaiting();
    });
  }

  /** Looks at what is here, and brings it there when it is new; else brings here what waits there. */
  #compare(options: { readonly takeOver: boolean }): void {
    const mode = this.#port.mode();
    if (!this.#connected || (!sendsByItself(mode) && !takesByItself(mode))) return;
    const sends = sendsByItself(mode) ? 1 : 0;
    const blurs = this.#blurs;
    this.#sending += sends;
    this.#run(async () => {
      try {
        await this.#exchange({ ...options, blurs });
      } finally {
        this.#sending -= sends;
      }
    });
  }

  async #exchange(options: { readonly takeOver: boolean; readonly blurs: number }): Promise<void> {
    const text = withLineFeeds(await this.#port.readLocal());
    const wanted = this.#focused || (options.takeOver && this.#blurs === options.blurs);
    if (!wanted || !this.#connected) return;
    if (text === this.#here) {
      await this.#takeWaiting();
      return;
    }
    // Nobody knows which of two is the later one, but the person was here.
    this.#waiting = undefined;
    // A picture has no text, and is no reason to empty the clipboard there.
    if (text === '' || text === this.#there || !sendsByItself(this.#port.mode())) this.#here = text;
    else await this.#send(text, options);
  }

  async #send(text: string, { takeOver }: { readonly takeOver: boolean }): Promise<void> {
    this.#underWay = new AbortController();
    const { signal } = this.#underWay;
    try {
      const { lost } = await this.#port.writeRemote(text, { takeOver, signal });
      if (signal.aborted) return;
      this.#here = text;
      this.#there = text;
      this.#thereInLatin1 = lost > 0 ? inLatin1(text) : undefined;
      if (lost > 0) this.#port.tell({ kind: 'lost', lost });
    } catch (error) {
      // While a script drives, and where nothing may be changed, it is tried again with the next look.
      if (signal.aborted || isVncError(error, 'VNC_INPUT_TAKEN') || isVncError(error, 'VNC_VIEW_ONLY'))
        return;
      if (isVncError(error, 'VNC_ACTION_TIMEOUT')) throw error;
      this.#here = text;
      if (!isVncError(error, 'VNC_CLIPBOARD_TOO_LARGE')) throw error;
      this.#port.tell({ kind: 'tooLarge', limit: Number(error.data['limit']) });
    }
  }

  async #takeWaiting(): Promise<void> {
    const text = this.#waiting;
    if (text === undefined || !this.#focused || !takesByItself(this.#port.mode())) return;
    this.#waiting = undefined;
    // Before it is there: whoever looks meanwhile must not take it for something new.
    this.#here = text;
    await this.#port.writeLocal(text);
  }

  #run(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch((error: unknown) => this.#port.failed(error));
  }
}

/** Clipboards of Windows end lines with both characters, and some programs with the other one. */
function withLineFeeds(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

/** What a clipboard of RFC 6143 (section 7.5.6) keeps of a text. */
function inLatin1(text: string): string {
  return text.replaceAll(/[^\u0000-\u00ff]/gu, '?');
}
