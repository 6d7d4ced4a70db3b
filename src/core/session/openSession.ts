import { type Clock, systemClock } from '../base/clock.ts';
import { throwIfCancelled } from '../base/deadline.ts';
import { type Logger, silentLogger } from '../base/logger.ts';
import type { LayoutName } from '../input/layouts.ts';
import type { CredentialSource, Credentials } from '../rfb/credentials.ts';
import { securityOfTarget } from '../rfb/security/securityOfTarget.ts';
import type { SecurityOptions } from '../rfb/security/securityOptions.ts';
import type { BytePipe } from '../transport/bytePipe.ts';
import { dial } from '../transport/dial.ts';
import type { DialTarget, TlsOptions } from '../transport/target.ts';
import { type AttemptOptions, type Connection, makeConnection } from './connectionAttempt.ts';
import type { KeepOptions, Reconnection } from './connectionKeeper.ts';
import { LiveSession } from './liveSession.ts';
import type { PreparedConnection, ReconnectOptions } from './reconnectOptions.ts';
import type { Session } from './session.ts';
import type { ColorDepth, EncodingChoice } from './wire.ts';

export { defaultOpenTimeout } from './connectionAttempt.ts';

/** How a session is opened, wherever its bytes come from. */
export interface SessionOptions extends KeepOptions {
  /** How people call it: the connection's name or the address. */
  readonly name: string;
  readonly credentials: CredentialSource;
  /** How to log in; by default whatever fits the credentials. */
  readonly security?: SecurityOptions | undefined;
  /**
   * Milliseconds from dialling to the first picture, not counting the time that a person is asked; as many once more
   * while a picture comes, however slowly. Attempts to reconnect have the same.
   */
  readonly timeout?: number | undefined;
  /** Never sends input. */
  readonly viewOnly?: boolean | undefined;
  /** Whether others may stay connected; they may by default. */
  readonly shared?: boolean | undefined;
  /** What the server is asked to send; without loss by default. */
  readonly encodings?: EncodingChoice | undefined;
  /** All colours by default. Fewer are never exact: checks and captures see them as they come. */
  readonly colorDepth?: ColorDepth | undefined;
  /** Whether the session chooses the quality of what panels see by itself; it does not by default. */
  readonly automaticQuality?: boolean | undefined;
  /**
   * The keyboard layout of the remote machine, for consoles of machines such as QEMU's, which press keys: `us` by
   * default. Other servers know characters by themselves.
   */
  readonly keyboardLayout?: LayoutName | undefined;
  /** Dials again when the connection is lost, without becoming another session; it ends then by default. */
  readonly reconnect?: ReconnectOptions | undefined;
  readonly logger?: Logger | undefined;
  /** Called once the server has let us in: nobody is asked any more, and the first picture is on its way. */
  readonly loggedIn?: (() => void) | undefined;
  /**
   * Whether JPEG pictures of a connection's first screen stay as they came until somebody reads their pixels, for a
   * panel that will show them; they do not by default.
   */
  readonly keepsPictures?: boolean | undefined;
  /** Ends opening, and only that. */
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  /** Chance, 0 to below 1, for the pauses between attempts; `Math.random` by default. */
  readonly random?: (() => number) | undefined;
}

/** How a session is opened, and where it leads. */
export interface OpenSessionOptions extends SessionOptions {
  readonly target: DialTarget;
}

/** Dials with fresh means, if there are any. */
type Dialling = (
  prepared: PreparedConnection | undefined,
  signal: AbortSignal,
  patient: (tls: TlsOptions) => TlsOptions,
) => Promise<BytePipe>;

/**
 * Dials, logs in and waits for the first whole picture.
 *
 * Whatever goes wrong, the connection is closed again and no timer is left.
 *
 * @throws the transport's and the handshake's errors; `VNC_DIAL_TIMEOUT`, `VNC_HANDSHAKE_TIMEOUT` or
 *   `VNC_FIRST_PICTURE_TIMEOUT` by the stage that the deadline hits; `VNC_CANCELLED`.
 */
