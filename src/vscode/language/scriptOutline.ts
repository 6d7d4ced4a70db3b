import * as vscode from 'vscode';
import type { Block, Script, Span, Statement, TopLevel } from '../../core/script/ast.ts';
import { rangeOf } from './ranges.ts';
import type { ScriptDocuments } from './scriptDocuments.ts';

/** Tests, functions, parameters, constants and steps for the outline and the breadcrumbs. */
export class ScriptOutline implements vscode.DocumentSymbolProvider {
  readonly #documents: ScriptDocuments;

  constructor(documents: ScriptDocuments) {
    this.#documents = documents;
  }

  provideDocumentSymbols(document: vscode.TextDocument): vscode.DocumentSymbol[] {
    const { script } = this.#documents.parse(document);
    return symbolsOf(document, script);
  }
}

function symbolsOf(document: vscode.TextDocument, script: Script): vscode.DocumentSymbol[] {
  return script.body.flatMap((item) => symbolOf(document, item) ?? []);
}

function symbolOf(document: vscode.TextDocument, item: TopLevel): vscode.DocumentSymbol | undefined {
  const { SymbolKind } = vscode;
  switch (item.type) {
    case 'test':
      return symbol(
        document,
        item.title.literal ?? 'test',
        SymbolKind.Method,
        item.span,
        item.title.span,
        item.body,
      );
    case 'fixture':
      return symbol(document, item.when, SymbolKind.Constructor, item.span, item.keyword, item.body);
    case 'func':
      return symbol(document, item.name.name, SymbolKind.Function, item.span, item.name.span, item.body);
    case 'target':
      return symbol(document, item.name.name, SymbolKind.Object, item.span, item.name.span);
    case 'param':
      return symbol(document, item.name.name, SymbolKind.Property, item.span, item.name.span);
    case 'secret':
      return symbol(document, item.name.name, SymbolKind.Key, item.span, item.name.span);
    case 'use':
      return symbol(
        document,
        item.connection.literal ?? 'use',
        SymbolKind.Interface,
        item.span,
        item.connection.span,
      );
    case 'let':
      return symbol(
        document,
        item.name.name,
        item.constant ? SymbolKind.Constant : SymbolKind.Variable,
        item.span,
        item.name.span,
      );
    case 'step':
      return symbol(
        document,
        item.title.literal ?? 'step',
        SymbolKind.Event,
        item.span,
        item.title.span,
        item.body,
      );
    default:
      return undefined;
  }
}

function symbol(
  document: vscode.TextDocument,
  name: string,
  kind: vscode.SymbolKind,
  span: Span,
  nameSpan: Span,
  body?: Block,
): vscode.DocumentSymbol {
  const whole = rangeOf(document, span);
  const selection = whole.intersection(rangeOf(document, nameSpan)) ?? whole;
  // The editor refuses symbols without a name, which a half-written one can be.
  const made = new vscode.DocumentSymbol(name.trim() === '' ? '…' : name, '', kind, whole, selection);
  if (body !== undefined) made.children = stepsOf(document, body.statements);
  return made;
}

function stepsOf(document: vscode.TextDocument, statements: readonly Statement[]): vscode.DocumentSymbol[] {
  return statements.flatMap((item) => (item.type === 'step' ? (symbolOf(document, item) ?? []) : []));
}
