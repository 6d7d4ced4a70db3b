import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import type { ParamDeclaration, Script } from '../../core/script/ast.ts';
import { readParam } from '../../core/script/run/paramValues.ts';
import { ScriptFailure } from '../../core/script/run/runError.ts';
import type { Session } from '../../core/session/session.ts';
import { withToken } from '../cancellation.ts';
import type { SecretStore } from '../connections/secretStore.ts';
import { missingParams } from './scriptChoices.ts';

/** Asks for parameters, and proposes what was given last for the same file. */
export class ParamQuestions {
  readonly #lastGiven = new Map<string, string>();

  /**
   * Asks for the parameters that have neither a default nor a value from the caller.
   *
   * @param file names the script, for people and for what was given last.
   * @throws `VNC_CANCELLED` when a question is closed.
   */
  async ask(
    script: Script,
    file: string,
    given: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Record<string, string>> {
    const params: Record<string, string> = { ...given };
    for (const item of missingParams(script, given)) {
      const { name } = item.name;
      const key = JSON.stringify([file, name]);
      const answer = await withToken(signal, (token) =>
        vscode.window.showInputBox(
          {
            title: file,
            prompt: item.help?.literal ?? vscode.l10n.t('Value of the parameter {0}', name),
            value: this.#lastGiven.get(key) ?? '',
            ignoreFocusOut: true,
            validateInput: (text) => complaint(item, text),
          },
          token,
        ),
      );
      if (answer === undefined) throw vncError('VNC_CANCELLED');
      this.#lastGiven.set(key, answer);
      params[name] = answer;
    }
    return params;
  }
}

function complaint(declaration: ParamDeclaration, text: string): string | undefined {
  try {
    readParam(declaration, text);
    return undefined;
  } catch (error) {
    if (error instanceof ScriptFailure) return error.message;
    throw error;
  }
}

/**
 * Finds the values of a script's secrets: in the secret storage, else from the person. A stored one is bound to
 * its id and to where the session leads, so that no other script or server is ever given it.
 */
export class ScriptSecrets {
  readonly #store: SecretStore;
  readonly #hide: (secret: string) => void;
  readonly #session: Session;
  readonly #file: string;
  readonly #signal: AbortSignal;
  readonly #asked = new Map<string, string>();

  constructor(parts: {
    readonly store: SecretStore;
    /** Hears of every value, so that the log never shows one. */
    readonly hide: (secret: string) => void;
    readonly session: Session;
    readonly file: string;
    readonly signal: AbortSignal;
  }) {
    this.#store = parts.store;
    this.#hide = parts.hide;
    this.#session = parts.session;
    this.#file = parts.file;
    this.#signal = parts.signal;
  }

  /** The value of a secret; `undefined` when nobody gave one. */
  readonly read = async (name: string, from: string | undefined): Promise<string | undefined> => {
    if (from !== undefined) {
      const stored = await this.#store.readScriptSecret(this.#key(from));
      if (stored !== undefined) return stored;
    }
    const answer = await withToken(this.#signal, (token) =>
      vscode.window.showInputBox(
        {
          title: this.#file,
          prompt: vscode.l10n.t('Value of the secret {0} for {1}', from ?? name, this.#session.name),
          password: true,
          ignoreFocusOut: true,
          validateInput: (text) => (text === '' ? vscode.l10n.t('Enter a value.') : undefined),
        },
        token,
      ),
    );
    if (answer === undefined) return undefined;
    this.#hide(answer);
    if (from !== undefined) this.#asked.set(from, answer);
    return answer;
  };

  /** Offers to keep what was asked for, once the script has passed with it. */
  async offerToRemember(): Promise<void> {
    if (this.#asked.size === 0) return;
    const remember = vscode.l10n.t('Remember');
    const names = [...this.#asked.keys()].join(', ');
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Keep the secret {0} for scripts on {1} in the secret storage?',
        names,
        this.#session.name,
      ),
      remember,
    );
    if (chosen !== remember) return;
    for (const [from, value] of this.#asked) await this.#store.writeScriptSecret(this.#key(from), value);
  }

  #key(from: string): string {
    return JSON.stringify([from, this.#session.address]);
  }
}
