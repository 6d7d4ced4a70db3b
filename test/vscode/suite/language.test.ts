import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunResult } from '../../../src/core/script/run/runEvent.ts';
import { commandId } from '../../../src/vscode/contributions.ts';
import { until } from '../../support/until.ts';
import { activeExtension } from '../fixture/connections.ts';
import { closeAllEditors } from '../fixture/editors.ts';

async function open(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'vncscript', content });
  await vscode.window.showTextDocument(document);
  return document;
}

function codes(document: vscode.TextDocument): unknown[] {
  return vscode.languages.getDiagnostics(document.uri).map(({ code }) => code);
}

async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function completions(content: string): Promise<string[]> {
  const caret = content.indexOf('|');
  const document = await open(content.replace('|', ''));
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    document.positionAt(caret),
  );
  // Snippets are the editor's own.
  const items = list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Snippet);
  return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

describe('the language in the editor', () => {
  before(async () => {
    await activeExtension();
  });

  // Not after each: the next document would get the name of the one that is being closed.
  after(closeAllEditors);

  it('knows the files by their name', async () => {
    const languages = await vscode.languages.getLanguages();
    assert.ok(languages.includes('vncscript'));
    const uri = vscode.Uri.parse('untitled:/somewhere/else/login.vncscript');
    assert.equal((await vscode.workspace.openTextDocument(uri)).languageId, 'vncscript');
  });

  it('marks mistakes as one types, and takes the marks back', async () => {
    const document = await open('clikc (1, 2)\n');
    await until('the mistake is marked', () => codes(document).includes('VS1010'));
    const [diagnostic] = vscode.languages.getDiagnostics(document.uri);
    assert.equal(document.getText(diagnostic?.range), 'clikc');
    await replaceAll(document, 'click (1, 2)\n');
    await until('the mark is gone', () => codes(document).length === 0);
    await replaceAll(document, 'wait 5\n');
    await until('the new mistake is marked', () => codes(document).includes('VS2020'));
  });

  it('puts a mistake right', async () => {
    const document = await open('clikc (1, 2)\n');
    await until('the mistake is marked', () => codes(document).length > 0);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(0, 0, 0, 5),
    );
    const fix = actions.find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(document.getText(), 'click (1, 2)\n');
  });

  it('formats', async () => {
    const document = await open('test   "t"{\nclick(1,2)\n      log   "a"\n}\n');
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      { tabSize: 8, insertSpaces: false },
    );
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(document.getText(), 'test "t" {\n  click (1, 2)\n  log "a"\n}\n');
  });

  it('outlines tests, functions and steps', async () => {
    const document = await open('func f() {\n  log "x"\n}\ntest "t" {\n  step "s" {\n    f()\n  }\n}\n');
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name, children }) => [name, ...children.map((child) => child.name)]),
      [['f'], ['t', 's']],
    );
  });

  it('folds blocks and comments', async () => {
    const document = await open('# one\n# two\ntest "t" {\n  step "s" {\n    log "x"\n  }\n}\n');
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    const lines = ranges.map(({ start, end }) => [start, end]).sort(([a = 0], [b = 0]) => a - b);
    assert.deepEqual(lines, [
      [0, 1],
      [2, 5],
      [3, 4],
    ]);
  });

  const offers: [where: string, content: string, wanted: string[], unwanted: string[]][] = [
    ['commands at the start of a line', '|\n', ['click', 'wait for', 'test', 'use'], ['attach']],
    ['commands in a block, without declarations', 'test "t" {\n  |\n}\n', ['click', 'log'], ['test', 'use']],
    ['clauses that are not used yet', 'click (1, 2) holding <Ctrl> |\n', ['for', 'timeout'], ['holding']],
    ['keys', 'press <|\n', ['Enter', 'F5', 'Ctrl'], ['click']],
    ['keys in a chord', 'press <Ctrl+|\n', ['Delete'], []],
    ['settings', 'set |\n', ['timeout', 'expect.timeout', 'tolerance'], ['click']],
    ['the choices of a setting', 'set screenshots |\n', ['"each-step"'], []],
    ['names of the file and of the language', 'let count = 1\nlog |\n', ['count', 'pixel', 'clipboard'], []],
  ];
  for (const [where, content, wanted, unwanted] of offers)
    it(`offers ${where}`, async () => {
      const labels = await completions(content);
      for (const label of wanted) assert.ok(labels.includes(label), `${label} in ${labels.join(' ')}`);
      for (const label of unwanted) assert.ok(!labels.includes(label), `no ${label}`);
    });

  it('explains commands, settings and functions', async () => {
    const document = await open('set timeout 9s\nclick (1, 2) for 2s\nlet c = pixel(1, 2)\n');
    const hovered = async (line: number, column: number): Promise<string> => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        new vscode.Position(line, column),
      );
      return hovers
        .flatMap(({ contents }) => contents)
        .map((part) => (part instanceof vscode.MarkdownString ? part.value : JSON.stringify(part)))
        .join('\n');
    };
    assert.match(await hovered(0, 6), /How long a `wait for` tries/);
    assert.match(await hovered(1, 2), /click \[PLACE\]/);
    assert.match(await hovered(1, 14), /how long the button stays down/);
    assert.match(await hovered(2, 10), /pixel\(x: Coord, y: Coord\): Color/);
  });

  it('offers to run the script and each test', async () => {
    const document = await open('test "a" {\n  log "a"\n}\ntest "b" {\n  log "b"\n}\n');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      9,
    );
    const found = lenses.map(({ range, command }): unknown[] => [
      range.start.line,
      command?.command,
      command?.arguments?.[1],
    ]);
    const run = commandId('runScript');
    assert.deepEqual(found.sort(), [
      [0, run, undefined],
      [0, run, { test: 'a' }],
      [3, run, { test: 'b' }],
    ]);
  });
});

