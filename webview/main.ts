import {
  type HostToView,
  type PageState,
  type ViewState,
  type Zoom,
  isHostToView,
  isPageState,
  protocolVersion,
} from '../src/protocol/messages.ts';
import { copyPicture } from './clipboard.ts';
import { Cursor } from './cursor.ts';
import { loadState, post, saveState } from './editorApi.ts';
import { element, fill } from './element.ts';
import { type KeyChord, chordText, parseChord } from './keyChord.ts';
import { type Platform, Keyboard } from './keyboard.ts';
import { PanelView } from './panelView.ts';
import { Pointer } from './pointer.ts';
import { ScreenCanvas } from './screenCanvas.ts';

const platform: Platform = navigator.platform.startsWith('Win')
  ? 'windows'
  : navigator.platform.startsWith('Mac')
    ? 'mac'
    : 'other';
const defaultReleaseChord: KeyChord = { modifiers: new Set(['ctrl', 'alt', 'shift']) };

const canvas = element('screen', HTMLCanvasElement);
const words = document.body.dataset;
const restored = loadState();
let state: ViewState | undefined;
let releaseChord = defaultReleaseChord;

const view = new PanelView((command) => post({ type: 'command', command }), toggleZoom);
const cursor = new Cursor(canvas);
const screen = new ScreenCanvas(canvas, element('viewport', HTMLElement), {
  painted: (sequences) => {
    for (const sequence of sequences) post({ type: 'painted', sequence });
  },
  laidOut: () => {
    cursor.scale = screen.cssScale;
    showStatus();
  },
});
const keyboard = new Keyboard(
  {
    send: (key) => post({ type: 'key', ...key }),
    releaseAll: () => post({ type: 'releaseAll' }),
    release: () => view.toolbar.focus(),
    after: (milliseconds, action) => {
      const timer = setTimeout(action, milliseconds);
      return () => clearTimeout(timer);
    },
  },
  platform,
  releaseChord,
);
const pointer = new Pointer(canvas, {
  enabled: takesInput,
  remotePixel: (x, y) => screen.remotePixel(x, y),
  move: ({ x, y }, buttons) => post({ type: 'pointer', x, y, buttons }),
  wheel: ({ x, y }, right, down) => post({ type: 'wheel', x, y, right, down }),
});

/** Whether keys and clicks go to the remote side. */
function takesInput(): boolean {
  return state?.phase === 'open' && !state.viewOnly;
}

/** Whether keys go there now. */
function isGrabbed(): boolean {
  return takesInput() && document.activeElement === canvas && document.hasFocus();
}

let grabbed = false;

/** Tells host and person when the keyboard changes hands. */
function showGrab(): void {
  const now = isGrabbed();
  if (now !== grabbed) {
    grabbed = now;
    post({ type: 'grabbed', grabbed });
    if (!grabbed) letGo();
  }
  document.body.dataset['grabbed'] = String(grabbed);
  if (state?.phase !== 'open') view.showHint('');
  else if (state.viewOnly) view.showHint(words['viewOnly'] ?? '');
  else if (grabbed) view.showHint(fill(words['releaseHint'], chordText(releaseChord, platform === 'mac')));
  else view.showHint(words['grabHint'] ?? '');
}

/** Nothing stays held down. */
function letGo(): void {
  keyboard.blur();
  pointer.release();
}

function setZoom(zoom: Zoom): void {
  screen.zoom = zoom;
  const label = zoom === 'fit' ? words['actualSize'] : words['fit'];
  view.showZoom(zoom, label ?? '');
  keep();
}

function toggleZoom(): void {
  setZoom(screen.zoom === 'fit' ? 'actual' : 'fit');
}

function showStatus(): void {
  const percent = screen.size === undefined ? '' : ` · ${Math.round(screen.cssScale * 100)} %`;
  view.showStatus((state?.status ?? '') + (state?.phase === 'open' ? percent : ''));
}

/** Stores what a reload of the window should find again. */
function keep(): void {
  if (state === undefined) return;
  saveState({ version: protocolVersion, ...state.keep, zoom: screen.zoom } satisfies PageState);
}

function showState(next: ViewState): void {
  state = next;
  view.show(next);
  cursor.remote = takesInput();
  keep();
  showStatus();
  showGrab();
}

function receive(message: HostToView): void {
  switch (message.type) {
    case 'hello':
      post({ type: 'ready', version: protocolVersion });
      break;
    case 'setup': {
      releaseChord = parseChord(message.keyboard.releaseChord) ?? defaultReleaseChord;
      const passThrough = message.keyboard.passThrough.map(parseChord).filter((chord) => chord !== undefined);
      keyboard.configure(releaseChord, passThrough);
      showGrab();
      break;
    }
    case 'state':
      showState(message.state);
      break;
    case 'frame':
      try {
        screen.take(message.data);
      } catch (error) {
        post({ type: 'badFrame', reason: String(error).slice(0, 500) });
      }
      break;
    case 'cursor':
      cursor.show(message.cursor);
      break;
    case 'zoom':
      if (message.zoom === 'toggle') toggleZoom();
      else setZoom(message.zoom);
      break;
    case 'focus':
      if (message.grab) canvas.focus();
      else if (document.activeElement === canvas || hasNoFocus()) view.toolbar.focus();
      break;
    case 'copy':
      void copyPicture(message.png).then((error) => post({ type: 'copied', id: message.id, error }));
      break;
  }
}

/** Whether no element of the page is the one that gets keys when the page does. */
function hasNoFocus(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

// The editor's page around this one listens for keys at the window and acts on them whether or not their
// default was prevented: what is taken must not get that far.
for (const type of ['keydown', 'keyup'] as const) {
  canvas.addEventListener(type, (event) => {
    if (!isGrabbed()) return;
    if (!(type === 'keydown' ? keyboard.down(event) : keyboard.up(event))) return;
    event.preventDefault();
    event.stopPropagation();
  });
}
for (const type of ['focus', 'blur'] as const) {
  canvas.addEventListener(type, showGrab);
  window.addEventListener(type, showGrab);
}
window.addEventListener('focus', () => {
  // Whoever comes to this tab comes to the remote screen, unless they left from a tool of it.
  if (hasNoFocus()) canvas.focus();
});
document.addEventListener('visibilitychange', () => {
  if (document.hidden) letGo();
});
window.addEventListener('pagehide', letGo);
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isHostToView(data)) receive(data);
});

setZoom(isPageState(restored) ? restored.zoom : 'fit');
if (document.hasFocus()) canvas.focus();
post({ type: 'ready', version: protocolVersion });
