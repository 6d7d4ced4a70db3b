import type { SourceSpan } from '../diagnostic.ts';
import type { RunError } from './runError.ts';

/** How a test ended. */
export type TestOutcome = 'passed' | 'failed' | 'skipped';

/** What happened, without the time. No text in it holds a secret value. */
export type RunHappening =
  | {
      readonly type: 'runStart';
      readonly fileName: string;
      /** The titles of the tests in order; a test with rows counts once. */
      readonly tests: readonly string[];
    }
  | {
      readonly type: 'connected';
      readonly name: string;
      readonly address: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly type: 'testStart'; readonly title: string; readonly span: SourceSpan }
  | {
      readonly type: 'testEnd';
      readonly title: string;
      readonly outcome: TestOutcome;
      readonly duration: number;
      /** Why it was skipped. */
      readonly reason?: string | undefined;
      readonly errors: readonly RunError[];
    }
  | { readonly type: 'fixtureStart'; readonly when: 'setup' | 'teardown'; readonly span: SourceSpan }
  | {
      readonly type: 'fixtureEnd';
      readonly when: 'setup' | 'teardown';
      readonly duration: number;
      readonly error?: RunError | undefined;
    }
  | { readonly type: 'stepStart'; readonly title: string; readonly depth: number; readonly span: SourceSpan }
  | {
      readonly type: 'stepEnd';
      readonly title: string;
      readonly depth: number;
      readonly outcome: 'passed' | 'failed';
      readonly duration: number;
    }
  | {
      readonly type: 'statementStart';
      /** Pairs start and end; counts up in a run. */
      readonly id: number;
      /** The statement's first line. */
      readonly text: string;
      /** How many steps it is in. */
      readonly depth: number;
      readonly span: SourceSpan;
    }
  | {
      readonly type: 'statementEnd';
      readonly id: number;
      readonly outcome: 'passed' | 'failed';
      readonly duration: number;
    }
  | {
      readonly type: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly depth: number;
      readonly span: SourceSpan;
    }
  | {
      readonly type: 'artefact';
      readonly kind: 'screenshot' | 'recording';
      readonly name: string;
      /** Where it was written, as `writeArtefact` said. */
      readonly path: string;
      /** Why it was made. */
      readonly reason: 'statement' | 'step' | 'failure';
      readonly span: SourceSpan;
    }
  /** A person took over, or gave the controls back. */
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  /** A failure, when it is known that nothing catches it; also each `expect soft` that was not met. */
  | { readonly type: 'error'; readonly soft: boolean; readonly error: RunError }
  | { readonly type: 'runEnd'; readonly result: RunResult };

/** One event of a run, for the panel, the output, the report and the command line. */
export type RunEvent = RunHappening & {
  /** Milliseconds since the run began, pauses included. */
  readonly time: number;
};

/** One test, or one row of it. */
export interface TestResult {
  readonly title: string;
  readonly outcome: TestOutcome;
  /** Milliseconds. */
  readonly duration: number;
  readonly reason?: string | undefined;
  /** The failure, and each soft expectation that was not met. */
  readonly errors: readonly RunError[];
}

/** A file that the run wrote. */
export interface Artefact {
  readonly name: string;
  readonly path: string;
}

/** What is left of a run. */
export interface RunResult {
  /** `failed`: a test failed; `error`: the script could not be run, or not to its end; `cancelled`: somebody ended it. */
  readonly outcome: 'passed' | 'failed' | 'cancelled' | 'error';
  /** The first failure. */
  readonly error?: RunError | undefined;
  readonly tests: readonly TestResult[];
  readonly artefacts: readonly Artefact[];
  /** Milliseconds. */
  readonly duration: number;
  /** The exit code of the command line. */
  readonly exitCode: number;
}
