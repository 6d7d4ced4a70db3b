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
import { RecentChords } from './keys/recentChords.ts';
import { Log } from './log.ts';
import { recordPart } from './recording/recordPart.ts';
import { Recordings } from './recording/recordings.ts';
import { ConnectionJournals } from './report/connectionJournal.ts';
import { keysPart } from './screen/keysPart.ts';
import { EditedScript } from './picking/editedScript.ts';
import { ScreenPanels } from './screen/screenPanels.ts';
import type { Services } from './services.ts';
import { KnownServers } from './trust/knownServers.ts';
import { ServerTrust } from './trust/serverTrust.ts';

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
  const knownServers = new KnownServers(context.globalState);
  const trust = new ServerTrust(knownServers, async (question) => {
    const { askToTrust } = await import('./dialogsOnDemand.ts');
    return await askToTrust(question);
  });
  const journals = new ConnectionJournals(log);
  const connector = own(new Connector({ store, secrets, registry, prompts, trust, journals, log }));
  const recordings = own(new Recordings(context.workspaceState));
  const tree = own(new ConnectionTree({ store, connector, registry, recordings }));
  const errors = new ErrorNotifier({ log, store });
  const recentChords = own(new RecentChords(context.globalState));
  const panels = own(
    new ScreenPanels({
      extensionUri: context.extensionUri,
      log,
      memory: context.globalState,
      profile: ({ connection, name }) => store.find(connection ?? name)?.profile,
      parts: [keysPart(recentChords), recordPart(recordings)],
      showError: (error) => errors.show(error),
      wordError: async (error) => {
        log.failure('A remote screen was lost', error);
        return await errors.word(error);
      },
    }),
  );
  const editedScript = own(new EditedScript());
  const recents = new RecentAddresses(context.globalState);
  const demo = new DemoScreen({ connector, log });
  return {
    context,
    log,
    store,
    secrets,
    registry,
    connector,
    tree,
    panels,
    editedScript,
    recents,
    recentChords,
    knownServers,
    recordings,
    journals,
    prompts,
    demo,
    errors,
  };
}
