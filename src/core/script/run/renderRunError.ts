import type { VncError } from '../../base/errors.ts';
import { durationText } from './durationText.ts';
import type { RunError } from './runError.ts';

/** What a run error is shown with. */
export interface RenderOptions {
  /** The script, for the line that is shown; without it only the place is. */
  readonly source?: string | undefined;
  readonly fileName: string;
  /** A sentence for what the session or the transport reported, such as `wordError` makes. */
  readonly wordCause?: ((cause: VncError) => string) | undefined;
  /** Whether to use terminal colours. */
  readonly colour?: boolean | undefined;
}

/**
 * A run error as several lines of text for a console or an output channel, the file's name and line where
 * terminals and editors make links of them.
 *
 * ```text
 * error VS5001: still 1s did not hold within 10s
 *   --> login.vncscript:24:14  in login()  called at :36:3  (test "root logs in")
 *  24 |     wait for still 1s timeout 10s
 *     |              ^^^^^^^^ the last change was 40ms ago
 *   = screen: runs/failure-01.png
 * ```
 */
export function renderRunError(error: RunError, options: RenderOptions): string {
  const paint = painter(options.colour ?? false);
  const lines = [`${paint('31;1', `error ${error.code}`)}${paint('1', `: ${error.message}`)}`];
  lines.push(`  ${paint('34', '-->')} ${placeLine(error, options.fileName)}`);
  lines.push(...sourceLines(error, options.source, paint));
  for (const fact of factsOf(error, options)) lines.push(`  ${paint('34', '=')} ${fact}`);
  return lines.join('\n');
}

function painter(colour: boolean): (style: string, text: string) => string {
  return (style, text) => (colour ? `\u001b[${style}m${text}\u001b[0m` : text);
}

function placeLine(error: RunError, fileName: string): string {
  const parts = [`${fileName}:${error.span.line}:${error.span.column}`];
  for (const { name, span } of error.calls)
    parts.push(`in ${name}()  called at :${span.line}:${span.column}`);
  const where = [
    error.test === undefined ? undefined : `test "${error.test}"`,
    error.step === undefined ? undefined : `step "${error.step}"`,
  ].filter((part) => part !== undefined);
  if (where.length > 0) parts.push(`(${where.join(', ')})`);
  return parts.join('  ');
}

function sourceLines(
  error: RunError,
  source: string | undefined,
  paint: (style: string, text: string) => string,
): string[] {
  if (source === undefined || error.span.length === 0) return noted(error, paint);
  const line = source.split(/\r?\n/u)[error.span.line - 1];
  if (line === undefined) return noted(error, paint);
  const number = String(error.span.line);
  const blank = ' '.repeat(number.length);
  // Tabs stay tabs, so that the mark stands below what it means in any terminal.
  const indent = line.slice(0, error.span.column - 1).replace(/[^\t]/gu, ' ');
  const length = Math.max(1, Math.min(error.span.length, line.length - error.span.column + 1));
  const note = error.note === undefined ? '' : ` ${error.note}`;
  return [
    ` ${paint('34', `${number} |`)} ${line}`,
    ` ${paint('34', `${blank} |`)} ${indent}${paint('31;1', `${'^'.repeat(length)}${note}`)}`,
  ];
}

function noted(error: RunError, paint: (style: string, text: string) => string): string[] {
  return error.note === undefined ? [] : [`  ${paint('34', '=')} ${error.note}`];
}

function factsOf(error: RunError, options: RenderOptions): string[] {
  const facts: string[] = [];
  if (error.cause !== undefined)
    facts.push(`because: ${options.wordCause?.(error.cause) ?? error.cause.message}`);
  if (error.elapsed !== undefined && error.limit === undefined)
    facts.push(`after ${durationText(error.elapsed)}`);
  if (error.connection !== undefined) facts.push(`connection: ${error.connection}`);
  if (error.screenshot !== undefined) facts.push(`screen: ${error.screenshot}`);
  return facts;
}
