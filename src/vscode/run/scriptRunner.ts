import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import { Emitter } from '../../core/base/emitter.ts';
import { vncError } from '../../core/base/errors.ts';
import { check } from '../../core/script/checker.ts';
import type { ParseResult } from '../../core/script/parseResult.ts';
import type { SourceSpan } from '../../core/script/diagnostic.ts';
import { parse } from '../../core/script/parser.ts';
import type { RunEvent, RunResult } from '../../core/script/run/runEvent.ts';
import { runScript } from '../../core/script/run/runScript.ts';
import type { Session } from '../../core/session/session.ts';
import { isCancellation, signalOf } from '../cancellation.ts';
import { setContextKey } from '../contextKeys.ts';
import type { RunState } from '../language/scriptCodeLens.ts';
import type { Services } from '../services.ts';
import { Latest } from './latest.ts';
import { RunFolder } from './runFolder.ts';
import { RunMarks } from './runMarks.ts';
import { noticeOfEnd } from './runNotice.ts';
import { RunOutput } from './runOutput.ts';
import { ParamQuestions, ScriptSecrets } from './scriptInputs.ts';
import { scriptSession } from './scriptSession.ts';
import { type ScriptTarget, scriptTarget } from './scriptTarget.ts';

/** What the runner works with. */
export type ScriptRunnerParts = Pick<
  Services,
  | 'context'
  | 'store'
  | 'connector'
  | 'registry'
  | 'panels'
  | 'demo'
  | 'secrets'
  | 'recordings'
  | 'errors'
  | 'log'
>;

/** Milliseconds between two looks at where a script is. */
const showInterval = 60;

/** How a run ends that a person wanted to end: no line of the script is to blame. */
const stoppedByPerson: ReadonlySet<string> = new Set(['VS5040', 'VS5041']);

/** A script that is running. */
interface ActiveRun {
  readonly name: string;
  readonly uri: vscode.Uri;
  readonly controller: AbortController;
}

/** Runs scripts from the editor: who, where and with what, and tells how it goes. */
export class ScriptRunner implements Disposable, RunState {
  readonly #parts: ScriptRunnerParts;
  readonly #store = new DisposableStore();
  readonly #output = this.#store.add(new RunOutput());
  readonly #marks = this.#store.add(new RunMarks());
  readonly #changed = this.#store.add(new Emitter<void>());
  readonly #questions = new ParamQuestions();
  readonly #runs = new Map<string, ActiveRun>();
  readonly onChange = this.#changed.event;

  constructor(parts: ScriptRunnerParts) {
    this.#parts = parts;
  }

  isRunning(uri: vscode.Uri): boolean {
    return this.#runs.has(uri.toString());
  }

