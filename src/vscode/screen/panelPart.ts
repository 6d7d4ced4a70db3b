import type * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposables.ts';
import type { Logger } from '../../core/base/logger.ts';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import type { Session } from '../../core/session/session.ts';
import type { HostToPage, PanelToHost } from '../../protocol/messages.ts';
import type { PanelSubject } from './panelPhase.ts';

/**
 * A concern of a remote screen's panel that has messages of its own, such as its clipboard. A panel has one of each
 * for its whole life: sessions and pages come and go meanwhile.
 */
export interface PanelPart extends Disposable {
  /** Whether what happens on the screen is being recorded: the tab says so. */
  readonly recording?: boolean;
  /** A page that knows nothing yet can take messages. */
  pageReady?(): void;
  /** The page is hidden or gone: nothing that it held is held any more. */
  pageGone?(): void;
  /** The panel shows another session, or none. */
  sessionChanged?(session: Session | undefined): void;
  /** The panel became the active editor, or is not any more. */
  activeChanged?(active: boolean): void;
  /**
   * A message of the page, before anybody else gets it. Returns whether this part keeps it, to hand it on later with
   * `deliver`; it keeps the order then.
   */
  hold?(message: PanelToHost): boolean;
  /** A message of the page. Returns whether it was meant for this part. */
  receive?(message: PanelToHost): boolean;
}

/** What a part may use of its panel. */
export interface PanelPartHost {
  /** Sends a message to the page. One that is hidden does not get it. */
  post(message: HostToPage): void;
  /** Hands on a message that a part has held. */
  deliver(message: PanelToHost): void;
  /** The live session that the panel shows. */
  readonly session: Session | undefined;
  readonly subject: PanelSubject;
  /** The stored connection of the session, as it stands now. */
  readonly profile: ConnectionProfile | undefined;
  readonly visible: boolean;
  readonly active: boolean;
  /** Whether keys go to the remote side now. */
  readonly keyboardGrabbed: boolean;
  /** What the page shows beside the pixels may have changed: it is told anew. */
  showState(): void;
  /** Tells a person why what they did could not be done. */
  showError(error: unknown): void;
  /** What is remembered on this machine, for all panels. */
  readonly memory: vscode.Memento;
  readonly log: Logger;
}

/** Makes the part of one panel. */
export type PanelPartFactory = (host: PanelPartHost) => PanelPart;
