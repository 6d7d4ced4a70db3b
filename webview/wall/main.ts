import {
  type CardSize,
  type ThumbnailMessage,
  type WallState,
  isWallPageState,
  isWallToPage,
  wallCommands,
  wallProtocolVersion,
} from '../../src/protocol/wallMessages.ts';
import { element, setText } from '../element.ts';
import { CardGrid } from './cardGrid.ts';
import { ShownCards } from './shownCards.ts';
import { SizeChoice } from './sizeChoice.ts';
import { loadState, post, saveState } from './wallApi.ts';

const live = element('live', HTMLElement);
const quiet = element('quiet', HTMLElement);
const empty = element('empty', HTMLElement);
const summary = element('summary', HTMLElement);

const shown = new ShownCards((cards) => post({ type: 'shown', cards }));
const grid = new CardGrid({
  live: element('live-cards', HTMLElement),
  quiet: element('quiet-cards', HTMLElement),
  use: ({ id, action }, { beside }) => post({ type: 'use', id, action, beside }),
});
const sizes = new SizeChoice(element('sizes', HTMLElement), chooseSize);

function chooseSize(cardSize: CardSize): void {
  document.body.dataset['size'] = cardSize;
  saveState({ version: wallProtocolVersion, cardSize });
}

function showState({ cards, summary: count }: WallState): void {
  grid.show(cards);
  live.hidden = cards.every((card) => !card.live);
  quiet.hidden = cards.every((card) => card.live);
  empty.hidden = cards.length > 0;
  document.body.dataset['empty'] = String(cards.length === 0);
  setText(summary, count);
  shown.watch(grid.views);
}

async function showThumbnail(picture: ThumbnailMessage): Promise<void> {
  const { id, sequence } = picture;
  const { thumbnail } = grid.views.find(({ card }) => card.id === id) ?? {};
  const failed = await thumbnail?.paint(picture).then(
    () => false,
    () => true,
  );
  // While nobody sees the page there are no frames, and so no credit.
  requestAnimationFrame(() => post({ type: 'painted', id, sequence, failed: failed ?? false }));
}

function sayReady(): void {
  post({ type: 'ready', version: wallProtocolVersion });
  shown.forget();
}

for (const button of empty.querySelectorAll('button')) {
  button.addEventListener('click', () => {
    const command = wallCommands.find((candidate) => candidate === button.dataset['command']);
    if (command !== undefined) post({ type: 'command', command });
  });
}
window.addEventListener('focus', () => {
  // Whoever comes to this tab comes to the cards.
  if (document.activeElement === null || document.activeElement === document.body) grid.focus();
});
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isWallToPage(data)) return;
  switch (data.type) {
    case 'hello':
      sayReady();
      break;
    case 'state':
      showState(data.state);
      break;
    case 'thumbnail':
      void showThumbnail(data);
      break;
  }
});

const restored = loadState();
const cardSize = isWallPageState(restored) ? restored.cardSize : 'medium';
sizes.show(cardSize);
chooseSize(cardSize);
sayReady();
