import * as vscode from 'vscode';
import { extensionPrefix } from './contributions.ts';

/** What `when` and `enablement` clauses of the manifest can ask for, without prefix. */
export interface ContextKeys {
  /** The connections have been read once: the welcome content may show. */
  readonly ready: boolean;
  readonly connectionCount: number;
  readonly sessionCount: number;
  /** Some session has lost its connection and makes it again. */
  readonly reconnecting: boolean;
  /** Some session's desktop has several screens. */
  readonly severalScreens: boolean;
  /** Some session's server can shut its machine down. */
  readonly power: boolean;
  /** A script, an agent or a program drives some session. */
  readonly driven: boolean;
  /** A person has taken over from one. */
  readonly paused: boolean;
  /** Some session is being recorded. */
  readonly recording: boolean;
  /** The session of the remote screen that is the active editor is. */
  readonly screenRecorded: boolean;
  /** A script is running. */
  readonly scriptRunning: boolean;
}

/** Sets a context key. Failing to is no reason to fail: the key only hides or shows commands. */
export function setContextKey<K extends keyof ContextKeys>(name: K, value: ContextKeys[K]): void {
  void vscode.commands.executeCommand('setContext', `${extensionPrefix}.${name}`, value);
}
