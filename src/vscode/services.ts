import type { ExtensionContext } from 'vscode';
import type { SessionRegistry } from '../core/session/sessionRegistry.ts';
import type { ConnectionStore } from './connections/connectionStore.ts';
import type { ConnectionTree } from './connections/connectionTree.ts';
import type { Connector } from './connections/connector.ts';
import type { DemoScreen } from './connections/demoScreen.ts';
import type { RecentAddresses } from './connections/recentAddresses.ts';
import type { SecretPrompts } from './connections/secretPrompts.ts';
import type { SecretStore } from './connections/secretStore.ts';
import type { ErrorNotifier } from './errorNotifier.ts';
import type { RecentChords } from './keys/recentChords.ts';
import type { Log } from './log.ts';
import type { Recordings } from './recording/recordings.ts';
import type { ConnectionJournals } from './report/connectionJournal.ts';
import type { EditedScript } from './picking/editedScript.ts';
import type { ScreenPanels } from './screen/screenPanels.ts';
import type { KnownServers } from './trust/knownServers.ts';

/** What the commands work with. */
export interface Services {
  readonly context: ExtensionContext;
  readonly log: Log;
  readonly store: ConnectionStore;
  readonly secrets: SecretStore;
  readonly registry: SessionRegistry;
  readonly connector: Connector;
  readonly tree: ConnectionTree;
  readonly panels: ScreenPanels;
  readonly editedScript: EditedScript;
  readonly recents: RecentAddresses;
  readonly recentChords: RecentChords;
  readonly knownServers: KnownServers;
  readonly recordings: Recordings;
  readonly journals: ConnectionJournals;
  readonly prompts: SecretPrompts;
  readonly demo: DemoScreen;
  readonly errors: ErrorNotifier;
}
