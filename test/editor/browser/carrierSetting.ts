import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CarrierChoice } from '../../../src/vscode/screen/frameChannel.ts';
import type { EditorServer } from '../editorServer.ts';
import type { ScreenView } from '../screenView.ts';
import { until } from '../../support/until.ts';

const name = 'vncAgentBridge.screen.carrier';

/**
 * Chooses the way of frames and input in the settings of the machine; without one the editor's default holds. The
 * editor hears of it from the file system, and tells nobody when.
 */
export function chooseCarrier(server: EditorServer, choice?: CarrierChoice): void {
  const file = path.join(server.dataFolder, 'data', 'Machine', 'settings.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const { [name]: _, ...others } = settings;
  writeFileSync(file, JSON.stringify(choice === undefined ? others : { ...others, [name]: choice }));
}

/** Waits until the page of a panel says that frames and input go this way. */
export async function untilCarrier(view: ScreenView, carrier: 'messages' | 'direct'): Promise<void> {
  await until(`frames and input go as ${carrier}`, async () => (await carrierOf(view)) === carrier);
}

/** The way of frames and input, as the page says. */
export async function carrierOf(view: ScreenView): Promise<'messages' | 'direct'> {
  return (await view.frame.locator('body').getAttribute('data-carrier')) === 'direct' ? 'direct' : 'messages';
}
