import type { Extent } from './geometry.ts';

/** Tells the size of an element in whole device pixels, now and whenever it or the page's own scale changes. */
export function observeRoom(element: HTMLElement, resized: (room: Extent) => void): void {
  const observer = new ResizeObserver((entries) => {
    const entry = entries.at(-1);
    const css = entry?.contentBoxSize[0];
    if (entry === undefined || css === undefined) return;
    const device = deviceSize(entry);
    resized({
      width: devicePixels(device?.inlineSize, css.inlineSize),
      height: devicePixels(device?.blockSize, css.blockSize),
    });
  });
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    // WebKit knows no device pixels here, in Safari 18 at least, and throws a TypeError.
    observer.observe(element);
    onScaleChange(() => {
      observer.unobserve(element);
      observer.observe(element);
    });
  }
}

/** The element's size in device pixels, where the browser tells it. */
function deviceSize(entry: {
  readonly devicePixelContentBoxSize?: readonly ResizeObserverSize[];
}): ResizeObserverSize | undefined {
  return entry.devicePixelContentBoxSize?.[0];
}

/**
 * What a side has in device pixels. Chromium tells CSS pixels where a tool only pretends a finer screen (the device
 * toolbar of its tools does).
 */
function devicePixels(told: number | undefined, css: number): number {
  const counted = css * devicePixelRatio;
  return told !== undefined && Math.abs(told - counted) < 1.5 ? told : Math.round(counted);
}

/** An element that keeps its size in CSS pixels has another one in device pixels on another screen. */
function onScaleChange(changed: () => void): void {
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
    'change',
    () => {
      changed();
      onScaleChange(changed);
    },
    { once: true },
  );
}
