import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import type { MouseButton } from '../../core/session/bridge.ts';
import type { Session } from '../../core/session/session.ts';
import { commonChords } from '../keys/commonChords.ts';
import { isRecord } from '../record.ts';
import type { Services } from '../services.ts';
import type { CommandGroup } from './commandRegistry.ts';
import { pickSession } from './pickSession.ts';

const directions = ['down', 'up', 'left', 'right'] as const;
type Direction = (typeof directions)[number];

const mouseButtons: readonly MouseButton[] = ['left', 'middle', 'right'];

/** Commands that send keys, text, clicks and wheel turns. The second argument spares the question. */
export function inputCommands(services: Services): CommandGroup {
  return {
    typeText: async (argument, text) => {
      const session = await pickSession(argument, services);
      const answer = typeof text === 'string' ? text : await askText(session);
      if (answer === undefined) return;
      const { typeText } = await import('../dialogsOnDemand.ts');
      await typeText(session, answer);
    },

    pasteAsKeystrokes: async (argument) => {
      const session = await pickSession(argument, services);
      const text = await vscode.env.clipboard.readText();
      if (text === '') {
        void vscode.window.showInformationMessage(vscode.l10n.t('The clipboard holds no text.'));
        return;
      }
      const { pasteText } = await import('../dialogsOnDemand.ts');
      await pasteText(session, text);
    },

    sendKeys: async (argument, keys) => {
      const session = await pickSession(argument, services);
      const chord = typeof keys === 'string' ? keys : await pickChord(session, services);
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

async function askText(session: Session): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title: vscode.l10n.t('Type on {0}', session.name),
    prompt: vscode.l10n.t('The text is typed as it stands.'),
    ignoreFocusOut: true,
  });
}

/** Asks for keys to send, and remembers those that are not offered anyway. */
async function pickChord(session: Session, { recentChords }: Services): Promise<string | undefined> {
  const { askChord } = await import('../dialogsOnDemand.ts');
  const chord = await askChord(session.name, recentChords.all);
  if (chord !== undefined && !isOffered(chord)) await recentChords.note(chord);
  return chord;
}

function isOffered(chord: string): boolean {
  return commonChords(vscode.l10n).some(({ chords }) => chords.some((offer) => offer.chord === chord));
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
