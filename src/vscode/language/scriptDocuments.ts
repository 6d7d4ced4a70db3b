import type * as vscode from 'vscode';
import type { ParseResult } from '../../core/script/parseResult.ts';
import { parse } from '../../core/script/parser.ts';

/** The syntax trees of open documents: each version is parsed once, whoever asks. */
export class ScriptDocuments {
  readonly #parsed = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly result: ParseResult }
  >();

  parse(document: vscode.TextDocument): ParseResult {
    const known = this.#parsed.get(document);
    if (known?.version === document.version) return known.result;
    const result = parse(document.getText());
    this.#parsed.set(document, { version: document.version, result });
    return result;
  }
}
