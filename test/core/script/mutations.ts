import { readFileSync } from 'node:fs';
import path from 'node:path';
import { lex } from '../../../src/core/script/lexer.ts';
import { LineMap } from '../../../src/core/script/diagnostic.ts';
import type { Token } from '../../../src/core/script/token.ts';
import { DiagnosticBag } from '../../../src/core/script/diagnosticBag.ts';

/** The example scripts by name. */
export const exampleNames = ['1-proxmox-login', '2-drag-desktop', '3-qemu-installer', '4-fleet'] as const;

/** The text of a script among the fixtures. */
export function fixture(name: string): string {
  return readFileSync(path.join('test/fixtures/scripts', `${name}.vncscript`), 'utf8');
}

/** Numbers from 0 to 1 that are the same in every run. */
export function repeatableRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const tokensBySource = new Map<string, readonly Token[]>();

function tokensOf(source: string): readonly Token[] {
  let tokens = tokensBySource.get(source);
  if (tokens === undefined) {
    tokens = lex(source, new DiagnosticBag(new LineMap(source))).filter(
      ({ kind }) => kind !== 'newline' && kind !== 'end' && kind !== 'comment' && kind !== 'join',
    );
    tokensBySource.set(source, tokens);
  }
  return tokens;
}

/** `source` with one token deleted, doubled, swapped with its neighbour, mistyped or replaced by another's text. */
export function mutateToken(source: string, random: () => number): string {
  const tokens = tokensOf(source);
  const pick = () => tokens[Math.floor(random() * tokens.length)]!;
  const token = pick();
  const replace = (text: string) => source.slice(0, token.start) + text + source.slice(token.end);
  switch (Math.floor(random() * 5)) {
    case 0:
      return replace('');
    case 1:
      return replace(`${token.text} ${token.text}`);
    case 2: {
      const next = tokens[tokens.indexOf(token) + 1];
      if (next === undefined) return replace('');
      const between = source.slice(token.end, next.start);
      return source.slice(0, token.start) + next.text + between + token.text + source.slice(next.end);
    }
    case 3: {
      const at = Math.floor(random() * token.text.length);
      return replace(token.text.slice(0, at) + token.text.slice(at + 1));
    }
    default:
      return replace(pick().text);
  }
}
