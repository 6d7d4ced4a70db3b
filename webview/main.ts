import { isHostToView, isPageState } from '../src/protocol/messageGuards.ts';
import {
  type HostToPage,
  type PageState,
  type ViewState,
  protocolVersion,
} from '../src/protocol/messages.ts';
import { Bell } from './bell.ts';
import { copyPicture } from './clipboard.ts';
import { loadState, post, saveState } from './editorApi.ts';
import { element, fill } from './element.ts';
import { FirstHint } from './firstHint.ts';
import { fetchIconFont } from './iconFont.ts';
import { Greeting } from './greeting.ts';
import type { Platform } from './keyboard.ts';
import { OnScreenKeyboard } from './onScreenKeyboard.ts';
import { PageChannel } from './pageChannel.ts';
import { openPageSocket } from './pageSocket.ts';
import type { PagePart } from './pagePart.ts';
import { PanelView } from './panelView.ts';
import { Pointer, protocolButtons } from './pointer.ts';
import { Pointing } from './pointing.ts';
import { PointerLock } from './pointerLock.ts';
import { RecordingSign } from './recordingSign.ts';
import { ScreenCanvas } from './screenCanvas.ts';
import { Selection } from './selection.ts';
import { StatisticsOverlay } from './statisticsOverlay.ts';
import { StickyTools } from './stickyTools.ts';
import { Typing } from './typing.ts';
import { ViewOnlyTool } from './viewOnlyTool.ts';
import { ViewPart } from './viewPart.ts';

const platform: Platform = navigator.platform.startsWith('Win')
  ? 'windows'
  : navigator.platform.startsWith('Mac')
    ? 'mac'
    : 'other';

const canvas = element('screen', HTMLCanvasElement);
const words = document.body.dataset;
const restored = loadState();
/** What the host told, and what it comes to with what the person wants. */
let told: ViewState | undefined;
let state: ViewState | undefined;

const channel = new PageChannel({
  post,
  frame: takeFrame,
  deliver: receive,
  connect: openPageSocket,
  changed: (carrier) => (document.body.dataset['carrier'] = carrier),
});
const view = new PanelView(
  (command) => post({ type: 'command', command }),
  () => viewing.zoom('toggle'),
  (tool, row) => post({ type: 'useTool', tool, row }),
);
const screen = new ScreenCanvas(canvas, element('viewport', HTMLElement), {
  painted: (sequence) => {
    channel.send({ type: 'painted', sequence });
    statistics.painted();
  },
  unreadable: (reason) => badFrame(reason),
  laidOut: () => {
    for (const part of parts) part.laidOut?.();
    showStatus();
  },
});
const typing = new Typing({
  field: element('keys', HTMLTextAreaElement),
  stage: element('stage', HTMLElement),
  platform,
  send: (message) => channel.send(message),
  grabbed: isGrabbed,
  takesInput,
  released: () => view.toolbar.focus(),
  paste: () => post({ type: 'useTool', tool: 'paste' }),
  heldChanged: () => stickyTools.show(),
  first: (event) => {
    if (!pointerLock.held || !isPlainEscape(event)) return false;
    // Where the browser does not do so before the page hears of it.
    pointerLock.release();
    return true;
  },
});
const onScreenKeyboard = new OnScreenKeyboard(view.toolbar, typing.field);
const stickyTools = new StickyTools({
  toolbar: view.toolbar,
  modifiers: typing.modifiers,
  words: { off: words['holdOff'], once: words['holdOnce'], locked: words['holdLocked'] },
  chosen: (row) => post({ type: 'useTool', tool: 'send-keys', row }),
});
const pointerLock = new PointerLock(canvas, () => {
  if (!pointerLock.held) pointer.release();
  showGrab();
});
const pointer = new Pointer(
  canvas,
  {
    enabled: takesInput,
    relative: wantsMovements,
    remotePixel: (x, y) => screen.remotePixel(x, y),
    scale: () => screen.cssScale,
    focus: (x, y) => {
      typing.field.place(x, y);
      typing.field.focus();
    },
    move: ({ x, y }, buttons) =>
      typing.withPointer(buttons, () => channel.send({ type: 'pointer', x, y, buttons })),
    moveBy: (dx, dy, buttons) =>
      typing.withPointer(buttons, () => channel.send({ type: 'movement', dx, dy, buttons })),
    wheel: (place, right, down) =>
      typing.withWheel(() => channel.send({ type: 'wheel', ...place, right, down })),
  },
  pointerLock,
);

