import * as vscode from 'vscode';
import { chosenItem } from '../chosenItem.ts';
import { vncError } from '../../core/base/errors.ts';
import type { Size } from '../../core/base/geometry.ts';
import type { Session } from '../../core/session/session.ts';
import { withDelayedProgress } from '../delayedProgress.ts';
import { isRecord } from '../record.ts';
import { parseSize } from './parseSize.ts';

/** Sizes that are offered; any other can be typed. */
const commonSizes: readonly Size[] = [
  { width: 1024, height: 768 },
  { width: 1280, height: 720 },
  { width: 1280, height: 800 },
  { width: 1366, height: 768 },
  { width: 1600, height: 900 },
  { width: 1920, height: 1080 },
  { width: 1920, height: 1200 },
  { width: 2560, height: 1440 },
  { width: 3840, height: 2160 },
];

/**
 * Asks the server for another size of its desktop.
 *
 * @param given `{ width, height }`, else a person chooses.
 * @throws `VNC_RESIZE_UNSUPPORTED`, `VNC_RESIZE_REFUSED`, `VNC_ARGUMENT_INVALID`
 */
export async function changeDesktopSize(session: Session, given: unknown): Promise<void> {
  if (!session.capabilities.desktopResize) throw vncError('VNC_RESIZE_UNSUPPORTED', { name: session.name });
  const size = given === undefined ? await pickSize(session) : sizeOf(given);
  if (size === undefined) return;
  session.arbiter.takeOver();
  await withDelayedProgress(
    vscode.l10n.t('Changing the desktop of {0} to {1} × {2}…', session.name, size.width, size.height),
    async (signal) => await session.resize(size, { signal }),
  );
}

function sizeOf(given: unknown): Size {
  const { width, height } = isRecord(given) ? given : {};
  const size =
    typeof width === 'number' && typeof height === 'number' ? parseSize(`${width}x${height}`) : undefined;
  if (size === undefined)
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'size', value: JSON.stringify(given) });
  return size;
}

/** A row of the list of sizes. */
interface SizeItem extends vscode.QuickPickItem {
  readonly size: Size;
}

async function pickSize(session: Session): Promise<Size | undefined> {
  const list = vscode.window.createQuickPick<SizeItem>();
  const { width, height } = session.size;
  list.title = vscode.l10n.t('Change Desktop Size of {0}', session.name);
  list.placeholder = vscode.l10n.t(
    'Now {0} × {1}. Choose a size, or write one such as {2}',
    width,
    height,
    '1440x900',
  );
  const itemOf = (size: Size, alwaysShow = false): SizeItem => ({
    label: `${size.width} × ${size.height}`,
    // What is typed finds its row whatever stands between the numbers.
    description: `${size.width}x${size.height}`,
    alwaysShow,
    size,
  });
  const typedItem = (text: string): SizeItem | undefined => {
    const size = parseSize(text);
    return size === undefined ? undefined : itemOf(size, true);
  };
  const common = commonSizes.map((size) => itemOf(size));
  const update = (): void => {
    const typed = typedItem(list.value);
    const isCommon = common.some(({ label }) => label === typed?.label);
    list.items = [...(typed === undefined || isCommon ? [] : [typed]), ...common];
  };
  list.matchOnDescription = true;
  list.onDidChangeValue(update);
  update();
  return (await chosenItem(list, { typed: typedItem }))?.size;
}
