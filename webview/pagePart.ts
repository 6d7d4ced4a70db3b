import type { HostToPage, ViewState } from '../src/protocol/messages.ts';

/** A concern of the page that follows what happens to it. */
export interface PagePart {
  /** A message of the host. Returns whether it was meant for this part. */
  receive?(message: HostToPage): boolean;
  /** The host told what to show beside the pixels. */
  showState?(state: ViewState): void;
  /** Size, scale or place of the picture have changed. */
  laidOut?(): void;
  /** Keys go to the remote side now, or not any more. */
  grabChanged?(grabbed: boolean): void;
  /** The page lost the focus, is hidden or goes: nothing stays held. */
  letGo?(): void;
}
