import type { Rect } from '../../base/geometry.ts';
import type { Block, Span } from '../ast.ts';
import type { Evaluator } from './evaluator.ts';
import type { Frame } from './frame.ts';
import type { RunContext } from './runContext.ts';
import type { ScriptFailure } from './runError.ts';
import type { Value } from './values.ts';

/** How a statement ended: on to the next one, or out of a loop or a function. */
export type Flow =
  | { readonly type: 'next' | 'break' | 'continue' }
  | { readonly type: 'return'; readonly value: Value };

export const nextFlow: Flow = { type: 'next' };

/** A picture to be written into the run's folder. */
export interface PictureRequest {
  /** As the script wrote it; a running number when left out. */
  readonly name?: string | undefined;
  readonly region?: Rect | undefined;
  readonly reason: 'statement' | 'step' | 'failure';
  readonly span: Span;
}

/** What the statement families need of the interpreter. */
export interface Machine {
  readonly context: RunContext;
  readonly evaluator: Evaluator;
  /** Runs a block in a scope of its own. */
  runBlock(block: Block, frame: Frame): Promise<Flow>;
  /** Keeps a failure for the end of the test and goes on. */
  softFailure(failure: ScriptFailure, frame: Frame): Promise<void>;
  /** Writes a picture of the screen. @returns its path */
  takePicture(request: PictureRequest, frame: Frame): Promise<string>;
  /** Does something of which a recording shall show nothing before the screen is still again. */
  unrecorded<T>(work: () => Promise<T>): Promise<T>;
  /** The frame of what runs after an end that somebody wanted: it has a little time and a signal of its own. */
  lastFrame(frame: Frame): Frame;
  /** Lets others have their turn now and then, so that no loop holds up the process or misses its end. */
  breathe(frame: Frame, span: Span): Promise<void>;
}

/** Ends the test as passed: the statement `stop`. */
export class TestStopped extends Error {}

/** Ends the test as skipped. */
export class TestSkipped extends Error {}