describe('a script in the editor', () => {
  let session: string;

  before(async () => {
    await activeExtension();
    session = await vscode.commands.executeCommand<string>(commandId('openDemoScreen'));
  });

  after(async () => {
    await vscode.commands.executeCommand(commandId('disconnect'), session);
    await closeAllEditors();
  });

  const run = async (document: vscode.TextDocument, options?: unknown): Promise<RunResult | undefined> =>
    await vscode.commands.executeCommand<RunResult | undefined>(
      commandId('runScript'),
      document.uri,
      options,
    );

  it('runs against the demo screen and leaves its pictures in the workspace', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder, 'small.vncscript');
    const source = 'test "small" {\n  click (20, 20)\n  wait for still 300ms\n  screenshot "small.png"\n}\n';
    await vscode.workspace.fs.writeFile(file, Buffer.from(source));
    const result = await run(await vscode.workspace.openTextDocument(file));
    assert.equal(result?.outcome, 'passed', JSON.stringify(result?.error));
    const [artefact] = result.artefacts;
    assert.ok(artefact);
    assert.match(artefact.path, /\.vncscript-runs.*small\.png$/);
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(artefact.path));
    assert.equal(Buffer.from(bytes.subarray(1, 4)).toString(), 'PNG');
    const ignore = vscode.Uri.joinPath(folder, '.vncscript-runs', '.gitignore');
    assert.equal(Buffer.from(await vscode.workspace.fs.readFile(ignore)).toString(), '*\n');
  });

  it('runs one test, with what the caller gives for parameters', async () => {
    const document = await open('param n: Number\ntest "a" { fail "a" }\ntest "b" { log "${n}" }\n');
    const result = await run(document, { test: 'b', params: { n: '3' } });
    assert.deepEqual(
      result?.tests.map(({ title, outcome }) => [title, outcome]),
      [['b', 'passed']],
    );
  });

  it('shows where it failed until the script is changed', async () => {
    const document = await open('set screenshots "off"\nexpect pixel(0, 0) is "#010203" within 100ms\n');
    const result = await run(document);
    assert.equal(result?.error?.code, 'VS5002');
    await until('the failure is marked', () => codes(document).includes('VS5002'));
    await replaceAll(document, 'log "x"\n');
    await until('the mark is gone', () => !codes(document).includes('VS5002'));
  });

  it('does not start with a mistake', async () => {
    assert.equal(await run(await open('clikc (1, 2)\n')), undefined);
  });

  it('stops when asked to, and gives the controls back', async () => {
    const { sessions } = await activeExtension();
    const document = await open('keydown <Shift>\nwait 5m\n');
    const running = run(document);
    const driver = () => sessions.find(({ id }) => id === session)?.arbiter.state.driver;
    await until('the script drives', () => driver()?.kind === 'script');
    const stop = async (): Promise<readonly (string | undefined)[]> => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        9,
      );
      return lenses.map(({ command }) => command?.command);
    };
    assert.deepEqual(await stop(), [commandId('stopScript')]);
    await vscode.commands.executeCommand(commandId('stopScript'));
    assert.equal((await running)?.outcome, 'cancelled');
    assert.equal(driver(), undefined);
  });
});
