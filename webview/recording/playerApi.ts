import type { PlayerPageState, PlayerToHost } from '../../src/protocol/playerMessages.ts';
import * as editor from '../editorApi.ts';

export { loadState } from '../editorApi.ts';

/** Sends a message of the player to the extension host. */
export function post(message: PlayerToHost): void {
  editor.post<PlayerToHost>(message);
}

/** Stores what the player needs in its next life. */
export function saveState(state: PlayerPageState): void {
  editor.saveState(state);
}
