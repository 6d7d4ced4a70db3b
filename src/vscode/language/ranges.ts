import * as vscode from 'vscode';
import type { Span } from '../../core/script/ast.ts';

/** Where a stretch of a document's text is. */
export function rangeOf(document: vscode.TextDocument, span: Span): vscode.Range {
  return new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}
