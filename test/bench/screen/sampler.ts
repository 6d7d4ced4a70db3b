import type { Frame } from 'playwright-core';
import type { Marker } from './workloads.ts';

/** What was seen on a canvas. */
export interface Sampled {
  /** Distinct frame numbers a second. */
  readonly rate: number;
  /** Animation frames of the page a second: no more can be seen. */
  readonly ticks: number;
}

/**
 * Looks at a canvas in every animation frame of its page, the same way whoever paints it, and counts how often the
 * number that the workload draws is another one.
 */
export async function sampleFrames(
  frame: Frame,
  selector: string,
  marker: Marker,
  seconds: number,
): Promise<Sampled> {
  return await frame.evaluate(
    async ({ selector, marker, seconds }) => {
      const canvas = document.querySelector<HTMLCanvasElement>(selector);
      const context = canvas?.getContext('2d');
      if (!canvas || !context) throw new Error(`no canvas ${selector}`);
      const read = (): number => {
        if (marker.kind === 'edge') {
          const { data } = context.getImageData(0, marker.y, canvas.width, 1);
          for (let x = 0; x < canvas.width; x++) if ((data[x * 4] ?? 0) > 200) return x;
          return -1;
        }
        const { data } = context.getImageData(marker.x, marker.y, marker.step * marker.count, 1);
        let number = 0;
        for (let i = 0; i < marker.count; i++)
          if ((data[i * marker.step * 4 + 1] ?? 0) > 127) number |= 1 << i;
        return number;
      };
      const nextTick = async (): Promise<number> =>
        await new Promise((resolve) => requestAnimationFrame(resolve));
      let changes = 0;
      let ticks = 0;
      let last = read();
      const begin = await nextTick();
      let now = begin;
      while (now - begin < seconds * 1000) {
        now = await nextTick();
        ticks += 1;
        const number = read();
        if (number !== last) changes += 1;
        last = number;
      }
      const spent = (now - begin) / 1000;
      return { rate: changes / spent, ticks: ticks / spent };
    },
    { selector, marker, seconds },
  );
}

/**
 * A row of pixels within each of the first lines of a terminal, of 13 pixels each: what is written moves the cursor
 * in one of them. Reading whole lines as often would keep the page, through which everything passes, from its work.
 */
const textRows = [8, 21, 34];

/**
 * Milliseconds from a key's arrival in the page until its letter is on the canvas, once for each press.
 *
 * @param press presses a key of the real keyboard.
 */
export async function sampleLatency(
  frame: Frame,
  selector: string,
  presses: number,
  press: () => Promise<void>,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < presses; i++) {
    await frame.evaluate(
      ({ selector, textRows }) => {
        const canvas = document.querySelector<HTMLCanvasElement>(selector);
        const context = canvas?.getContext('2d');
        if (!canvas || !context) throw new Error(`no canvas ${selector}`);
        const look = (): number => {
          let sum = 0;
          for (const y of textRows) {
            const { data } = context.getImageData(0, y, canvas.width, 1);
            for (let at = 0; at < data.length; at += 4) sum += data[at] ?? 0;
          }
          return sum;
        };
        const holder = window as unknown as { seen?: Promise<number> };
        holder.seen = new Promise((resolve) => {
          const before = look();
          window.addEventListener(
            'keydown',
            () => {
              const began = performance.now();
              const channel = new MessageChannel();
              channel.port1.onmessage = () => {
                if (look() !== before) resolve(performance.now() - began);
                else if (performance.now() - began > 3000) resolve(Number.NaN);
                else setTimeout(() => channel.port2.postMessage(0), 0);
              };
              channel.port2.postMessage(0);
            },
            { capture: true, once: true },
          );
        });
      },
      { selector, textRows },
    );
    await press();
    times.push(await frame.evaluate(async () => await (window as unknown as { seen: Promise<number> }).seen));
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  return times.filter((time) => !Number.isNaN(time));
}
