import type { DrivenBridge } from '../../session/drivers.ts';
import type { RunConnection } from './runConnection.ts';
import type { CallSite } from './runError.ts';
import type { Scope } from './scope.ts';
import type { LiveState } from './liveState.ts';
import type { TimeLimit } from './timeLimit.ts';

/** What a step keeps while it runs. */
export interface StepState {
  readonly title: string | undefined;
  readonly depth: number;
  /** A secret was typed in it: no picture is taken by itself. */
  sensitive: boolean;
}

/** What surrounds a statement or an expression while it runs. Blocks and calls derive theirs from it. */
export interface Frame {
  readonly scope: Scope;
  /** The names of the whole file: what functions see beside their parameters. */
  readonly fileScope: Scope;
  /** Ends everything in this frame; its reason is a `ScriptFailure`. */
  readonly signal: AbortSignal;
  /** The nearest limit that is not the statement's own. */
  readonly limit: TimeLimit | undefined;
  /** The functions that are running, innermost first. */
  readonly calls: readonly CallSite[];
  readonly step: StepState;
  readonly connection: RunConnection;
  /** Set while a live condition is evaluated. */
  readonly live: LiveState | undefined;
}

/** The controls of the frame's connection. */
export function controls(frame: Frame): DrivenBridge {
  return frame.connection.bridge;
}
