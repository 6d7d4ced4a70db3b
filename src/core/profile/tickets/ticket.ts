/** What a ticket source gave, good for one connection. All of it may be secret. */
export interface Ticket {
  /** Values for the placeholders of the profile's template, such as `ticket`. */
  readonly values: Readonly<Record<string, string>>;
  /** What the handshake asks for, where the ticket comes with it. */
  readonly password?: string | undefined;
  /** Headers that have to go with the upgrade request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
