import * as vscode from 'vscode';
import type { TopLevel } from '../../core/script/ast.ts';
import { findBuiltinFunction, findBuiltinName } from '../../core/script/builtins.ts';
import { findSetting } from '../../core/script/settings.ts';
import { keywordOf, findStatement } from '../../core/script/statements.ts';
import { nameOfType } from '../../core/script/types.ts';
import { blocksOf } from './blocksOf.ts';
import { rangeOf } from './ranges.ts';
import type { ScriptDocuments } from './scriptDocuments.ts';

/** Explains the command, setting, function or name under the pointer. */
export class ScriptHover implements vscode.HoverProvider {
  readonly #documents: ScriptDocuments;

  constructor(documents: ScriptDocuments) {
    this.#documents = documents;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const { script, tokens } = this.#documents.parse(document);
    const offset = document.offsetAt(position);
    const items = [...script.body, ...blocksOf(script.body).flatMap((block) => block.statements)];
    const inItem = items.findLast(({ span }) => span.start <= offset && offset <= span.end);
    if (inItem?.type === 'set' && covers(inItem.settingSpan, offset)) {
      const row = findSetting(inItem.setting);
      if (row !== undefined)
        return hover(document, inItem.settingSpan, `set ${row.name} ${row.initial}`, row.summary);
    }
    const command = items.find((item) => covers(item.keyword, offset));
    const statement = command === undefined ? undefined : ofCommand(document, command);
    if (statement !== undefined) return statement;
    const token = tokens.find((candidate) => candidate.kind === 'word' && covers(candidate, offset));
    if (token === undefined) return undefined;
    const name = findBuiltinName(token.text);
    if (name !== undefined)
      return hover(document, token, `${name.name}: ${nameOfType(name.type)}`, name.summary);
    const builtin = findBuiltinFunction(token.text);
    if (builtin === undefined) return clauseHover(document, inItem, token);
    const parameters = builtin.parameters.map(
      ({ name, type, optional }) => `${name}: ${nameOfType(type)}${optional ? '?' : ''}`,
    );
    const signature = `${builtin.name}(${parameters.join(', ')}): ${nameOfType(builtin.returns)}`;
    return hover(document, token, signature, builtin.summary);
  }
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function covers(place: Place, offset: number): boolean {
  return place.start <= offset && offset <= place.end;
}

function ofCommand(document: vscode.TextDocument, item: TopLevel): vscode.Hover | undefined {
  const keyword = keywordOf(item);
  const row = keyword === undefined ? undefined : findStatement(keyword);
  if (row === undefined) return undefined;
  const made = hover(document, item.keyword, row.signature, row.summary);
  const later = row.available ? undefined : vscode.l10n.t('Not available yet.');
  const markdown = new vscode.MarkdownString(later ?? '').appendCodeblock(row.example, 'vncscript');
  made.contents.push(markdown);
  return made;
}

/** A clause of the statement that the word is in. */
function clauseHover(
  document: vscode.TextDocument,
  item: TopLevel | undefined,
  token: Place & { readonly text: string },
): vscode.Hover | undefined {
  const keyword = item === undefined ? undefined : keywordOf(item);
  const row = keyword === undefined ? undefined : findStatement(keyword);
  const clause = row?.clauses.find((candidate) => candidate.keyword === token.text);
  if (row === undefined || clause === undefined) return undefined;
  return hover(document, token, `${row.keyword} … ${clause.keyword}`, clause.summary);
}

function hover(document: vscode.TextDocument, place: Place, code: string, text: string): vscode.Hover {
  const markdown = new vscode.MarkdownString().appendCodeblock(code, 'vncscript').appendMarkdown(text);
  return new vscode.Hover([markdown], rangeOf(document, place));
}
