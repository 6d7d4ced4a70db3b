import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import type { Services } from '../services.ts';
import { clipboardCommands } from './clipboardCommands.ts';
import { registerCommands } from './commandRegistry.ts';
import { controlCommands } from './controlCommands.ts';
import { inputCommands } from './inputCommands.ts';
import { profileCommands } from './profileCommands.ts';
import { screenCommands } from './screenCommands.ts';
import { sampleCommands } from './sampleCommands.ts';
import { screenshotCommands } from './screenshotCommands.ts';
import { sessionCommands } from './sessionCommands.ts';

/** Registers every command about connections, sessions and screens. */
export function registerAllCommands(services: Services): Disposable {
  const store = new DisposableStore();
  const groups = [
    sessionCommands(services),
    profileCommands(services),
    inputCommands(services),
    clipboardCommands(services),
    screenshotCommands(services),
    screenCommands(services),
    controlCommands(services),
    sampleCommands(services),
  ];
  for (const group of groups) store.add(registerCommands(group, services.errors));
  return store;
}
