import * as vscode from 'vscode';
import { isVncError, vncError } from '../../core/base/errors.ts';
import { parseChord } from '../../core/input/chords.ts';
import type { MouseButton } from '../../core/session/bridge.ts';
import type { Session } from '../../core/session/session.ts';
import { withDelayedProgress } from '../delayedProgress.ts';
import { isRecord } from '../record.ts';
import type { Services } from '../services.ts';
import { readSetting } from '../settings.ts';
import type { CommandGroup } from './commandRegistry.ts';
import { pickSession } from './pickSession.ts';

/** Chords that are offered; any other can be typed. */
const commonChords = [
  'Enter',
  'Escape',
  'Tab',
  'Ctrl+Alt+Delete',
  'Alt+Tab',
  'Alt+F4',
  'Super',
  'Super+L',
  'Ctrl+Shift+Escape',
  'Ctrl+Alt+F1',
  'Ctrl+Alt+F2',
  'Ctrl+Alt+F7',
  'PrintScreen',
] as const;

const directions = ['down', 'up', 'left', 'right'] as const;
type Direction = (typeof directions)[number];

const mouseButtons: readonly MouseButton[] = ['left', 'middle', 'right'];

/** Commands that send keys, text, clicks and wheel turns. The second argument spares the question. */
export function inputCommands(services: Services): CommandGroup {
  return {
    typeText: async (argument, text) => {
      const session = await pickSession(argument, services);
      const answer = typeof text === 'string' ? text : await askText(session);
      if (answer !== undefined) await type(session, answer);
    },

    pasteAsKeystrokes: async (argument) => {
      const session = await pickSession(argument, services);
      const text = await vscode.env.clipboard.readText();
      if (text === '') {
        void vscode.window.showInformationMessage(vscode.l10n.t('The clipboard holds no text.'));
      } else if (await confirmPaste(session, text)) {
        await type(session, text);
      }
    },

    sendKeys: async (argument, keys) => {
      const session = await pickSession(argument, services);
      const chord = typeof keys === 'string' ? keys : await pickChord(session);
      if (chord !== undefined) await asPerson(session).keyboard.press(chord);
    },

    sendCtrlAltDel: async (argument) => {
      const session = await pickSession(argument, services);
      await asPerson(session).keyboard.press('Ctrl+Alt+Delete');
    },

    clickAt: async (argument, options) => {
      const session = await pickSession(argument, services);
      const click = clickOf(options) ?? (await askClick(session));
      if (click !== undefined) await asPerson(session).mouse.click(click);
    },

    scroll: async (argument, options) => {
      const session = await pickSession(argument, services);
      const given = isRecord(options) ? options : {};
      const direction = directions.find((word) => word === given['direction']) ?? (await pickDirection());
      if (direction === undefined) return;
      const notches = typeof given['notches'] === 'number' ? given['notches'] : undefined;
      const { x, y } = given;
      const at = typeof x === 'number' && typeof y === 'number' ? { at: { x, y } } : {};
      await asPerson(session).scroll[direction](notches, at);
    },
  };
}

/** A session as a person uses it: what a script or an agent does pauses first. */
function asPerson(session: Session): Session {
  session.arbiter.takeOver();
  return session;
}

async function type(session: Session, text: string): Promise<void> {
  await withDelayedProgress(
    vscode.l10n.t('Typing on {0}…', session.name),
    async (signal) => await asPerson(session).keyboard.typeText(text, { signal }),
  );
}

async function askText(session: Session): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title: vscode.l10n.t('Type on {0}', session.name),
    prompt: vscode.l10n.t('The text is typed as it stands.'),
    ignoreFocusOut: true,
  });
}

/** Long texts and those of several lines may do more than what was meant. */
async function confirmPaste(session: Session, text: string): Promise<boolean> {
  const limit = readSetting('confirmPasteLength');
  const lines = text.split(/\r\n|\r|\n/u).length;
  if (limit === 0 || (text.length <= limit && lines === 1)) return true;
  const paste = vscode.l10n.t('Paste');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Type the clipboard on “{0}”?', session.name),
    {
      modal: true,
      detail: vscode.l10n.t(
        '{0} characters in {1} lines. Each line break is sent as the Enter key.',
        text.length,
        lines,
      ),
    },
    paste,
  );
  return chosen === paste;
}

async function pickChord(session: Session): Promise<string | undefined> {
  const list = vscode.window.createQuickPick();
  list.title = vscode.l10n.t('Send Keys to {0}', session.name);
  list.placeholder = vscode.l10n.t('Choose keys, or write a key or chord such as {0}', 'Ctrl+Shift+T');
  const update = (): void => {
    const typed = list.value.trim();
    const common = commonChords.map((label) => ({ label }));
    list.items =
      typed !== '' && isChord(typed) && !common.some(({ label }) => label === typed)
        ? [{ label: typed, alwaysShow: true }, ...common]
        : common;
  };
  list.onDidChangeValue(update);
  update();
  return await new Promise((resolve) => {
    list.onDidAccept(() => {
      const [chosen] = list.selectedItems;
      if (chosen === undefined) return;
      resolve(chosen.label);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

function isChord(text: string): boolean {
  try {
    parseChord(text);
    return true;
  } catch (error) {
    if (!isVncError(error)) throw error;
    return false;
  }
}

interface Click {
  readonly at: { readonly x: number; readonly y: number };
  readonly button?: MouseButton;
  readonly count?: 1 | 2 | 3;
}

/** A click from a command's argument. @throws `VNC_ARGUMENT_INVALID` when it names a place and does so wrongly. */
function clickOf(options: unknown): Click | undefined {
  if (!isRecord(options) || options['x'] === undefined) return undefined;
  const { x, y, button, count } = options;
  if (typeof x !== 'number' || typeof y !== 'number') {
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'x, y', value: JSON.stringify([x, y]) });
  }
  const known = mouseButtons.find((name) => name === button);
  return {
    at: { x, y },
    ...(known === undefined ? {} : { button: known }),
    ...(count === 2 || count === 3 ? { count } : {}),
  };
}

async function askClick(session: Session): Promise<Click | undefined> {
  const { width, height } = session.size;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Click on {0}', session.name),
    prompt: vscode.l10n.t('Where to click: {0}. Add “right”, “middle” or “double”.', 'x, y'),
    value: `${Math.floor(width / 2)}, ${Math.floor(height / 2)}`,
    validateInput: (value) =>
      parseClick(value) === undefined
        ? vscode.l10n.t('Write two whole numbers, such as {0}, and if need be a button.', '640, 400')
        : undefined,
  });
  return text === undefined ? undefined : parseClick(text);
}

function parseClick(text: string): Click | undefined {
  const match = /^\s*(\d+)\s*[,; ]\s*(\d+)\s*(left|right|middle|double)?\s*$/iu.exec(text);
  if (match === null) return undefined;
  const [, x, y, word = 'left'] = match;
  const at = { x: Number(x), y: Number(y) };
  const button = mouseButtons.find((name) => name === word.toLowerCase());
  return button === undefined ? { at, count: 2 } : { at, button };
}

async function pickDirection(): Promise<Direction | undefined> {
  const labels: Record<Direction, string> = {
    down: vscode.l10n.t('Down'),
    up: vscode.l10n.t('Up'),
    left: vscode.l10n.t('Left'),
    right: vscode.l10n.t('Right'),
  };
  const items = directions.map((direction) => ({
    label: labels[direction],
    iconPath: new vscode.ThemeIcon(`arrow-${direction}`),
    direction,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Scroll where?') });
  return chosen?.direction;
}
