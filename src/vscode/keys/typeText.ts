import * as vscode from 'vscode';
import { isVncError } from '../../core/base/errors.ts';
import type { Session } from '../../core/session/session.ts';
import { signalOf } from '../cancellation.ts';
import { readSetting } from '../settings.ts';
import { pauseBetweenKeys } from './typingPace.ts';

/** Milliseconds that typing may take before anything is said about it. */
const patience = 400;

/** Milliseconds for which the status bar says what was done. */
const shownFor = 6000;

/** As many characters as a question can list. */
const listedCharacters = 12;

/** Types a text, at the speed that the person set; tells how much is left, and offers to stop. */
export async function typeText(session: Session, text: string): Promise<void> {
  session.arbiter.takeOver();
  const controller = new AbortController();
  const count = { typed: 0, total: 0 };
  const watchers = new Set<() => void>();
  const work = session.keyboard.typeText(text, {
    interval: pauseBetweenKeys(readSetting('screen.keystrokesPerSecond')),
    signal: controller.signal,
    onProgress: (typed, total) => {
      Object.assign(count, { typed, total });
      for (const watch of watchers) watch();
    },
  });
  try {
    if (!(await isDoneSoon(work))) await showProgress(session.name, { work, controller, count, watchers });
    await work;
  } catch (error) {
    if (isVncError(error, 'VNC_CANCELLED') && count.total > 0)
      vscode.window.setStatusBarMessage(
        vscode.l10n.t('Stopped after {0} of {1} keystrokes', count.typed, count.total),
        shownFor,
      );
    throw error;
  }
}

/**
 * Types a text that the person did not write just now, after a question where it may do more than was meant: it is
 * long, has several lines, or characters that cannot be typed there.
 */
export async function pasteText(session: Session, text: string): Promise<void> {
  const lost = new Set(session.keyboard.untypable(text));
  const rest =
    lost.size === 0
      ? text
      : Array.from(text)
          .filter((character) => !lost.has(character))
          .join('');
  if (!(await confirmPaste(session, rest, [...lost]))) return;
  if (rest !== '') await typeText(session, rest);
}

async function isDoneSoon(work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patience);
  });
  try {
    return await Promise.race([work.then(() => true), slow]);
  } finally {
    clearTimeout(timer);
  }
}

interface Typing {
  readonly work: Promise<void>;
  readonly controller: AbortController;
  readonly count: { readonly typed: number; readonly total: number };
  readonly watchers: Set<() => void>;
}

async function showProgress(name: string, { work, controller, count, watchers }: Typing): Promise<void> {
  const title = vscode.l10n.t('Typing on {0}', name);
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    signalOf(token).addEventListener('abort', () => controller.abort(), { once: true });
    let shown = 0;
    const show = (): void => {
      const percent = Math.floor((count.typed / Math.max(count.total, 1)) * 100);
      if (percent === shown) return;
      const message = vscode.l10n.t('{0} of {1} keystrokes left', count.total - count.typed, count.total);
      progress.report({ increment: percent - shown, message });
      shown = percent;
    };
    watchers.add(show);
    show();
    try {
      await work;
    } finally {
      watchers.delete(show);
    }
  });
}

async function confirmPaste(session: Session, text: string, lost: readonly string[]): Promise<boolean> {
  const limit = readSetting('confirmPasteLength');
  const lines = text.split(/\r\n|\r|\n/u).length;
  if (lost.length === 0 && (limit === 0 || (text.length <= limit && lines === 1))) return true;
  const detail = [
    lost.length === 0
      ? undefined
      : vscode.l10n.t('These characters cannot be typed there and are left out: {0}', listOf(lost)),
    lines === 1
      ? vscode.l10n.t('{0} characters.', text.length)
      : vscode.l10n.t(
          '{0} characters in {1} lines. Each line break is sent as the Enter key.',
          text.length,
          lines,
        ),
    durationOf(text.length),
  ].filter((sentence) => sentence !== undefined);
  const paste = lost.length === 0 ? vscode.l10n.t('Paste') : vscode.l10n.t('Paste the Rest');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Type the clipboard on “{0}”?', session.name),
    { modal: true, detail: detail.join('\n') },
    ...(text === '' ? [] : [paste]),
  );
  return chosen === paste;
}

/** How long typing takes, when that is worth a word. */
function durationOf(characters: number): string | undefined {
  const perSecond = readSetting('screen.keystrokesPerSecond');
  const seconds = perSecond > 0 ? Math.round(characters / perSecond) : 0;
  if (seconds < 5) return undefined;
  return vscode.l10n.t('At {0} keystrokes a second it takes {1} s.', perSecond, seconds);
}

/** Characters with their numbers; those that cannot be seen by their numbers alone. */
function listOf(characters: readonly string[]): string {
  const named = characters.slice(0, listedCharacters).map((character) => {
    const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return /[\p{C}\p{Z}]/u.test(character) ? `U+${number}` : `${character} (U+${number})`;
  });
  const more = characters.length - named.length;
  return more > 0 ? `${named.join(', ')} … +${more}` : named.join(', ');
}
