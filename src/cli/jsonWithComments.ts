/** Strings, which are kept; comments, and commas before a closing bracket, which go. */
const parts = /"(?:[^"\\]|\\.)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|,(?=\s*[\]}])/g;

/**
 * Reads JSON as editors write their settings: with comments and trailing commas.
 *
 * @throws SyntaxError
 */
export function parseJsonWithComments(text: string): unknown {
  const keepStrings = (part: string): string => (part.startsWith('"') ? part : ' ');
  // Comments first: one may stand between a comma and its bracket.
  const withoutComments = text
    .replace(/^\uFEFF/, '')
    .replace(parts, (part) => (part === ',' ? part : keepStrings(part)));
  const value: unknown = JSON.parse(withoutComments.replace(parts, keepStrings));
  return value;
}
