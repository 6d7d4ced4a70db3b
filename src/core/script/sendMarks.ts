import type { KeyLiteral, SendPart, Span, StringExpression } from './ast.ts';
import { durationOf } from './lexer.ts';

/** Told of a mark that cannot be read. */
export type MarkProblem = (span: Span, message: string) => void;

const keyMark = /<((?:[\p{L}\p{N}_]{1,40}|[^\s\p{C}])(?:\+(?:[\p{L}\p{N}_]{1,40}|[^\s\p{C}])){0,8})>/uy;
const waitMark = /<wait\s+((?:\d+(?:\.\d+)?(?:ms|s|m|h))+)>/y;
const wrongMark = /<[^<>]*>?/y;

/**
 * Splits the string of a `send` into what is typed, pressed and waited for. Marks are looked for in the source
 * as written, so that neither an escape nor a value put in with `${}` can make one.
 */
export function sendParts(text: StringExpression, source: string, problem: MarkProblem): readonly SendPart[] {
  const parts: SendPart[] = [];
  for (const part of text.parts) {
    if (part.type === 'interpolation') {
      parts.push({ type: 'value', expression: part.expression, span: part.span });
    } else {
      splitChars(source.slice(part.span.start, part.span.end), part.span.start, text.raw, parts, problem);
    }
  }
  return parts;
}

function splitChars(
  written: string,
  offset: number,
  raw: boolean,
  parts: SendPart[],
  problem: MarkProblem,
): void {
  let from = 0;
  const addText = (to: number): void => {
    if (to > from) {
      const value = raw
        ? written.slice(from, to).replace(/\r\n?/g, '\n')
        : unescaped(written.slice(from, to));
      parts.push({ type: 'text', value, span: { start: offset + from, end: offset + to } });
    }
  };
  const matchAt = (pattern: RegExp, at: number): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(written);
  };
  for (let at = written.indexOf('<'); at >= 0; at = written.indexOf('<', from)) {
    addText(at);
    const key = matchAt(keyMark, at);
    const wait = key === null ? matchAt(waitMark, at) : null;
    const wrong = key === null && wait === null ? matchAt(wrongMark, at) : null;
    from = at + (key ?? wait ?? wrong ?? '<')[0].length;
    const span: Span = { start: offset + at, end: offset + from };
    if (key?.[1] !== undefined) parts.push({ type: 'key', key: keyOf(key[1], span), span });
    else if (wait?.[1] !== undefined) parts.push({ type: 'wait', milliseconds: durationOf(wait[1]), span });
    else if (wrong !== null) problem(span, wrongMarkMessage(wrong[0]));
  }
  addText(written.length);
}

function wrongMarkMessage(mark: string): string {
  const literal = 'a literal `<` is written `<Less>`';
  if (!mark.endsWith('>')) return `This mark is not closed with \`>\`; ${literal}`;
  return `\`${mark.slice(0, 40)}\` is neither a key nor a pause such as \`<wait 2s>\`; ${literal}`;
}

function keyOf(text: string, span: Span): KeyLiteral {
  return { type: 'key', text, span };
}

/** The characters that a piece of a string stands for; the lexer has already reported wrong escapes. */
function unescaped(written: string): string {
  return written.replace(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|([\s\S]))/g,
    (_, hex: string | undefined, char: string | undefined) => {
      if (hex !== undefined) {
        const codePoint = Number.parseInt(hex, 16);
        return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '';
      }
      return char === 'n' ? '\n' : char === 't' ? '\t' : (char ?? '');
    },
  );
}
