import type { Disposable } from '../../core/base/disposables.ts';
import { vncError } from '../../core/base/errors.ts';
import type { Screenshots } from '../picking/screenshots.ts';
import type { PickedKind } from '../picking/copyPicked.ts';
import { isRecord } from '../record.ts';
import type { ScreenPanel } from '../screen/screenPanel.ts';
import type { Services } from '../services.ts';
import type { CommandGroup } from './commandRegistry.ts';
import { pickSession } from './pickSession.ts';

/** What takes a picture of all or a part of a screen somewhere. */
type Destination = 'file' | 'clipboard' | 'editor';

/** Commands that take pictures of the remote screen, and that pick places on it. */
export function screenshotCommands(services: Services): CommandGroup {
  let screenshots: Screenshots | undefined;
  const pictures = async (): Promise<Screenshots> => {
    if (screenshots === undefined) {
      const { Screenshots: Pictures } = await import('../dialogsOnDemand.ts');
      screenshots ??= own(new Pictures());
    }
    return screenshots;
  };
  const own = <T extends Disposable>(part: T): T => {
    services.context.subscriptions.push(part);
    return part;
  };

  /** The panel of the session that a command was pointed at, or the active one. */
  const panelOf = async (argument: unknown): Promise<ScreenPanel> => {
    const panel =
      argument === undefined
        ? services.panels.active
        : services.panels.of(await pickSession(argument, services));
    if (panel?.session === undefined) throw vncError('VNC_SESSION_CLOSED');
    return panel;
  };

  const region =
    (destination: Destination) =>
    async (argument: unknown): Promise<void> => {
      const panel = await panelOf(argument);
      const { pickRegion } = await import('../dialogsOnDemand.ts');
      const area = await pickRegion(panel);
      const { session } = panel;
      if (area === undefined || session === undefined) return;
      const subject = { session, region: area };
      const taker = await pictures();
      if (destination === 'file') await taker.toFile(subject);
      else if (destination === 'clipboard') await taker.toClipboard(subject, panel);
      else await taker.toEditor(subject);
    };

  const picked =
    (kind: PickedKind) =>
    async (argument: unknown): Promise<void> => {
      const panel = await panelOf(argument);
      const { copyPicked } = await import('../dialogsOnDemand.ts');
      await copyPicked(panel, kind, services.editedScript);
    };

  return {
    /** With `{ path }` as the second argument it asks nothing. Answers with the file's address. */
    takeScreenshot: async (argument, options) => {
      const session = await pickSession(argument, services);
      const path = isRecord(options) && typeof options['path'] === 'string' ? options['path'] : undefined;
      return await (await pictures()).toFile({ session }, path);
    },
    screenshotToClipboard: async (argument) => {
      const panel = await panelOf(argument);
      if (panel.session === undefined) return;
      await (await pictures()).toClipboard({ session: panel.session }, panel);
    },
    screenshotToEditor: async (argument) => {
      await (await pictures()).toEditor({ session: await pickSession(argument, services) });
    },
    regionToFile: region('file'),
    regionToClipboard: region('clipboard'),
    regionToEditor: region('editor'),
    copyPlace: picked('place'),
    copyRegion: picked('region'),
    copyColor: picked('color'),
  };
}
