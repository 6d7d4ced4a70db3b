import * as vscode from 'vscode';
import type { TopLevel } from '../../core/script/ast.ts';
import { builtinFunctions, builtinNames } from '../../core/script/builtins.ts';
import { settingRows } from '../../core/script/settings.ts';
import { statementRows } from '../../core/script/statementRows.ts';
import { type StatementRow, findStatement } from '../../core/script/statements.ts';
import { typeNames } from '../../core/script/types.ts';
import { allKeyNames } from '../../core/input/chords.ts';
import { blocksOf } from './blocksOf.ts';
import { type ScriptCursor, scriptCursor } from './scriptCursor.ts';
import type { KnownConnections } from './scriptDiagnostics.ts';
import type { ScriptDocuments } from './scriptDocuments.ts';

const { CompletionItem, CompletionItemKind } = vscode;

/** Offers what may be written at the caret: commands, clauses, keys, settings, connections, names. */
export class ScriptCompletion implements vscode.CompletionItemProvider {
  /** Characters behind which something new may be offered. */
  static readonly triggers = ['<', '"', '+', '.', ' '];
  readonly #documents: ScriptDocuments;
  readonly #connections: KnownConnections;

  constructor(documents: ScriptDocuments, connections: KnownConnections) {
    this.#documents = documents;
    this.#connections = connections;
  }

  provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
    const { source, tokens, script } = this.#documents.parse(document);
    const cursor = scriptCursor(source, tokens, document.offsetAt(position));
    if (cursor.quiet) return [];
    if (cursor.key !== undefined) return this.#keys(document, position, cursor.key);
    const words = cursor.before.map((token) => token.text);
    if (cursor.string !== undefined)
      return words[0] === 'use' || words.length === 0 ? this.#connectionNames(words[0]) : [];
    const top = isAtTop(script.body, document.offsetAt(position));
    if (words.length === 0) return commands(top, cursor);
    if (words[0] === 'set' && words.length === 1) return settings(document, position, cursor);
    if (words.at(-1) === ':')
      return [...typeNames.keys()].map((name) => item(name, CompletionItemKind.Class));
    return [...settingChoices(words), ...clausesFor(words), ...names(script.body)];
  }

  #keys(document: vscode.TextDocument, position: vscode.Position, written: string): vscode.CompletionItem[] {
    const part = written.slice(written.lastIndexOf('+') + 1);
    const range = new vscode.Range(position.translate(0, -part.length), position);
    const next = document.getText(new vscode.Range(position, position.translate(0, 1)));
    return allKeyNames.map((name) => {
      const made = item(name, CompletionItemKind.EnumMember);
      made.range = range;
      made.insertText = next === '>' || isModifier(name) ? name : `${name}>`;
      return made;
    });
  }

  #connectionNames(command: string | undefined): vscode.CompletionItem[] {
    if (command !== 'use') return [];
    return this.#connections.names().map((name) => item(name, CompletionItemKind.Reference));
  }
}

function isModifier(name: string): boolean {
  return /^(?:Ctrl|Alt|Shift|Super|Meta|AltGr)$/u.test(name);
}

function item(label: string, kind: vscode.CompletionItemKind, detail?: string): vscode.CompletionItem {
  const made = new CompletionItem(label, kind);
  if (detail !== undefined) made.detail = detail;
  return made;
}

function isAtTop(body: readonly TopLevel[], offset: number): boolean {
  return !blocksOf(body).some(({ span }) => span.start < offset && offset < span.end);
}

function commands(top: boolean, cursor: ScriptCursor): vscode.CompletionItem[] {
  return statementRows
    .filter((row) => row.available && (top || !row.topOnly))
    .map((row) => {
      const made = item(row.keyword, CompletionItemKind.Keyword, row.signature);
      made.documentation = documentation(row);
      made.filterText = row.keyword;
      if (cursor.word === '') made.sortText = row.group + row.keyword;
      return made;
    });
}

function documentation(row: StatementRow): vscode.MarkdownString {
  return new vscode.MarkdownString(row.summary).appendCodeblock(row.example, 'vncscript');
}

function settings(
  document: vscode.TextDocument,
  position: vscode.Position,
  cursor: ScriptCursor,
): vscode.CompletionItem[] {
  const range = new vscode.Range(position.translate(0, -cursor.word.length), position);
  const followed = document.lineAt(position).text.slice(position.character).trim() !== '';
  return settingRows
    .filter((row) => row.available)
    .map((row) => {
      const made = item(row.name, CompletionItemKind.Property, row.initial);
      made.documentation = row.summary;
      made.range = range;
      if (!followed) made.insertText = `${row.name} `;
      return made;
    });
}

function settingChoices(words: readonly string[]): vscode.CompletionItem[] {
  if (words[0] !== 'set') return [];
  const row = settingRows.find(({ name }) => name === words.slice(1).join(''));
  return (row?.choices ?? []).map((choice) => item(`"${choice}"`, CompletionItemKind.Value));
}

/** The clauses of the statement that are not used yet. */
function clausesFor(words: readonly string[]): vscode.CompletionItem[] {
  const row = rowFor(words);
  if (row === undefined) return [];
  return row.clauses
    .filter(({ keyword }) => !words.includes(keyword))
    .map(({ keyword, summary }) => {
      const made = item(keyword, CompletionItemKind.Keyword, summary);
      made.sortText = `0${keyword}`;
      return made;
    });
}

function rowFor(words: readonly string[]): StatementRow | undefined {
  const [first = '', second = ''] = words;
  return findStatement(`${first} ${second}`) ?? findStatement(first);
}

/** Everything that has a name: of the script, then of the language. */
function names(body: readonly TopLevel[]): vscode.CompletionItem[] {
  const own = [...body, ...blocksOf(body).flatMap((block) => block.statements)].flatMap(declared);
  const builtin = builtinNames.map(({ name, summary }) => item(name, CompletionItemKind.Constant, summary));
  const functions = builtinFunctions
    .filter(({ available }) => available)
    .map(({ name, summary, parameters }) => {
      const made = item(name, CompletionItemKind.Function, summary);
      const required = parameters.filter(({ optional }) => !optional);
      const places = required.map((parameter, i) => `\${${i + 1}:${parameter.name}}`);
      made.insertText = new vscode.SnippetString(`${name}(${places.join(', ')})`);
      return made;
    });
  const looks = item('still', CompletionItemKind.Keyword, vscode.l10n.t('No pixel changes for a time.'));
  const unique = new Map(own.map((made) => [JSON.stringify(made.label), made]));
  return [...unique.values(), ...builtin, ...functions, looks];
}

function declared(node: TopLevel): vscode.CompletionItem[] {
  switch (node.type) {
    case 'let':
      return [
        item(node.name.name, node.constant ? CompletionItemKind.Constant : CompletionItemKind.Variable),
      ];
    case 'param':
      return [item(node.name.name, CompletionItemKind.Property, node.help?.literal)];
    case 'secret':
      return [item(node.name.name, CompletionItemKind.Property, vscode.l10n.t('a Secret'))];
    case 'for':
      return [node.name, node.second].flatMap((name) =>
        name === undefined ? [] : [item(name.name, CompletionItemKind.Variable)],
      );
    case 'func': {
      const made = item(node.name.name, CompletionItemKind.Function);
      const places = node.parameters.map(({ name }, i) => `\${${i + 1}:${name.name}}`);
      made.insertText = new vscode.SnippetString(`${node.name.name}(${places.join(', ')})`);
      return [made, ...node.parameters.map(({ name }) => item(name.name, CompletionItemKind.Variable))];
    }
    default:
      return [];
  }
}
