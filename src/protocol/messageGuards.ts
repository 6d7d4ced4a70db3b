/** Guards of `messages.ts`: nothing that the other side sends is believed before one of them accepts it. */
import { isAroundToHost, isAroundToPage, isKeptAround } from './aroundMessages.ts';
import { isCount, isInteger, isOptionalText, isPlace, isRecord, isText, maxText } from './checks.ts';
import { commandKeys, isKeyboardToHost, isOptionalOneOf, optionKeys } from './keyboardMessages.ts';
import {
  type CarriedMessage,
  type HostToView,
  type PageCommand,
  type PageState,
  type ViewToHost,
  maxMovement,
  overlayIcons,
  pageCommands,
  protocolVersion,
} from './messages.ts';
import type { Mark } from './orderedLink.ts';
import { isPointerToPage } from './pointerMessages.ts';
import { isRecordToPage } from './recordMessages.ts';
import { isKeptView, isViewingToHost, isViewingToPage } from './viewMessages.ts';
import { isSelectionToHost, isSelectionToPage } from './selectionMessages.ts';
import { isToolToHost, isToolToPage } from './toolMessages.ts';

/** The longest names of UI Events are half of that. */
const maxKeyName = 64;
/** A turn of the wheel that no hand makes in one frame. */
const maxNotches = 100;

/** Whether `value` is a message that a page of this version sends. */
export function isViewToHost(value: unknown): value is ViewToHost {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'ready':
      return isCount(value['version']) && isOptionalText(value['origin']);
    case 'painted':
      return isCount(value['sequence']);
    case 'badFrame':
      return isText(value['reason'], maxText);
    case 'key':
      return (
        isText(value['code'], maxKeyName) &&
        isText(value['key'], maxKeyName) &&
        isInteger(value['location'], 0, 3) &&
        typeof value['down'] === 'boolean' &&
        isLocks(value['locks'])
      );
    case 'pointer':
      return isPlace(value) && isInteger(value['buttons'], 0, 31);
    case 'movement':
      return (
        isInteger(value['dx'], -maxMovement, maxMovement) &&
        isInteger(value['dy'], -maxMovement, maxMovement) &&
        isInteger(value['buttons'], 0, 31)
      );
    case 'wheel':
      return (
        (isPlace(value) || (value['x'] === undefined && value['y'] === undefined)) &&
        isInteger(value['right'], -maxNotches, maxNotches) &&
        isInteger(value['down'], -maxNotches, maxNotches)
      );
    case 'releaseAll':
      return true;
    case 'grabbed':
      return typeof value['grabbed'] === 'boolean';
    case 'command':
      return isPageCommand(value['command']);
    case 'copied':
      return isCount(value['id']) && isOptionalText(value['error']);
    case 'text':
    case 'modifier':
      return isKeyboardToHost(value);
    case 'useTool':
      return isToolToHost(value);
    case 'viewOnly':
    case 'wantStatistics':
    case 'hintSeen':
      return isAroundToHost(value);
    case 'selected':
      return isSelectionToHost(value);
    case 'viewing':
      return isViewingToHost(value);
    case 'carried':
      return isMark(value['mark']) && isCarriedMessage(value['message']);
    case 'directLost':
      return isCount(value['link']);
    case 'ack':
      return isCount(value['link']) && isCount(value['ack']);
    case 'probed':
      return isCount(value['id']);
    default:
      return false;
  }
}

/** Whether `value` is a message that the direct carrier takes over. */
export function isCarriedMessage(value: unknown): value is CarriedMessage {
  if (!isViewToHost(value)) return false;
  const { type } = value;
  return (
    type === 'painted' ||
    type === 'key' ||
    type === 'text' ||
    type === 'modifier' ||
    type === 'pointer' ||
    type === 'movement' ||
    type === 'wheel' ||
    type === 'releaseAll'
  );
}