  /**
   * Runs a script: the one that `argument` names, else the active editor's.
   *
   * @param options `{ test?: string, params?: Record<string, string> }`
   * @returns how it ended, or `undefined` when it was not started; that was said then.
   * @throws what finding the script and connecting throw.
   */
  async run(argument: unknown, options: unknown): Promise<RunResult | undefined> {
    if (!vscode.workspace.isTrusted) {
      void this.#explainTrust().catch((error: unknown) => this.#parts.errors.show(error));
      return undefined;
    }
    const target = await scriptTarget(argument, options);
    const { document } = target;
    const name = fileName(document);
    if (this.isRunning(document.uri)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} is running already.', name));
      return undefined;
    }
    const parsed = parse(document.getText());
    if (this.#refuses(document, parsed)) return undefined;
    const run: ActiveRun = { name, uri: document.uri, controller: new AbortController() };
    this.#runs.set(document.uri.toString(), run);
    this.#runsChanged();
    try {
      return await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: name, cancellable: true },
        async (progress, token) => {
          signalOf(token).addEventListener('abort', () => run.controller.abort(), { once: true });
          return await this.#start(run, target, parsed, progress);
        },
      );
    } finally {
      this.#runs.delete(document.uri.toString());
      this.#marks.end(document.uri);
      this.#runsChanged();
    }
  }

  /** Stops a running script: the one with this address, else the only one, else the one that is picked. */
  async stop(argument?: unknown): Promise<void> {
    const key = argument instanceof vscode.Uri ? argument.toString() : argument;
    const runs = [...this.#runs.values()];
    const named = typeof key === 'string' ? this.#runs.get(key) : undefined;
    const [only, another] = runs;
    const chosen =
      named ??
      (another === undefined
        ? only
        : (
            await vscode.window.showQuickPick(
              runs.map((run) => ({ label: run.name, run })),
              { placeHolder: vscode.l10n.t('Which script should stop?') },
            )
          )?.run);
    chosen?.controller.abort();
  }

  dispose(): void {
    for (const run of this.#runs.values()) run.controller.abort();
    this.#store.dispose();
  }

  /** Running acts on another machine: only those may ask for it whom the person trusts. */
  async #explainTrust(): Promise<void> {
    const manage = vscode.l10n.t('Manage Workspace Trust');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Scripts do not run in Restricted Mode: they act on other machines. Trust this workspace to run them.',
      ),
      manage,
    );
    if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  }

  /** Whether the script has a mistake; the first one is shown. */
  #refuses(document: vscode.TextDocument, parsed: ParseResult): boolean {
    const names = this.#connectionNames();
    const errors = check(parsed, { connections: names }).filter(({ severity }) => severity === 'error');
    const [first] = errors;
    if (first === undefined) return false;
    const show = vscode.l10n.t('Show Problems');
    const text = vscode.l10n.t(
      '{0} does not run: line {1}: {2}',
      fileName(document),
      first.span.line,
      `${first.code} ${first.message}`,
    );
    void vscode.window.showErrorMessage(text, show).then(async (chosen) => {
      if (chosen === undefined) return;
      const position = document.positionAt(first.span.start);
      await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
      await vscode.commands.executeCommand('workbench.actions.view.problems');
    });
    return true;
  }

  /** What `use` can name: stored connections, and sessions that belong to none. */
  #connectionNames(): readonly string[] {
    const { store, registry } = this.#parts;
    return [
      ...store.connections.map(({ profile }) => profile.name),
      ...registry.sessions.map((session) => session.name),
    ];
  }

  async #start(
    run: ActiveRun,
    target: ScriptTarget,
    parsed: ParseResult,
    progress: vscode.Progress<{ message?: string }>,
  ): Promise<RunResult | undefined> {
    const { signal } = run.controller;
    const { document } = target;
    progress.report({ message: vscode.l10n.t('Connecting…') });
    let session: Session;
    let params: Record<string, string>;
    try {
      session = await scriptSession(parsed.script, this.#parts, signal);
      this.#checkFree(session);
      params = await this.#questions.ask(parsed.script, run.name, target.params, signal);
    } catch (error) {
      if (signal.aborted || isCancellation(error)) return undefined;
      throw error;
    }
    this.#showScreen(session);
    const { log, secrets: store, recordings } = this.#parts;
    const hide = (secret: string): void => log.hide(secret);
    const secrets = new ScriptSecrets({ store, hide, session, file: run.name, signal });
    const folder = new RunFolder(document, this.#parts.context.globalStorageUri, new Date());
    const pictures = new Map<string, vscode.Uri>();
    this.#marks.begin(document.uri);
    const listener = this.#listener(document, parsed.source, progress);
    const result = await runScript({
      source: parsed.source,
      parsed,
      fileName: run.name,
      connect: () => Promise.resolve(session),
      params,
      only: target.test === undefined ? undefined : [target.test],
      secret: secrets.read,
      writeArtefact: async (name, bytes) => {
        const file = await folder.write(name, bytes);
        pictures.set(name, file);
        return file.scheme === 'file' ? file.fsPath : file.toString();
      },
      placeArtefact: async (name) => {
        const file = await folder.place(name);
        pictures.set(name, vscode.Uri.file(file));
        return file;
      },
      shield: () => recordings.shield(session),
      onEvent: listener.hear,
      signal,
      logger: log,
      environment: () => undefined,
    }).finally(() => listener.dispose());
    const showOutput = (): Promise<void> => {
      this.#output.show();
      return Promise.resolve();
    };
    const errors = result.tests.flatMap((test) => test.errors);
    const failures = errors.length > 0 || result.error === undefined ? errors : [result.error];
    this.#marks.failed(
      document,
      failures.filter(({ code }) => !stoppedByPerson.has(code)),
    );
    this.#tellEnd(result, { name: run.name, document, pictures, showOutput });
    if (result.outcome === 'passed') this.#inBackground(secrets.offerToRemember());
    return result;
  }

  /** @throws `VNC_INPUT_TAKEN` when another script or agent drives the session. */
  #checkFree(session: Session): void {
    const { driver } = session.arbiter.state;
    if (driver !== undefined)
      throw vncError('VNC_INPUT_TAKEN', { driver: driver.name, driverKind: driver.kind });
  }

  /** Who runs a script wants to see what it does. */
  #showScreen(session: Session): void {
    const { panels, connector } = this.#parts;
    if (panels.of(session) !== undefined) return;
    const connection = connector.connectionOf(session)?.profile.id;
    panels.open(session, { beside: true, preserveFocus: true, connection });
  }

  /** What the events of a run show while it goes on. */
  #listener(
    document: vscode.TextDocument,
    source: string,
    progress: vscode.Progress<{ message?: string }>,
  ): Disposable & { readonly hear: (event: RunEvent) => void } {
    const path = document.uri.scheme === 'file' ? document.uri.fsPath : document.uri.path;
    const line = new Latest<SourceSpan>(showInterval, (span) => this.#marks.running(document.uri, span));
    const message = new Latest<string>(showInterval, (text) => progress.report({ message: text }));
    return {
      hear: (event) => {
        this.#output.tell(event, { source, path });
        if (event.type === 'statementStart') line.push(event.span);
        if (event.type === 'statementStart' && event.depth === 0)
          message.push(`${event.span.line}: ${event.text}`);
        else if (event.type === 'stepStart') message.push(event.title);
        else if (event.type === 'paused') message.push(vscode.l10n.t('Paused: you have taken over'));
        else if (event.type === 'resumed') message.push(vscode.l10n.t('The script goes on'));
      },
      dispose() {
        line.dispose();
        message.dispose();
      },
    };
  }

  #tellEnd(result: RunResult, parts: Parameters<typeof noticeOfEnd>[1]): void {
    this.#inBackground(noticeOfEnd(result, parts));
  }

  /** Waits for a person to answer, which the run does not. */
  #inBackground(question: Promise<void>): void {
    question.catch((error: unknown) => this.#parts.errors.show(error));
  }

  #runsChanged(): void {
    setContextKey('scriptRunning', this.#runs.size > 0);
    this.#changed.fire();
  }
}

function fileName(document: vscode.TextDocument): string {
  return document.uri.path.split('/').at(-1) ?? document.uri.path;
}
