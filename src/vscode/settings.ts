import * as vscode from 'vscode';
import { readMachineOptions as readEntry } from '../core/profile/machineOptions.ts';
import type { MachineOptions } from '../core/profile/profile.ts';
import { extensionPrefix } from './contributions.ts';
import { isRecord } from './record.ts';

/** Settings of one plain value, with the values that count when someone wrote something else. */
const defaults = {
  /** Whether **VNC: Connect** opens the remote screen. */
  openScreenOnConnect: true,
  /** Longer texts are confirmed before they are pasted as keystrokes; 0 never asks. */
  confirmPasteLength: 200,
  /** How fast texts are typed; 0 is as fast as the server takes them. */
  'screen.keystrokesPerSecond': 100,
  /** Whether a lost connection is made again where its profile does not say. */
  'reconnect.enabled': true,
  /** Attempts in a row before it is given up. */
  'reconnect.maxAttempts': 10,
  /** How frames and input travel between page and extension host: auto, messages or direct. */
  'screen.carrier': 'auto',
  /** How clipboards are exchanged where the connection's profile does not say. */
  'screen.clipboard': 'manual',
  /** The keys that paste at the remote side. */
  'screen.pasteKeys': 'Ctrl+V',
  /** Whether a dot stands for a remote cursor that is hidden or unknown. */
  'screen.dotCursor': true,
  /** How the server's bell is told of: flash, sound or off. */
  'screen.bell': 'flash',
  /** How large a screen is shown first: fit, whole, width or actual. */
  'screen.zoom': 'fit',
  /** When the wheel zooms together with Ctrl: released, always or never. */
  'screen.wheelZoom': 'released',
  /** Whether the picture moves when the pointer comes near the edge of what is seen. */
  'screen.followPointer': true,
  /** Where recordings go without a question; asked for when empty. */
  'recording.folder': '',
  /** What a recording is: ask, webm, gif or vncrec. */
  'recording.format': 'ask',
  /** Pictures of a video in a second, at most. */
  'recording.framesPerSecond': 10,
  /** How good the pictures of a WebM video are, from 1 to 100. */
  'recording.videoQuality': 85,
  /** Pixels of the width of a video at most; 0 for what suits its format. */
  'recording.maxWidth': 0,
  /** Minutes after which a recording ends by itself. */
  'recording.maxMinutes': 240,
  /** Megabytes, a million bytes each, that a recording may have. */
  'recording.maxMegabytes': 2000,
  /** Whether the remote screen takes the panel's size: off or remote. */
  'screen.resize': 'off',
};

/** The names of plain settings, without prefix. */
export type SettingName = keyof typeof defaults;

/** Reads a setting of one plain value; a value of another type counts as not set. */
export function readSetting<K extends SettingName>(name: K): (typeof defaults)[K] {
  const value: unknown = vscode.workspace.getConfiguration(extensionPrefix).get(name);
  const fallback = defaults[name];
  return isSameType(value, fallback) ? value : fallback;
}

function isSameType<T>(value: unknown, like: T): value is T {
  return typeof value === typeof like;
}

/** What was decided on this machine for the connection with `id`. Nobody but the person can set it. */
export function readMachineOptions(id: string | undefined): MachineOptions {
  if (id === undefined) return {};
  const all: unknown = vscode.workspace.getConfiguration(extensionPrefix).get('machineOptions');
  const entry = isRecord(all) ? all[id] : undefined;
  return readEntry(entry).options;
}

/** Decides for this machine; what is `undefined` goes. Without options nothing is decided any more. */
export async function writeMachineOptions(id: string, options: MachineOptions | undefined): Promise<void> {
  const section = vscode.workspace.getConfiguration(extensionPrefix);
  const all: unknown = section.get('machineOptions');
  const next: Record<string, unknown> = isRecord(all) ? { ...all } : {};
  const before = isRecord(next[id]) ? next[id] : {};
  const entry = Object.fromEntries(
    Object.entries({ ...before, ...options }).filter(([, value]) => value !== undefined),
  );
  if (options === undefined || Object.keys(entry).length === 0) {
    if (!(id in next)) return;
    delete next[id];
  } else {
    next[id] = entry;
  }
  await section.update('machineOptions', next, vscode.ConfigurationTarget.Global);
}