/** Whether `value` is a message that a host of this version sends. */
export function isHostToView(value: unknown): value is HostToView {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'hello':
      return true;
    case 'setup':
      return isCount(value['version']) && isKeyboardSettings(value['keyboard']);
    case 'state':
      return isViewState(value['state']);
    case 'frame':
      return value['data'] instanceof Uint8Array && (value['mark'] === undefined || isMark(value['mark']));
    case 'direct':
      return (
        isCount(value['link']) &&
        isText(value['address'], maxText) &&
        isText(value['token'], maxText) &&
        isText(value['proof'], maxText)
      );
    case 'directLost':
      return isCount(value['link']);
    case 'ack':
      return isCount(value['link']) && isCount(value['ack']);
    case 'probe':
      return isCount(value['id']) && value['data'] instanceof Uint8Array;
    case 'zoom':
    case 'viewSettings':
    case 'screens':
    case 'showScreen':
    case 'viewNotice':
    case 'remotePointer':
      return isViewingToPage(value);
    case 'focus':
      return typeof value['grab'] === 'boolean';
    case 'copy':
      return isCount(value['id']) && value['png'] instanceof Uint8Array;
    case 'tool':
    case 'pressTool':
      return isToolToPage(value);
    case 'statistics':
    case 'bell':
    case 'firstHint':
      return isAroundToPage(value);
    case 'recording':
      return isRecordToPage(value);
    case 'select':
    case 'endSelection':
      return isSelectionToPage(value);
    case 'cursor':
    case 'dotCursor':
      return isPointerToPage(value);
    default:
      return false;
  }
}

/** Whether `value` is what a page of this version has stored. */
export function isPageState(value: unknown): value is PageState {
  return (
    isRecord(value) &&
    value['version'] === protocolVersion &&
    isKeptView(value) &&
    isKeptAround(value) &&
    isKeep(value)
  );
}

function isKeep(value: unknown): boolean {
  return (
    isRecord(value) &&
    isOptionalText(value['connection']) &&
    isText(value['name'], maxText) &&
    isText(value['address'], maxText)
  );
}

function isLocks(value: unknown): boolean {
  if (value === undefined) return true;
  if (!isRecord(value) || typeof value['caps'] !== 'boolean') return false;
  return value['num'] === undefined || typeof value['num'] === 'boolean';
}

function isPageCommand(value: unknown): value is PageCommand {
  return pageCommands.some((command) => command === value);
}

function isKeyboardSettings(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const passThrough = value['passThrough'];
  return (
    isText(value['releaseChord'], maxText) &&
    Array.isArray(passThrough) &&
    passThrough.every((chord) => isText(chord, maxText)) &&
    isOptionalOneOf(commandKeys, value['command']) &&
    isOptionalOneOf(optionKeys, value['option']) &&
    (value['modifiers'] === undefined || typeof value['modifiers'] === 'boolean')
  );
}

function isViewState(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const phase = value['phase'];
  const banner = value['banner'];
  const overlay = value['overlay'];
  return (
    (phase === 'waiting' || phase === 'open' || phase === 'lost' || phase === 'closed') &&
    typeof value['viewOnly'] === 'boolean' &&
    (value['relativePointer'] === undefined || typeof value['relativePointer'] === 'boolean') &&
    (value['composes'] === undefined || typeof value['composes'] === 'boolean') &&
    typeof value['label'] === 'string' &&
    typeof value['status'] === 'string' &&
    (banner === undefined || isBanner(banner)) &&
    (value['lost'] === undefined || isLostNotice(value['lost'])) &&
    (overlay === undefined || isOverlay(overlay)) &&
    isKeep(value['keep'])
  );
}

function isBanner(value: unknown): boolean {
  return isRecord(value) && typeof value['paused'] === 'boolean' && typeof value['text'] === 'string';
}

function isLostNotice(value: unknown): boolean {
  if (!isRecord(value) || typeof value['text'] !== 'string') return false;
  const countdown = value['countdown'];
  return (
    countdown === undefined ||
    (isRecord(countdown) && typeof countdown['text'] === 'string' && isCount(countdown['seconds']))
  );
}

function isOverlay(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const actions = value['actions'];
  return (
    overlayIcons.some((icon) => icon === value['icon']) &&
    typeof value['heading'] === 'string' &&
    typeof value['message'] === 'string' &&
    typeof value['detail'] === 'string' &&
    Array.isArray(actions) &&
    actions.every(
      (action) => isRecord(action) && isPageCommand(action['command']) && typeof action['label'] === 'string',
    )
  );
}

function isMark(value: unknown): value is Mark {
  return isRecord(value) && isCount(value['link']) && isCount(value['number']) && isCount(value['ack']);
}
