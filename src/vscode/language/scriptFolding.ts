import * as vscode from 'vscode';
import { blocksOf } from './blocksOf.ts';
import type { ScriptDocuments } from './scriptDocuments.ts';

/** Folds blocks, and runs of comment lines. */
export class ScriptFolding implements vscode.FoldingRangeProvider {
  readonly #documents: ScriptDocuments;

  constructor(documents: ScriptDocuments) {
    this.#documents = documents;
  }

  provideFoldingRanges(document: vscode.TextDocument): vscode.FoldingRange[] {
    const { script, tokens } = this.#documents.parse(document);
    const blocks = blocksOf(script.body).map(({ span }) => {
      const first = document.positionAt(span.start).line;
      const last = document.positionAt(span.end).line;
      // The closing brace stays in sight.
      return new vscode.FoldingRange(first, last - 1);
    });
    const comments = commentRuns(
      tokens.flatMap((token) => (token.kind === 'comment' ? document.positionAt(token.start).line : [])),
    ).map(([first, last]) => new vscode.FoldingRange(first, last, vscode.FoldingRangeKind.Comment));
    return [...blocks, ...comments].filter((range) => range.end > range.start);
  }
}

/** The first and last lines of runs of lines that follow each other. */
function commentRuns(lines: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last !== undefined && line <= last[1] + 1) last[1] = line;
    else runs.push([line, line]);
  }
  return runs;
}
