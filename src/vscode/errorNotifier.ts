import * as vscode from 'vscode';
import { isVncError } from '../core/base/errors.ts';
import type { ErrorAction } from '../wording/errorEntry.ts';
import type { WordedError, wordError } from '../wording/errorWording.ts';
import { isCancellation } from './cancellation.ts';
import type { Connection } from './connections/connection.ts';
import type { ConnectionStore } from './connections/connectionStore.ts';
import { type CommandName, commandId } from './contributions.ts';
import type { Log } from './log.ts';

/** What an error is about: it decides which of its actions can be offered. */
export interface ErrorContext {
  readonly connection?: Connection | undefined;
  /** Does the same again. */
  readonly retry?: (() => unknown) | undefined;
}

/** What an {@link ErrorNotifier} needs. */
export interface ErrorNotifierParts {
  readonly log: Pick<Log, 'failure' | 'redact'>;
  readonly store: ConnectionStore;
  /** Reads the words for errors; those of the extension from disk by default. */
  readonly wording?: () => Promise<{ readonly wordError: typeof wordError }>;
}

/** More buttons than this hide the message. */
const mostButtons = 3;

/** Tells people of errors, in words and with what can be done about them as buttons. */
export class ErrorNotifier {
  readonly #log: ErrorNotifierParts['log'];
  readonly #store: ConnectionStore;
  readonly #wording: () => Promise<{ readonly wordError: typeof wordError }>;

  constructor(parts: ErrorNotifierParts) {
    this.#log = parts.log;
    this.#store = parts.store;
    this.#wording = parts.wording ?? (async () => await import('../wording/errorWording.ts'));
  }

  /** What a person reads of an error. Never rejects: where there are no words for it, it speaks for itself. */
  async word(error: unknown): Promise<WordedError> {
    try {
      const words = await this.#wording();
      return words.wordError(error, (template, args) => vscode.l10n.t(template, args));
    } catch (failure) {
      this.#log.failure('The words for errors cannot be read', failure);
      const message = this.#log.redact(error instanceof Error ? error.message : String(error));
      return { message, detail: '', actions: [] };
    }
  }

  /**
   * Logs an error and shows it. Resolves at once, without waiting for anybody to read it; what a person chose
   * not to do is not shown.
   */
  show(error: unknown, context: ErrorContext = {}): void {
    if (isCancellation(error)) return;
    this.#log.failure(context.connection?.profile.name ?? 'Failed', error);
    void this.#ask(error, context).catch((failure: unknown) => this.show(failure));
  }

  async #ask(error: unknown, context: ErrorContext): Promise<void> {
    if (isVncError(error, 'VNC_SERVER_CHANGED')) {
      const { showServerChanged } = await import('./dialogsOnDemand.ts');
      await showServerChanged(error.data);
      return;
    }
    const { message, detail, actions } = await this.word(error);
    const possible = [...new Set([...actions, 'showLog' as const])].flatMap((action) => {
      const run = this.#runnable(action, context);
      return run === undefined ? [] : [{ title: actionTitle(action), run }];
    });
    const buttons = possible.slice(0, mostButtons);
    const sentence = `${message} ${detail}`;
    const name = context.connection?.profile.name;
    const text = name === undefined ? sentence : `${name}: ${sentence}`;
    const chosen = await vscode.window.showErrorMessage(this.#log.redact(text), ...buttons);
    await chosen?.run();
  }

  #runnable(action: ErrorAction, context: ErrorContext): (() => unknown) | undefined {
    const { connection, retry } = context;
    switch (action) {
      case 'retry':
      case 'setPassword':
      case 'newTicket':
        // What the server refused is asked for again.
        return retry;
      case 'setUsername':
        if (connection === undefined || retry === undefined) return retry;
        return async () => {
          if (await this.#askUsername(connection)) await retry();
        };
      case 'editConnection':
        return connection === undefined ? undefined : command('editConnection', connection.key);
      case 'trustCertificate':
        // The next attempt puts the question again.
        return retry;
      case 'showTrustedServers':
        return command('showTrustedServers');
      case 'showLog':
        return command('showLog');
    }
  }

  async #askUsername(connection: Connection): Promise<boolean> {
    const username = await vscode.window.showInputBox({
      title: connection.profile.name,
      prompt: vscode.l10n.t('User name, for servers that want one'),
      value: connection.profile.username ?? '',
      ignoreFocusOut: true,
    });
    if (username === undefined || username === '') return false;
    await this.#store.change(connection, { username });
    return true;
  }
}

function command(name: CommandName, ...args: readonly unknown[]): () => unknown {
  return () => vscode.commands.executeCommand(commandId(name), ...args);
}

function actionTitle(action: ErrorAction): string {
  switch (action) {
    case 'retry':
      return vscode.l10n.t('Try Again');
    case 'setPassword':
      return vscode.l10n.t('Enter Password…');
    case 'setUsername':
      return vscode.l10n.t('Set User Name…');
    case 'newTicket':
      return vscode.l10n.t('Enter Ticket…');
    case 'editConnection':
      return vscode.l10n.t('Edit Connection…');
    case 'trustCertificate':
      return vscode.l10n.t('Trust…');
    case 'showTrustedServers':
      return vscode.l10n.t('Show Trusted Servers');
    case 'showLog':
      return vscode.l10n.t('Show Log');
  }
}
