import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposables.ts';
import type { Logger, LogLevel } from '../core/base/logger.ts';
import { SecretVault } from '../core/script/run/secretVault.ts';
import { redactUrls } from './redaction.ts';

const channelLevels: Record<LogLevel, vscode.LogLevel> = {
  trace: vscode.LogLevel.Trace,
  debug: vscode.LogLevel.Debug,
  info: vscode.LogLevel.Info,
  warn: vscode.LogLevel.Warning,
  error: vscode.LogLevel.Error,
};

/** The extension's one output channel. Nothing reaches it before known secrets and URL queries are cut out. */
export class Log implements Logger, Disposable {
  readonly #channel: vscode.LogOutputChannel;
  readonly #vault = new SecretVault();

  constructor(name = 'VNC Agent Bridge') {
    this.#channel = vscode.window.createOutputChannel(name, { log: true });
  }

  /** From now on `secret` never appears in the log. */
  hide(secret: string): void {
    this.#vault.add(secret);
    // A secret inside a URL stands there percent-encoded.
    this.#vault.add(encodeURIComponent(secret));
  }

  enabled(level: LogLevel): boolean {
    const kept = this.#channel.logLevel;
    return kept !== vscode.LogLevel.Off && kept <= channelLevels[level];
  }

  log(level: LogLevel, message: string): void {
    this.#channel[level](this.redact(message));
  }

  /** `text` as it may leave the extension. */
  redact(text: string): string {
    return redactUrls(this.#vault.mask(text));
  }

  /** Logs an error with its causes; bugs with their stack. */
  failure(what: string, error: unknown): void {
    this.log('error', `${what}: ${describe(error)}`);
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = 'code' in error;
  const own = expected ? `${error.name} ${error.message}` : (error.stack ?? error.message);
  return error.cause === undefined ? own : `${own}\n  caused by ${describe(error.cause)}`;
}
