import {
  carriedText,
  directProtocol,
  readBinary,
  readDirectToPage,
  tokenPrefix,
} from '../src/protocol/directCarrier.ts';
import type { DirectToHost } from '../src/protocol/directCarrier.ts';
import type { CarriedMessage, HostToPage, HostToView, ViewToHost } from '../src/protocol/messages.ts';
import { type Mark, OrderedLink } from '../src/protocol/orderedLink.ts';

/** A connection that the page has opened. */
export interface PageSocket {
  send(text: string): void;
  close(): void;
}

/** What happens on a connection. */
export interface PageSocketEvents {
  message(data: string | ArrayBuffer): void;
  /** It is closed, or was never opened. */
  closed(): void;
}

/** What the channel needs of the page. */
export interface PageChannelPort {
  /** Another carrier is used now. */
  changed?(carrier: 'messages' | 'direct'): void;
  /** Sends a message of the editor. */
  post(message: ViewToHost): void;
  /** A frame, in order, whichever way it came. */
  frame(data: Uint8Array): void;
  /** Any other message of the host. */
  deliver(message: HostToPage): void;
  /** Opens a connection; `undefined` where the page may not, or should not try. */
  connect(address: string, protocols: readonly string[], events: PageSocketEvents): PageSocket | undefined;
}

/** The direct carrier from its offer to its end. */
interface Direct {
  readonly proof: string;
  socket: PageSocket | undefined;
  /** Before the host has proven who it is, nothing of it is believed. */
  phase: 'unproven' | 'standing by' | 'carrying';
}

/**
 * The page's end of the frame channel: takes frames and sends input, as messages of the editor or over the direct
 * carrier that the host has offered. What the direct carrier may have swallowed when it breaks goes once more as
 * messages.
 */
export class PageChannel {
  readonly #port: PageChannelPort;
  #link: OrderedLink<CarriedMessage, Uint8Array> | undefined;
  #direct: Direct | undefined;

  constructor(port: PageChannelPort) {
    this.#port = port;
  }

  /** What carries input now. */
  get carrier(): 'messages' | 'direct' {
    return this.#direct?.phase === 'carrying' ? 'direct' : 'messages';
  }

  /** Forgets the link before the page says anew that it is ready. */
  reset(): void {
    this.#link = undefined;
    this.#close();
  }

  /** Sends a person's input, or credit. */
  send(message: CarriedMessage): void {
    if (this.#link === undefined) this.#port.post(message);
    else this.#carry(this.#link.send(message), message);
  }

  /** Takes a message of the editor from the host. */
  receive(message: HostToView): void {
    switch (message.type) {
      case 'frame':
        if (message.mark === undefined) this.#port.frame(message.data);
        else this.#take(message.mark, message.data);
        break;
      case 'direct':
        this.#open(message);
        break;
      case 'directLost':
        if (message.link === this.#link?.id) this.#fallBack();
        break;
      case 'ack':
        if (message.link === this.#link?.id) this.#link.acknowledged(message.ack);
        break;
      case 'probe':
        this.#port.post({ type: 'probed', id: message.id });
        break;
      default:
        this.#port.deliver(message);
    }
  }

  #open({ link, address, token, proof }: Extract<HostToView, { type: 'direct' }>): void {
    this.#close();
    // A further address for the same link: what is under way stays so.
    if (this.#link?.id !== link) this.#link = new OrderedLink(link);
    const direct: Direct = { proof, socket: undefined, phase: 'unproven' };
    this.#direct = direct;
    const isThis = (): boolean => this.#direct === direct;
    try {
      direct.socket = this.#port.connect(address, [directProtocol, tokenPrefix + token], {
        message: (data) => {
          if (isThis()) this.#hear(direct, data);
        },
        closed: () => {
          if (isThis()) this.#lose();
        },
      });
    } catch {
      // Whatever a browser does not have or allow: the host need not wait to learn that nothing comes of it.
    }
    if (direct.socket === undefined && isThis()) this.#lose();
  }

  #hear(direct: Direct, data: string | ArrayBuffer): void {
    if (typeof data === 'string') {
      this.#hearText(direct, data);
      return;
    }
    const message = direct.phase === 'unproven' ? undefined : readBinary(data);
    if (message === undefined) this.#lose();
    else if (message.type === 'probe') this.#say({ type: 'probed', id: message.id });
    else if (this.#link !== undefined) {
      const { number, ack } = message;
      this.#take({ link: this.#link.id, number, ack }, message.data);
    }
  }

  #hearText(direct: Direct, text: string): void {
    const message = readDirectToPage(text);
    if (direct.phase === 'unproven') {
      if (message?.type !== 'proof' || message.proof !== direct.proof) {
        this.#lose();
        return;
      }
      direct.phase = 'standing by';
      this.#say({ type: 'proven' });
      return;
    }
    if (message?.type === 'begin') {
      direct.phase = 'carrying';
      this.#port.changed?.('direct');
    } else if (message?.type === 'ack') this.#link?.acknowledged(message.ack);
    else this.#lose();
  }

  #take(mark: Mark, data: Uint8Array): void {
    const link = this.#link;
    if (link === undefined) return;
    for (const frame of link.take(mark, data)) this.#port.frame(frame);
    const ack = link.dueAck();
    if (ack === undefined) return;
    if (this.carrier === 'direct') this.#say({ type: 'ack', ack });
    else this.#port.post({ type: 'ack', link: link.id, ack });
  }

  #carry(mark: Mark, message: CarriedMessage): void {
    if (this.carrier === 'direct') this.#direct?.socket?.send(carriedText(mark.number, mark.ack, message));
    else this.#port.post({ type: 'carried', mark, message });
  }

  #say(text: DirectToHost): void {
    this.#direct?.socket?.send(JSON.stringify(text));
  }

  /** This side has lost it; the other may not know yet. */
  #lose(): void {
    const link = this.#link?.id;
    this.#fallBack();
    if (link !== undefined) this.#port.post({ type: 'directLost', link });
  }

  #fallBack(): void {
    const wasDirect = this.carrier === 'direct';
    this.#close();
    if (!wasDirect) return;
    for (const { mark, item } of this.#link?.unacknowledged() ?? [])
      this.#port.post({ type: 'carried', mark, message: item });
  }

  #close(): void {
    const direct = this.#direct;
    this.#direct = undefined;
    direct?.socket?.close();
    if (direct?.phase === 'carrying') this.#port.changed?.('messages');
  }
}
