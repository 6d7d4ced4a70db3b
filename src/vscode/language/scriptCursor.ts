import type { Token } from '../../core/script/token.ts';

/** Where in a script someone is writing, told from the words of the line before the caret. */
export interface ScriptCursor {
  /** What is before the caret in its statement, as words; comments and strings count as one. */
  readonly before: readonly Token[];
  /** The word or half word that is being written, `""` between two. */
  readonly word: string;
  /** Inside a comment or plain text: nothing is offered. */
  readonly quiet: boolean;
  /** Inside a string: its text so far. */
  readonly string: string | undefined;
  /** Behind an open `<`: the key so far. */
  readonly key: string | undefined;
}

/** Tells where `offset` is among the tokens of a script. */
export function scriptCursor(source: string, tokens: readonly Token[], offset: number): ScriptCursor {
  const inside = tokens.find((token) => token.start < offset && offset < token.end);
  const touching = inside ?? tokens.find((token) => token.end === offset && token.kind !== 'newline');
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
  const line = source.slice(lineStart, offset);
  const statement = statementTokens(tokens, offset);
  const key = /<([^<>\s"]*)$/u.exec(line)?.[1];
  const string =
    inside?.kind === 'string' ? source.slice(inside.start + 1, offset) : openString(touching, source, offset);
  const comment = touching?.kind === 'comment' || (inside !== undefined && inside.kind === 'comment');
  const word = /[\p{L}_][\p{L}\p{N}_.]*$/u.exec(line)?.[0] ?? '';
  return {
    before: statement.filter((token) => token.end <= offset - word.length),
    word,
    quiet: comment || inside?.kind === 'raw' || inside?.kind === 'regex',
    string,
    key: string === undefined || inCommand(statement, 'send') ? key : undefined,
  };
}

/** A string that is not closed yet reaches to the end of its line. */
function openString(token: Token | undefined, source: string, offset: number): string | undefined {
  if (token?.kind !== 'string') return undefined;
  const text = source.slice(token.start, offset);
  const closed = text.length > 1 && text.endsWith('"') && token.broken !== true;
  return closed ? undefined : text.slice(1);
}

/** The tokens of the statement before the caret: from the last line break or brace on. */
function statementTokens(tokens: readonly Token[], offset: number): readonly Token[] {
  const before = tokens.filter((token) => token.start < offset && token.kind !== 'comment');
  const start = before.findLastIndex(
    (token) => token.kind === 'newline' || (token.kind === 'symbol' && /^[{}]$/u.test(token.text)),
  );
  return before.slice(start + 1);
}

function inCommand(tokens: readonly Token[], command: string): boolean {
  return tokens[0]?.text === command;
}
