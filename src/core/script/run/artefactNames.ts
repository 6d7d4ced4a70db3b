import type { Span } from '../ast.ts';
import { ScriptFailure } from './runError.ts';

/** Longer names fit no file system with a folder before them. */
const longestName = 200;

/** Gives names to the files of a run, each once, none outside the run's folder. */
export class ArtefactNames {
  readonly #taken = new Set<string>();
  #count = 0;

  /** `step-01.png`, `failure-02.png`, … in the order of the run. */
  next(prefix: 'step' | 'failure'): string {
    this.#count++;
    return this.#unique(`${prefix}-${String(this.#count).padStart(2, '0')}.png`);
  }

  /**
   * A name that a script gave, with an ending where it has none and a number where it was given before.
   *
   * @param ending with its dot.
   * @throws ScriptFailure VS5031 when the name leads out of the run's folder or is no name on some system.
   */
  given(name: string, span: Span, ending = '.png'): string {
    const clean = name.trim();
    const parts = clean.split('/');
    const reason = reasonAgainst(clean, parts);
    if (reason !== undefined)
      throw new ScriptFailure('VS5031', `"${name}" cannot be the name of a file: ${reason}`, span);
    return this.#unique(/\.[^./]+$/u.test(clean) ? clean : `${clean}${ending}`);
  }

  #unique(name: string): string {
    const dot = name.lastIndexOf('.');
    let unique = name;
    for (let n = 2; this.#taken.has(unique.toLowerCase()); n++)
      unique = `${name.slice(0, dot)}-${n}${name.slice(dot)}`;
    this.#taken.add(unique.toLowerCase());
    return unique;
  }
}

function reasonAgainst(name: string, parts: readonly string[]): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > longestName) return `it is longer than ${longestName} characters`;
  if (name.startsWith('/') || /^[A-Za-z]:/u.test(name)) return 'it leads out of the folder of the run';
  if (parts.includes('..')) return 'it leads out of the folder of the run';
  if (/[\\:*?"<>|\u0000-\u001f]/u.test(name)) return 'not every system allows its characters';
  if (parts.some((part) => part === '' || part === '.' || /[. ]$/u.test(part)))
    return 'not every system allows its parts';
  if (parts.some((part) => /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu.test(part)))
    return 'some systems reserve it';
  return undefined;
}
