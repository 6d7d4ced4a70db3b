import {
  type PlayerState,
  exportKinds,
  isPlayerPageState,
  isPlayerToPage,
  playerProtocolVersion,
  playerSpeeds,
} from '../../src/protocol/playerMessages.ts';
import { element, fill, setText } from '../element.ts';
import { ScreenCanvas } from '../screenCanvas.ts';
import { Toolbar } from '../toolbar.ts';
import { ViewPart } from '../viewPart.ts';
import { type PlayerKey, playerKey } from './playerKeys.ts';
import { loadState, post, saveState } from './playerApi.ts';
import { RecordedPointer } from './recordedPointer.ts';
import { SeekBar } from './seekBar.ts';

const canvas = element('screen', HTMLCanvasElement);
const viewport = element('viewport', HTMLElement);
const speedButton = element('speed', HTMLButtonElement);
const words = document.body.dataset;
let state: PlayerState | undefined;

const toolbar = new Toolbar({
  bar: element('toolbar', HTMLElement),
  more: element('more', HTMLButtonElement),
  room: () => element('bar', HTMLElement).clientWidth * 0.6,
  unhandled: () => undefined,
});
const controls = new Toolbar({
  bar: element('controls', HTMLElement),
  more: element('more-controls', HTMLButtonElement),
  room: () => element('player', HTMLElement).clientWidth * 0.6,
  unhandled: () => undefined,
});
const screen = new ScreenCanvas(canvas, viewport, {
  painted: (sequence) => post({ type: 'painted', sequence }),
  unreadable: (reason) => badFrame(reason),
  laidOut: () => {
    viewing.laidOut();
    pointer.arrange();
    showStatus();
  },
});
const viewing: ViewPart = new ViewPart({
  view: screen.view,
  canvas,
  viewport,
  toolbar,
  mac: navigator.platform.startsWith('Mac'),
  post: () => undefined,
  keep: () => saveState({ version: playerProtocolVersion, ...viewing.kept }),
  show: showZoom,
  notice: () => undefined,
  grabbed: () => false,
  takesInput: () => false,
  repoint: () => undefined,
});
const pointer = new RecordedPointer(screen.view, viewport);
const bar = new SeekBar({
  input: element('seek', HTMLInputElement),
  text: element('time', HTMLElement),
  words: words['timeOf'] ?? '',
  seek: (time) => post({ type: 'seek', time }),
});

function badFrame(reason: unknown): void {
  post({ type: 'badFrame', reason: String(reason).slice(0, 500) });
}

/** The button of the zoom shows what it leads to. */
function showZoom(): void {
  const fits = screen.view.zoom === 'fit';
  toolbar.change('zoom', {
    icon: fits ? 'screen-normal' : 'screen-full',
    label: words[fits ? 'actualSize' : 'fit'] ?? '',
  });
  showStatus();
}

function showStatus(): void {
  if (state === undefined || state.failure !== undefined) return;
  const percent = screen.size === undefined ? '' : ` · ${Math.round(screen.cssScale * 100)} %`;
  setText(element('status', HTMLElement), state.status + percent);
}

function show(next: PlayerState): void {
  state = next;
  const { failure, notice, playing, skipsIdle, speed } = next;
  document.body.dataset['playing'] = String(playing);
  canvas.setAttribute('aria-label', next.label);
  const usable = { session: failure === undefined, input: false };
  toolbar.allow(usable);
  controls.allow(usable);
  element('seek', HTMLInputElement).disabled = failure !== undefined;
  controls.change('play', {
    icon: playing ? 'debug-pause' : 'run',
    label: words[playing ? 'pause' : 'play'] ?? '',
  });
  controls.change('skip-idle', { pressed: skipsIdle });
  setText(speedButton, `${speed}×`);
  controls.change('speed', { label: fill(words['speed'], String(speed)) });
  element('notice', HTMLElement).hidden = notice === undefined;
  setText(element('notice-text', HTMLElement), notice ?? '');
  element('overlay', HTMLElement).hidden = failure === undefined;
  setText(element('overlay-heading', HTMLElement), failure?.heading ?? '');
  setText(element('overlay-message', HTMLElement), failure?.message ?? '');
  setText(element('overlay-detail', HTMLElement), failure?.detail ?? '');
  bar.follow(next.time, next.duration);
  pointer.moveTo(next.pointer);
  showStatus();
}

function toggle(): void {
  post({ type: state?.playing === true ? 'pause' : 'play' });
}

function changeSpeed(direction: 1 | -1): void {
  const at = playerSpeeds.findIndex((speed) => speed === state?.speed);
  const speed = playerSpeeds[at + direction];
  if (at >= 0 && speed !== undefined) post({ type: 'speed', speed });
}

function act(key: PlayerKey): void {
  switch (key.does) {
    case 'toggle':
      toggle();
      break;
    case 'skipIdle':
      post({ type: 'skipIdle', on: state?.skipsIdle !== true });
      break;
    case 'step':
      post({ type: 'step', direction: key.direction });
      break;
    case 'jump':
      bar.goTo(bar.time + key.by);
      break;
    case 'goTo':
      bar.goTo(bar.duration * key.part);
      break;
    case 'speed':
      changeSpeed(key.direction);
      break;
  }
}

toolbar.onUse('zoom', () => viewing.zoom('toggle'));
toolbar.onUse('export', (row) => {
  const kind = exportKinds.find((one) => one === row);
  if (kind !== undefined) post({ type: 'export', kind });
});
controls.onUse('play', toggle);
controls.onUse('step-back', () => post({ type: 'step', direction: -1 }));
controls.onUse('step-on', () => post({ type: 'step', direction: 1 }));
controls.onUse('skip-idle', () => act({ does: 'skipIdle' }));
controls.onUse('speed', (row) => {
  const speed = playerSpeeds.find((one) => String(one) === row);
  if (speed !== undefined) post({ type: 'speed', speed });
});
controls.rowsOf('speed', (rows) =>
  rows.map((row) => ('separator' in row ? row : { ...row, checked: row.id === String(state?.speed) })),
);
window.addEventListener('keydown', (event) => {
  const { target, key } = event;
  // Buttons and menus have their own keys.
  const within = target instanceof Element ? target.closest('button, [role="menu"]') : null;
  if (within !== null && (key === ' ' || key === 'Enter' || /^(Arrow|Home|End)/.test(key))) return;
  if (within?.getAttribute('role') === 'menu' || state === undefined || state.failure !== undefined) return;
  const does = playerKey(event);
  if (does === undefined) return;
  event.preventDefault();
  act(does);
});
canvas.addEventListener('click', toggle);
window.addEventListener('focus', () => {
  // Whoever comes to this tab comes to the picture.
  if (document.activeElement === null || document.activeElement === document.body) canvas.focus();
});
for (const [name, tools] of [
  ['bar', toolbar],
  ['player', controls],
] as const)
  new ResizeObserver(() => tools.layout()).observe(element(name, HTMLElement));
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isPlayerToPage(data)) return;
  switch (data.type) {
    case 'hello':
      sayReady();
      break;
    case 'player':
      show(data.state);
      break;
    case 'frame':
      try {
        screen.take(data.data);
      } catch (error) {
        badFrame(error);
      }
      break;
    case 'cursor':
      pointer.shape(data.cursor);
      break;
  }
});

function sayReady(): void {
  post({ type: 'ready', version: playerProtocolVersion });
}

const restored = loadState();
if (isPlayerPageState(restored)) viewing.restore(restored);
else showZoom();
if (document.hasFocus()) canvas.focus();
sayReady();
