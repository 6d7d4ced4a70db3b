import * as vscode from 'vscode';
import type { MachineOptions } from '../core/profile/profile.ts';
import { extensionPrefix } from './contributions.ts';
import { isRecord } from './record.ts';

/** Settings of one plain value, with the values that count when someone wrote something else. */
const defaults = {
  /** Whether **VNC: Connect** opens the remote screen. */
  openScreenOnConnect: true,
  /** Longer texts are confirmed before they are pasted as keystrokes; 0 never asks. */
  confirmPasteLength: 200,
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

/** What was decided on this machine for the connection with `id`. */
export function readMachineOptions(id: string | undefined): MachineOptions {
  if (id === undefined) return {};
  const all: unknown = vscode.workspace.getConfiguration(extensionPrefix).get('machineOptions');
  const entry = isRecord(all) ? all[id] : undefined;
  const verify = isRecord(entry) ? entry['verifyCertificate'] : undefined;
  return typeof verify === 'boolean' ? { verifyCertificate: verify } : {};
}

/** Decides for this machine. `undefined` goes back to having decided nothing. */
export async function writeMachineOptions(id: string, options: MachineOptions | undefined): Promise<void> {
  const section = vscode.workspace.getConfiguration(extensionPrefix);
  const all: unknown = section.get('machineOptions');
  const next: Record<string, unknown> = isRecord(all) ? { ...all } : {};
  if (options === undefined && !(id in next)) return;
  if (options === undefined) delete next[id];
  else next[id] = { ...options };
  await section.update('machineOptions', next, vscode.ConfigurationTarget.Global);
}
