import * as vscode from 'vscode';
import { type ClipboardMode, isClipboardMode } from '../../core/profile/clipboardModes.ts';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import { readSetting } from '../settings.ts';

/** How the clipboard of a connection is exchanged: as its profile says, else as the settings do. */
export function clipboardModeOf(profile: ConnectionProfile | undefined): ClipboardMode {
  if (profile?.clipboard !== undefined) return profile.clipboard;
  const setting = readSetting('screen.clipboard');
  return isClipboardMode(setting) ? setting : 'manual';
}

/** What people call a mode. */
export function clipboardModeLabel(mode: ClipboardMode): string {
  switch (mode) {
    case 'manual':
      return vscode.l10n.t('when I say so');
    case 'auto':
      return vscode.l10n.t('by itself, both ways');
    case 'toRemote':
      return vscode.l10n.t('by itself, to the remote side');
    case 'fromRemote':
      return vscode.l10n.t('by itself, from the remote side');
    case 'off':
      return vscode.l10n.t('never');
  }
}
