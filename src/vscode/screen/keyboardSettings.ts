import * as vscode from 'vscode';
import type { KeyboardSettings } from '../../protocol/messages.ts';
import { extensionPrefix } from '../contributions.ts';

/** What counts when a setting is not written as it should be. */
const defaults: KeyboardSettings = {
  releaseChord: 'Ctrl+Alt+Shift',
  passThrough: ['Ctrl+Shift+P', 'Meta+Shift+P'],
};

/** Reads which chords stay with the editor while the remote screen has the keyboard. */
export function readKeyboardSettings(): KeyboardSettings {
  const section = vscode.workspace.getConfiguration(extensionPrefix);
  const releaseChord: unknown = section.get('screen.releaseChord');
  const passThrough: unknown = section.get('screen.passThroughKeys');
  return {
    releaseChord: typeof releaseChord === 'string' ? releaseChord : defaults.releaseChord,
    passThrough: Array.isArray(passThrough)
      ? passThrough.filter((chord) => typeof chord === 'string')
      : defaults.passThrough,
  };
}
