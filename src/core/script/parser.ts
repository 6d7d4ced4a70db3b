import type { NumberLiteral, Script, TopLevel } from './ast.ts';
import { LineMap } from './diagnostic.ts';
import { DiagnosticBag } from './diagnosticBag.ts';
import { lex } from './lexer.ts';
import { limits } from '../base/limits.ts';
import type { ParseResult } from './parseResult.ts';
import { StatementParser } from './statementParser.ts';
import type { Token } from './token.ts';

export type { ParseResult } from './parseResult.ts';

/** The version of the language that this parser knows. */
export const languageVersion = 1;

/**
 * Reads a script. Never throws: what cannot be read is in `diagnostics`, and the tree holds what can. A source
 * larger than `limits.scriptBytes` is not read at all.
 */
export function parse(source: string): ParseResult {
  if (source.length > limits.scriptBytes || Buffer.byteLength(source) > limits.scriptBytes) {
    const lines = new LineMap('');
    const bag = new DiagnosticBag(lines);
    bag.add('VS1040', { start: 0, end: 0 }, `A script has at most ${limits.scriptBytes} bytes`);
    const script: Script = { type: 'script', version: undefined, body: [], span: { start: 0, end: 0 } };
    return { source, script, diagnostics: bag.sorted(), tokens: [], lines };
  }
  const lines = new LineMap(source);
  const bag = new DiagnosticBag(lines);
  const tokens = lex(source, bag);
  const lexerErrors = bag.sorted().map((diagnostic) => diagnostic.span.start);
  const parser = new ScriptParser({ source, lines, bag, lexerErrors }, significant(tokens));
  const script = parser.script();
  return { source, script, diagnostics: bag.sorted(), tokens, lines };
}

/** The tokens that matter to the grammar; line ends in a row count as one. */
function significant(tokens: readonly Token[]): readonly Token[] {
  const kept: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'comment' || token.kind === 'join') continue;
    if (token.kind === 'newline' && kept.at(-1)?.kind === 'newline') continue;
    kept.push(token);
  }
  return kept;
}

class ScriptParser extends StatementParser {
  script(): Script {
    const body: TopLevel[] = [];
    const version = this.#version();
    for (;;) {
      if (this.current.kind === 'newline') this.take();
      else if (this.current.kind === 'end') break;
      else if (this.isSymbol('}')) this.strayBrace();
      else {
        const item = this.topLevel();
        if (item !== undefined) body.push(item);
      }
    }
    body.push(...this.misplaced);
    return { type: 'script', version, body, span: { start: 0, end: this.context.source.length } };
  }

  #version(): NumberLiteral | undefined {
    if (this.current.kind === 'newline') this.take();
    if (!this.isWord('vncscript')) return undefined;
    this.frame = { start: this.current.start, reported: false };
    this.take();
    const { current } = this;
    if (current.kind !== 'number') {
      this.error('VS1012', this.gap(), `Expected the version of the language, found ${this.describe()}`);
      this.endStatement();
      return undefined;
    }
    this.take();
    const span = { start: current.start, end: current.end };
    if (current.value !== languageVersion) {
      this.error(
        'VS1042',
        span,
        `This version of the language is not known; write \`vncscript ${languageVersion}\``,
      );
    }
    this.endStatement();
    return { type: 'number', value: current.value ?? languageVersion, span };
  }
}
