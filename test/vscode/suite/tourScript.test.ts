import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunResult } from '../../../src/core/script/run/runEvent.ts';
import { commandId } from '../../../src/vscode/contributions.ts';
import { ScriptCompletion } from '../../../src/vscode/language/scriptCompletion.ts';
import { ScriptDocuments } from '../../../src/vscode/language/scriptDocuments.ts';
import { ScriptFolding } from '../../../src/vscode/language/scriptFolding.ts';
import { ScriptHover } from '../../../src/vscode/language/scriptHover.ts';
import { ScriptOutline } from '../../../src/vscode/language/scriptOutline.ts';
import { until } from '../../support/until.ts';
import { activeExtension } from '../fixture/connections.ts';
import { closeAllEditors } from '../fixture/editors.ts';

describe('the tour script', () => {
  let address: string;
  let source: string;

  before(async () => {
    await activeExtension();
    await closeAllEditors();
    address = await vscode.commands.executeCommand<string>(commandId('openSampleScript'));
    // The editor tells a moment later which of its tabs is the active one.
    source = await until('the script is the active editor', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.uri.toString() === address ? document.getText() : undefined;
    });
  });

  after(async () => await closeAllEditors());

  it('opens as a copy of one’s own', () => {
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.toString(), address);
    assert.equal(document.isUntitled, true);
    assert.equal(document.languageId, 'vncscript');
    assert.match(source, /^vncscript 1\n/);
  });

  it('passes on the demo screen', async () => {
    await vscode.commands.executeCommand(commandId('openDemoScreen'));
    const result = await vscode.commands.executeCommand<RunResult | undefined>(
      commandId('runScript'),
      address,
    );
    assert.equal(result?.outcome, 'passed', JSON.stringify(result?.error));
    await vscode.commands.executeCommand(commandId('disconnect'));
  }).timeout(180_000);

  it('is explained and completed wherever it ends and wherever the caret is', async () => {
    const documents = new ScriptDocuments();
    const known = { names: () => ['a'], onChange: () => ({ dispose() {} }) };
    const hover = new ScriptHover(documents);
    const completion = new ScriptCompletion(documents, known);
    const [outline, folding] = [new ScriptOutline(documents), new ScriptFolding(documents)];
    let answers = 0;
    for (let end = 0; end <= source.length; end += 41) {
      const content = source.slice(0, end);
      const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
      outline.provideDocumentSymbols(document);
      folding.provideFoldingRanges(document);
      for (let offset = 0; offset <= end; offset += 7) {
        const position = document.positionAt(offset);
        if (hover.provideHover(document, position) !== undefined) answers++;
        if (completion.provideCompletionItems(document, position).length > 0) answers++;
      }
    }
    assert.ok(answers > 100, `${answers} answers`);
  });
});
