import type { ViewToHost } from '../src/protocol/messages.ts';

/** What the editor gives to a webview's page. */
interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The editor hands it out once. */
const api = acquireVsCodeApi();

/** Sends a message to the extension host: the remote screen's page its own, other pages say which are theirs. */
export function post<Message = ViewToHost>(message: NoInfer<Message>): void {
  api.postMessage(message);
}

/** What the page stored in its last life. */
export function loadState(): unknown {
  return api.getState();
}

/** Stores what the page needs in its next life, and what a restored panel knows. */
export function saveState(state: unknown): void {
  api.setState(state);
}