/** What is said for a while, instead of size and scale. */
let notice = '';
const viewing = new ViewPart({
  view: screen.view,
  canvas,
  viewport: element('viewport', HTMLElement),
  toolbar: view.toolbar,
  mac: platform === 'mac',
  post,
  keep,
  show: showZoom,
  notice: (text) => {
    notice = text;
    showStatus();
  },
  grabbed: isGrabbed,
  takesInput,
  repoint: (x, y, buttons) => {
    if (!wantsMovements()) pointer.point(x, y, protocolButtons(buttons));
  },
});

const viewOnly = new ViewOnlyTool({
  toolbar: view.toolbar,
  post,
  changed: () => {
    if (told !== undefined) showState(told);
  },
});
const statistics = new StatisticsOverlay({ toolbar: view.toolbar, post, keep });

/** What follows what happens to the page, in the order in which it hears. */
const parts: readonly PagePart[] = [
  typing,
  viewing,
  viewOnly,
  statistics,
  new Bell(),
  new RecordingSign(),
  new Selection({ view: screen.view, size: () => screen.size, post, back: () => typing.field.focus() }),
  new FirstHint({ post, releaseChord: () => typing.releaseChord }),
  new Pointing(canvas, element('viewport', HTMLElement), {
    pointer,
    enabled: takesInput,
    relative: wantsMovements,
    scale: () => screen.cssScale,
    zoomAt: (factor, x, y) => screen.view.zoomAt(factor, x, y),
    panBy: (dx, dy) => void screen.view.panBy(dx, dy),
  }),
];

/** Whether keys and clicks go to the remote side. */
function takesInput(): boolean {
  return state?.phase === 'open' && !state.viewOnly;
}

/** Whether the remote side wants movements of the pointer instead of places. */
function wantsMovements(): boolean {
  return state?.relativePointer === true;
}

/** Whether keys go there now. */
function isGrabbed(): boolean {
  return takesInput() && typing.field.focused && document.hasFocus();
}

let grabbed = false;

/** Tells host and person when the keyboard changes hands. */
function showGrab(): void {
  const now = isGrabbed();
  if (now !== grabbed) {
    grabbed = now;
    post({ type: 'grabbed', grabbed });
    if (!grabbed) letGo();
    for (const part of parts) part.grabChanged?.(grabbed);
  }
  // Keyboard and pointer come back together.
  if (!grabbed || !wantsMovements()) pointerLock.release();
  document.body.dataset['grabbed'] = String(grabbed);
  document.body.dataset['pointer'] = pointerLock.held ? 'held' : 'free';
  view.showHint(hint());
}

/** What keyboard and pointer do now, and how that ends. */
function hint(): string {
  if (state?.phase !== 'open') return '';
  if (state.viewOnly) return words['viewOnly'] ?? '';
  if (!grabbed) return words[wantsMovements() ? 'grabBothHint' : 'grabHint'] ?? '';
  const name = !wantsMovements()
    ? 'releaseHint'
    : pointerLock.held
      ? 'heldHint'
      : pointerLock.refused
        ? 'notHeldHint'
        : 'holdHint';
  return fill(words[name], typing.releaseChord);
}

/** Nothing stays held down. */
function letGo(): void {
  pointer.release();
  for (const part of parts) part.letGo?.();
}

/** The button of the zoom shows what it leads to. */
function showZoom(): void {
  const fits = screen.view.zoom === 'fit';
  view.showZoom(fits ? 'fit' : 'actual', words[fits ? 'actualSize' : 'fit'] ?? '');
}

