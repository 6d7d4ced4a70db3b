/** What a security type asks for. */
export interface CredentialRequest {
  /** The security type by its usual name, such as `VncAuth`. */
  readonly securityType: string;
  readonly username: boolean;
  readonly password: boolean;
}

/** What proves who we are. */
export interface Credentials {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** What a handshake may use. The security type is chosen by what is held here, then by what can be asked for. */
export interface CredentialSource extends Credentials {
  /**
   * Asks for what is missing, once the server has made clear that it is needed. `undefined` means that nobody
   * answered: the handshake fails with `VNC_PASSWORD_REQUIRED` or `VNC_USERNAME_REQUIRED`.
   */
  readonly ask?:
    | ((request: CredentialRequest, signal: AbortSignal) => Promise<Credentials | undefined>)
    | undefined;
}