export async function openSession(options: OpenSessionOptions): Promise<Session> {
  const { logger } = options;
  return await open(
    async (prepared, signal, patient) => {
      const target = prepared?.target ?? options.target;
      const dialled = target.transport === 'websocket' ? { ...target, tls: patient(target.tls) } : target;
      return await dial(dialled, logger ? { signal, logger } : { signal });
    },
    { ...options, security: options.security ?? securityOfTarget(options.target) },
    // Nobody knows when a server that dials would dial again.
    { redials: options.target.transport !== 'listen' },
  );
}

/**
 * {@link openSession} over a pipe that `connect` makes, for every connection anew; it gets a signal that aborts
 * when the attempt ends.
 */
export async function openSessionOver(
  connect: (signal: AbortSignal) => Promise<BytePipe>,
  options: SessionOptions,
): Promise<Session> {
  return await open(async (_prepared, signal) => await connect(signal), options, { redials: true });
}

async function open(
  dialling: Dialling,
  options: SessionOptions,
  { redials }: { readonly redials: boolean },
): Promise<Session> {
  const { clock = systemClock, logger = silentLogger, encodings = {}, reconnect, signal } = options;
  throwIfCancelled(signal);
  const remember = answerMemory();
  let choice = (): EncodingChoice => encodings;
  let depth = (): ColorDepth | undefined => options.colorDepth;
  let automatic = (): boolean => options.automaticQuality ?? false;
  const attempt = (
    prepared: PreparedConnection | undefined,
    stop: AbortSignal | undefined,
  ): AttemptOptions => {
    const { preferred, quality, compression, fineQuality, subsampling } = choice();
    return {
      name: options.name,
      timeout: options.timeout,
      shared: options.shared ?? true,
      security: options.security,
      credentials: remember(prepared?.credentials ?? options.credentials),
      preferredEncoding: preferred,
      quality,
      compression,
      fineQuality,
      subsampling,
      colorDepth: depth(),
      automaticQuality: automatic(),
      keepsPictures: options.keepsPictures,
      logger,
      clock,
      signal: stop,
      redials,
      dial: (ended, patient) => dialling(prepared, ended, patient),
    };
  };
  const connectAgain: Reconnection['connect'] = async (stop, adopt) => {
    // What this does has deadlines of its own, and may ask a person.
    const prepared = await reconnect?.prepare?.(stop);
    await makeConnection(attempt(prepared, stop), adopt);
  };
  const start = (connection: Connection): LiveSession =>
    new LiveSession({
      connection,
      name: options.name,
      viewOnly: options.viewOnly ?? false,
      encodings,
      colorDepth: options.colorDepth,
      automaticQuality: options.automaticQuality ?? false,
      keepAlive: options.keepAlive,
      silenceLimit: options.silenceLimit,
      keyboardLayout: options.keyboardLayout,
      reconnection: reconnect && {
        policy: reconnect,
        random: options.random ?? Math.random,
        connect: connectAgain,
      },
      clock,
      logger,
    });
  const session = await makeConnection({ ...attempt(undefined, signal), loggedIn: options.loggedIn }, start);
  choice = () => session.encodings;
  depth = () => session.colorDepth;
  automatic = () => session.automaticQuality;
  return session;
}

/** What a person has answered once is not asked again by the same session; what is given anew comes first. */
function answerMemory(): (source: CredentialSource) => CredentialSource {
  let answered: Credentials = {};
  return (source) => {
    const { ask } = source;
    if (ask === undefined) return source;
    return {
      username: source.username ?? answered.username,
      password: source.password ?? answered.password,
      ask: async (request, signal) => {
        const answer = await ask(request, signal);
        answered = { ...answered, ...answer };
        return answer;
      },
    };
  };
}
