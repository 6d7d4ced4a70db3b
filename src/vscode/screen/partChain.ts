import type { PanelToHost } from '../../protocol/messages.ts';
import type { PanelPart, PanelPartFactory, PanelPartHost } from './panelPart.ts';

/**
 * The parts of a panel, and the way of the page's messages past them. What a part has kept goes on past the parts after
 * it: one of them may keep back by now what it would have let through before.
 */
export class PartChain {
  readonly parts: readonly PanelPart[];
  readonly #handOn: (message: PanelToHost) => void;

  /**
   * @param hostFor the panel as a part sees it that hands on its messages so.
   * @param handOn takes what no part keeps.
   */
  constructor(
    makers: readonly PanelPartFactory[],
    hostFor: (deliver: PanelPartHost['deliver']) => PanelPartHost,
    handOn: (message: PanelToHost) => void,
  ) {
    this.#handOn = handOn;
    this.parts = makers.map((make, i) => make(hostFor((message) => this.#deliver(message, i + 1))));
  }

  /** Takes a message of the page. */
  deliver(message: PanelToHost): void {
    this.#deliver(message, 0);
  }

  #deliver(message: PanelToHost, from: number): void {
    if (!this.parts.slice(from).some((part) => part.hold?.(message) === true)) this.#handOn(message);
  }
}
