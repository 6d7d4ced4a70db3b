import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import type { Services } from '../services.ts';
import { addressCommands } from './addressCommands.ts';
import { registerCommands } from './commandRegistry.ts';
import { controlCommands } from './controlCommands.ts';
import { machineCommands } from './machineCommands.ts';
import { lateCommands } from './lateCommands.ts';
import { profileCommands } from './profileCommands.ts';
import { reconnectCommands } from './reconnectCommands.ts';
import { reportCommands } from './reportCommands.ts';
import { screenCommands } from './screenCommands.ts';
import { sampleCommands } from './sampleCommands.ts';
import { sessionCommands } from './sessionCommands.ts';
import { trustCommands } from './trustCommands.ts';

const inputNames = [
  'typeText',
  'pasteAsKeystrokes',
  'sendKeys',
  'sendCtrlAltDel',
  'clickAt',
  'scroll',
] as const;
const pictureNames = [
  ...(['takeScreenshot', 'screenshotToClipboard', 'screenshotToEditor'] as const),
  ...([
    'regionToFile',
    'regionToClipboard',
    'regionToEditor',
    'copyPlace',
    'copyRegion',
    'copyColor',
  ] as const),
] as const;
const clipboardNames = [
  'getClipboard',
  'setClipboard',
  'pasteToRemote',
  'clearClipboard',
  'changeClipboardMode',
] as const;

/** Registers every command about connections, sessions and screens. */
export function registerAllCommands(services: Services): Disposable {
  const store = new DisposableStore();
  const groups = [
    sessionCommands(services),
    profileCommands(services),
    lateCommands(inputNames, async () => (await import('../dialogsOnDemand.ts')).inputCommands(services)),
    lateCommands(pictureNames, async () =>
      (await import('../dialogsOnDemand.ts')).screenshotCommands(services),
    ),
    lateCommands(clipboardNames, async () =>
      (await import('../dialogsOnDemand.ts')).clipboardCommands(services),
    ),
    screenCommands(services),
    controlCommands(services),
    sampleCommands(services),
    trustCommands(services),
    reconnectCommands(services),
    machineCommands(services),
    addressCommands(services),
    reportCommands(services),
  ];
  for (const group of groups) store.add(registerCommands(group, services.errors));
  return store;
}
