import type { WireCapabilities } from '../../session/wire.ts';

/** What the server has confirmed so far: extensions are used from then on, never before. */
export class Capabilities {
  readonly #onChange: (current: WireCapabilities, name: keyof WireCapabilities) => void;
  #current: WireCapabilities = {
    fence: false,
    continuousUpdates: false,
    extendedKeys: false,
    extendedMouseButtons: false,
    extendedClipboard: false,
    desktopResize: false,
    power: false,
  };

  constructor(onChange: (current: WireCapabilities, name: keyof WireCapabilities) => void) {
    this.#onChange = onChange;
  }

  get current(): WireCapabilities {
    return this.#current;
  }

  /** The server has this. Harmless when repeated: servers do so for every SetEncodings. */
  confirm(name: keyof WireCapabilities): void {
    if (this.#current[name]) return;
    this.#current = { ...this.#current, [name]: true };
    this.#onChange(this.#current, name);
  }
}
