import type { WallPageState, WallToHost } from '../../src/protocol/wallMessages.ts';
import * as editor from '../editorApi.ts';

export { loadState } from '../editorApi.ts';

/** Sends a message of the wall to the extension host. */
export function post(message: WallToHost): void {
  editor.post<WallToHost>(message);
}

/** Stores what the wall needs in its next life. */
export function saveState(state: WallPageState): void {
  editor.saveState(state);
}
