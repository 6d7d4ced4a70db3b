import type { Extent } from './geometry.ts';

/** Tells the size of an element in whole device pixels, now and whenever it or the page's own scale changes. */
export function observeRoom(element: HTMLElement, resized: (room: Extent) => void): void {
  const observer = new ResizeObserver((entries) => {
    const entry = entries.at(-1);
    const [device, css] = [entry?.devicePixelContentBoxSize[0], entry?.contentBoxSize[0]];
    if (device === undefined || css === undefined) return;
    resized({
      width: devicePixels(device.inlineSize, css.inlineSize),
      height: devicePixels(device.blockSize, css.blockSize),
    });
  });
  observer.observe(element, { box: 'device-pixel-content-box' });
}

/**
 * What a side has in device pixels. Chromium tells CSS pixels where a tool only pretends a finer screen (the device
 * toolbar of its tools does).
 */
function devicePixels(told: number, css: number): number {
  const counted = css * devicePixelRatio;
  return Math.abs(told - counted) < 1.5 ? told : Math.round(counted);
}
