/** Something that can be done about an error; the editor has a command or a button for each. */
export type ErrorAction =
  /** Try the same again. */
  | 'retry'
  /** Ask for the password, and keep it if wanted. */
  | 'setPassword'
  | 'setUsername'
  /** Ask for a fresh ticket. */
  | 'newTicket'
  | 'editConnection'
  /** Show the fingerprint of the certificate or key, and trust it from then on if it is the right one. */
  | 'trustCertificate'
  /** Show which servers were trusted before: there the old fingerprint of a changed one is removed. */
  | 'showTrustedServers'
  | 'showLog';

/** What is said when the data of an error fits. */
export interface Wording {
  /** Data that the error must have for this; every `{place}` of the texts must be there too. */
  readonly when?: Readonly<Record<string, string>>;
  /** What happened: one sentence. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}

/** All about one code. */
export interface ErrorEntry {
  /** The heading of the troubleshooting page. */
  readonly title: string;
  /** The first that fits is said; the last fits always. */
  readonly wordings: readonly [...Wording[], Wording];
  readonly actions: readonly ErrorAction[];
}
