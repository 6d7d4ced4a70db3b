import type { CardBadge, WallCard } from '../../src/protocol/wallMessages.ts';
import { ThumbnailCanvas } from './thumbnailCanvas.ts';

const badgeIcons: Readonly<Record<CardBadge['icon'], string>> = {
  driving: 'run',
  paused: 'debug-pause',
  viewOnly: 'eye',
  recording: 'record',
  lost: 'sync codicon-modifier-spin',
  connecting: 'loading codicon-modifier-spin',
};

/** How a person used a card. */
export interface CardUse {
  readonly beside: boolean;
}

/**
 * One card. A live one is a single large button with the picture; one without a session is a quiet row with a button
 * of its own.
 */
export class CardView {
  readonly element = document.createElement('li');
  /** The one thing of the card that can have the focus. */
  readonly button = document.createElement('button');
  /** Where the picture is, on a live card. */
  readonly picture: HTMLElement | undefined;
  readonly thumbnail: ThumbnailCanvas | undefined;
  readonly live: boolean;
  readonly #name = textIn('name');
  readonly #address = textIn('address');
  readonly #badges = textIn('badges');
  #card: WallCard;
  #shown = '';

  constructor(card: WallCard, use: (card: WallCard, how: CardUse) => void) {
    this.#card = card;
    this.live = card.live;
    const { element, button } = this;
    element.className = card.live ? 'card live' : 'card quiet';
    button.type = 'button';
    button.tabIndex = -1;
    button.addEventListener('click', ({ ctrlKey, metaKey }) =>
      use(this.#card, { beside: ctrlKey || metaKey }),
    );
    button.addEventListener('auxclick', (event) => {
      if (event.button === 1) use(this.#card, { beside: true });
    });
    const caption = textIn('caption');
    caption.append(this.#name, this.#address);
    if (card.live) {
      this.thumbnail = new ThumbnailCanvas();
      this.picture = textIn('picture');
      this.picture.append(this.thumbnail.canvas);
      const footer = textIn('footer');
      footer.append(caption, this.#badges);
      button.className = 'open';
      button.append(this.picture, footer);
      element.append(button);
    } else {
      button.className = 'action';
      const icon = textIn('codicon codicon-vm');
      icon.setAttribute('aria-hidden', 'true');
      element.append(icon, caption, this.#badges, button);
    }
    this.update(card);
  }

  get card(): WallCard {
    return this.#card;
  }

  /** Shows another state of the same card. */
  update(card: WallCard): void {
    const shown = JSON.stringify(card);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#card = card;
    const { element, button } = this;
    element.dataset['id'] = card.id;
    element.dataset['vscodeContext'] = card.context;
    element.dataset['lost'] = String(card.badges.some(({ icon }) => icon === 'lost'));
    this.#name.textContent = card.name;
    this.#address.textContent = card.address;
    this.#badges.replaceChildren(...card.badges.map(badgeOf));
    button.setAttribute('aria-label', card.label);
    if (card.live) {
      button.title = card.address === '' ? card.name : `${card.name}\n${card.address}`;
      return;
    }
    button.textContent = card.actionLabel;
    button.classList.toggle('secondary', card.action === 'cancel');
  }
}

/** Only `span` may stand in a button; the style makes of it what it is. */
function textIn(className: string): HTMLElement {
  const span = document.createElement('span');
  span.className = className;
  return span;
}

function badgeOf({ icon, text }: CardBadge): HTMLElement {
  const badge = textIn('badge');
  badge.dataset['badge'] = icon;
  badge.title = text;
  const symbol = textIn(`codicon codicon-${badgeIcons[icon]}`);
  symbol.setAttribute('aria-hidden', 'true');
  const words = textIn('badge-text');
  words.textContent = text;
  badge.append(symbol, words);
  return badge;
}
