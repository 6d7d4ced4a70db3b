import type * as vscode from 'vscode';
import { SessionRegistry } from '../core/session/sessionRegistry.ts';
import { ConnectionStore } from './connections/connectionStore.ts';
import { ConnectionTree } from './connections/connectionTree.ts';
import { Connector } from './connections/connector.ts';
import { DemoScreen } from './connections/demoScreen.ts';
import { RecentAddresses } from './connections/recentAddresses.ts';
import { inputBoxPrompts } from './connections/secretPrompts.ts';
import { SecretStore } from './connections/secretStore.ts';
import { ErrorNotifier } from './errorNotifier.ts';
import { Log } from './log.ts';
import { ScreenPanels } from './screen/screenPanels.ts';
import type { Services } from './services.ts';

/** Builds what everything else works with. What holds something is disposed with the extension. */
export function createServices(context: vscode.ExtensionContext): Services {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(new Log());
  const store = own(new ConnectionStore());
  const secrets = new SecretStore(context.secrets, (secret) => log.hide(secret));
  const registry = new SessionRegistry((error) => log.failure('A listener failed', error));
  const prompts = inputBoxPrompts;
  const connector = own(new Connector({ store, secrets, registry, prompts, log }));
  const tree = own(new ConnectionTree({ store, connector, registry }));
  const errors = new ErrorNotifier({ log, store });
  const panels = own(
    new ScreenPanels({
      extensionUri: context.extensionUri,
      log,
      wordError: (error) => {
        log.failure('A remote screen was lost', error);
        return errors.word(error);
      },
    }),
  );
  const recents = new RecentAddresses(context.globalState);
  const demo = new DemoScreen({ connector, log });
  return { context, log, store, secrets, registry, connector, tree, panels, recents, prompts, demo, errors };
}
