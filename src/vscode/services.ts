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
import type { Log } from './log.ts';
import type { ScreenPanels } from './screen/screenPanels.ts';

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
  readonly recents: RecentAddresses;
  readonly prompts: SecretPrompts;
  readonly demo: DemoScreen;
  readonly errors: ErrorNotifier;
}
