import { isVncError } from '../core/base/errors.ts';
import { wordError } from '../wording/errorWording.ts';

/** An error as the command line prints it: the code and what happened, then what to do. */
export function errorText(error: unknown): string {
  const { message, detail } = wordError(error);
  const code = isVncError(error) ? ` ${error.code}` : '';
  const stack = isVncError(error) || !(error instanceof Error) ? '' : `\n${error.stack ?? ''}`;
  return `error${code} ${message}\n  ${detail}${stack}`;
}
