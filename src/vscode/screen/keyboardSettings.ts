import * as vscode from 'vscode';
import { type CommandKey, type OptionKey, commandKeys, optionKeys } from '../../protocol/keyboardMessages.ts';
import type { KeyboardSettings } from '../../protocol/messages.ts';
import { extensionPrefix } from '../contributions.ts';

/** What counts when a setting is not written as it should be. */
const defaults = {
  releaseChord: 'Ctrl+Alt+Shift',
  passThrough: ['Ctrl+Shift+P', 'Meta+Shift+P'],
} as const satisfies KeyboardSettings;

/** Reads which chords stay with the editor while the remote screen has the keyboard, and what its keys are there. */
export function readKeyboardSettings(): KeyboardSettings {
  const section = vscode.workspace.getConfiguration(extensionPrefix);
  const releaseChord: unknown = section.get('screen.releaseChord');
  const passThrough: unknown = section.get('screen.passThroughKeys');
  const command: unknown = section.get('screen.macCommandKey');
  const option: unknown = section.get('screen.macOptionKey');
  return {
    releaseChord: typeof releaseChord === 'string' ? releaseChord : defaults.releaseChord,
    passThrough: Array.isArray(passThrough)
      ? passThrough.filter((chord) => typeof chord === 'string')
      : defaults.passThrough,
    command: commandKeys.find((key): key is CommandKey => key === command),
    option: optionKeys.find((key): key is OptionKey => key === option),
    modifiers: section.get('screen.modifierKeys') === true,
  };
}
