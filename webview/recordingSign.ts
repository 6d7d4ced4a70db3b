import type { HostToPage } from '../src/protocol/messages.ts';
import { element, setText } from './element.ts';
import type { PagePart } from './pagePart.ts';

/** Says beside the tools that the session is being recorded, for how long and how much. */
export class RecordingSign implements PagePart {
  readonly #sign = element('recording', HTMLElement);
  readonly #figures = element('recording-figures', HTMLElement);

  receive(message: HostToPage): boolean {
    if (message.type !== 'recording') return false;
    const { figures, label = '' } = message;
    this.#sign.hidden = figures === undefined;
    this.#sign.title = label;
    this.#sign.setAttribute('aria-label', label);
    setText(this.#figures, figures ?? '');
    document.body.dataset['recording'] = String(figures !== undefined);
    return true;
  }
}
