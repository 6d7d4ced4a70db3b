import type { Clock } from '../../base/clock.ts';
import type { VncError } from '../../base/errors.ts';
import type { Size } from '../../base/geometry.ts';
import type { Logger } from '../../base/logger.ts';
import type { ClientEvents } from '../clientEvents.ts';
import { InputSender } from '../inputSender.ts';
import type { PixelFormat } from '../pixelFormat.ts';
import { PixelFormatSwitch } from '../pixelFormatSwitch.ts';
import { Capabilities } from './capabilities.ts';
import { ClipboardLink } from './clipboardLink.ts';
import { ContinuousUpdates } from './continuousUpdates.ts';
import { DesktopLayout } from './desktopLayout.ts';
import { Fences } from './fences.ts';
import { PowerControl } from './powerControl.ts';

/** What the extensions of one connection work with. */
export interface ExtensionParts {
  readonly send: (message: Uint8Array) => void;
  readonly size: () => Size;
  readonly setPixelFormat: (format: PixelFormat) => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: ClientEvents;
}

/** Everything that a connection does beyond the plain protocol, wired up. */
export class Extensions {
  readonly capabilities: Capabilities;
  readonly fences: Fences;
  readonly continuous: ContinuousUpdates;
  readonly requests: PixelFormatSwitch;
  readonly layout: DesktopLayout;
  readonly clipboard: ClipboardLink;
  readonly power: PowerControl;
  readonly input: InputSender;

  constructor({ send, size, setPixelFormat, clock, logger, events }: ExtensionParts) {
    const capabilities = new Capabilities((current, name) => {
      logger.log('debug', `extension confirmed: ${name}`);
      events.capabilities.fire(current);
    });
    const shared = { send, size, capabilities, clock };
    this.capabilities = capabilities;
    this.fences = new Fences(shared);
    this.continuous = new ContinuousUpdates(shared);
    const { fences, continuous } = this;
    this.requests = new PixelFormatSwitch({ ...shared, fences, continuous, apply: setPixelFormat });
    this.layout = new DesktopLayout({
      ...shared,
      requestUpdate: () => this.requests.request({ x: 0, y: 0, width: 1, height: 1 }, true),
      onChange: (screens) => {
        logger.log(
          'debug',
          `screens: ${screens.map(({ id, x, y, width, height }) => `${id}: ${width} x ${height} at ${x}, ${y}`).join('; ')}`,
        );
        events.layout.fire(screens);
      },
    });
    this.clipboard = new ClipboardLink({ ...shared, logger, onText: (text) => events.clipboard.fire(text) });
    this.power = new PowerControl(shared);
    this.input = new InputSender(shared);
  }

  /** The connection has ended: so does every wait. */
  end(error: VncError): void {
    this.fences.end(error);
    this.continuous.end();
    this.requests.end();
    this.layout.end(error);
    this.clipboard.end();
    this.power.end();
  }
}