function showStatus(): void {
  if (notice !== '') {
    view.showStatus(notice, '');
    return;
  }
  const scaled = state?.phase === 'open' && screen.size !== undefined;
  view.showStatus(state?.status ?? '', scaled ? ` · ${Math.round(screen.cssScale * 100)} %` : '');
}

/** Stores what a reload of the window should find again. */
function keep(): void {
  if (state === undefined) return;
  saveState({
    version: protocolVersion,
    ...state.keep,
    ...viewing.kept,
    ...viewOnly.kept,
    ...statistics.kept,
  } satisfies PageState);
}

function showState(tells: ViewState): void {
  told = tells;
  const next = viewOnly.applied(tells);
  const opens = next.phase === 'open' && state?.phase !== 'open';
  const hadFocus = !hasNoFocus();
  if ((next.relativePointer === true) !== wantsMovements()) {
    // In the old way: the new one knows nothing of these buttons.
    pointer.release();
    pointerLock.retry();
  }
  state = next;
  view.show(next);
  keep();
  showStatus();
  showGrab();
  for (const part of parts) part.showState?.(next);
  // A button that was pressed is gone by now, and the focus with it: keys would be the editor's.
  if (next.phase === 'open' && (opens || hadFocus) && document.hasFocus() && hasNoFocus())
    typing.field.focus();
}

/** Tells the host that the page can take messages, and holds no pixels. */
const greeting = new Greeting(() => {
  channel.reset();
  post({ type: 'ready', version: protocolVersion, origin: location.origin });
});

function takeFrame(data: Uint8Array): void {
  try {
    screen.take(data);
  } catch (error) {
    badFrame(error);
  }
}

/** The host sends everything once more. */
function badFrame(reason: unknown): void {
  post({ type: 'badFrame', reason: String(reason).slice(0, 500) });
}

function receive(message: HostToPage): void {
  if (parts.some((part) => part.receive?.(message) === true)) return;
  switch (message.type) {
    case 'hello':
      greeting.asked();
      break;
    case 'setup':
      greeting.answered();
      stickyTools.always = message.keyboard.modifiers === true || onScreenKeyboard.offered;
      showGrab();
      break;
    case 'state':
      showState(message.state);
      break;
    case 'focus':
      if (message.grab) typing.field.focus();
      else if (typing.field.focused || hasNoFocus()) view.toolbar.focus();
      break;
    case 'tool':
      view.toolbar.change(message.tool, message.change);
      break;
    case 'pressTool':
      view.toolbar.press(message.tool);
      break;
    case 'copy':
      void copyPicture(message.png).then((error) => post({ type: 'copied', id: message.id, error }));
      break;
    default:
      // For a part that is not there.
      break;
  }
}

function isPlainEscape({ key, ctrlKey, altKey, shiftKey, metaKey }: KeyboardEvent): boolean {
  return key === 'Escape' && !ctrlKey && !altKey && !shiftKey && !metaKey;
}

/** Whether no element of the page is the one that gets keys when the page does: browsers let go of a hidden one late. */
function hasNoFocus(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || !activeElement.checkVisibility();
}

for (const type of ['focusin', 'focusout'] as const)
  element('stage', HTMLElement).addEventListener(type, showGrab);
for (const type of ['focus', 'blur'] as const) window.addEventListener(type, showGrab);
// Whoever gives the focus to the picture means its keyboard.
canvas.addEventListener('focus', () => typing.field.focus());
window.addEventListener('focus', () => {
  // Whoever comes to this tab comes to the remote screen, unless they left from a tool of it.
  if (hasNoFocus()) typing.field.focus();
});
document.addEventListener('visibilitychange', () => {
  if (document.hidden) letGo();
});
window.addEventListener('pagehide', () => {
  letGo();
  typing.leave();
});
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isHostToView(data)) channel.receive(data);
});

if (isPageState(restored)) {
  viewing.restore(restored);
  viewOnly.restore(restored.viewOnly === true);
  statistics.restore(restored.statistics === true);
} else {
  showZoom();
}
if (document.hasFocus()) typing.field.focus();
fetchIconFont(words['iconFont']);
greeting.say();
