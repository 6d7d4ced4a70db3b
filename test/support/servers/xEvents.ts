import { startProgram } from '../programs.ts';
import { until } from '../until.ts';

/** What a window of an X display was told of the pointer. */
export interface XPointerEvent {
  readonly type: 'press' | 'release' | 'motion';
  /** In pixels of the display. */
  readonly x: number;
  readonly y: number;
  /** X's number: 1 to 3 are left, middle and right, 4 to 7 the wheel up, down, left and right. */
  readonly button: number | undefined;
  /** X's numbers of the buttons that were down before. */
  readonly held: readonly number[];
}

/** A window that writes down what the pointer does over it. */
export interface XPointerLog extends AsyncDisposable {
  readonly events: readonly XPointerEvent[];
  /** Buttons as they go down and come up, such as `+1 -1`. */
  readonly buttons: string;
  /** Forgets what was written down so far. */
  forget(): void;
}

const eventText =
  /^(ButtonPress|ButtonRelease|MotionNotify) event[^\n]*\n[^\n]*root:\((-?\d+),(-?\d+)\),\n\s+state (0x[0-9a-f]+), (?:button (\d+)|is_hint)[^\n]*\n/gm;

const types = { ButtonPress: 'press', ButtonRelease: 'release', MotionNotify: 'motion' } as const;

/** A window that writes down which keys it gets while the pointer is over it. */
export interface XKeyLog extends AsyncDisposable {
  /** X's names of keys as they go down and come up, such as `+Shift_L +A -A -Shift_L`. */
  readonly keys: string;
  /** Forgets what was written down so far. */
  forget(): void;
}

const keyText =
  /^Key(Press|Release) event[^\n]*\n[^\n]*\n\s+state 0x[0-9a-f]+, keycode \d+ \(keysym 0x[0-9a-f]+, (\w+)\)/gm;

/** Opens a window of xev in the top left corner of a display; `text` gives what it wrote since it was forgotten. */
async function startXev(
  display: string,
  size: { readonly width: number; readonly height: number },
  events: readonly string[],
  shown: string,
): Promise<{ readonly text: () => string; readonly forget: () => void; readonly stop: () => Promise<void> }> {
  let text = '';
  // Into a pipe it writes in blocks otherwise.
  const program = await startProgram(
    'stdbuf',
    [
      ...['-oL', 'xev', '-display', display, '-bw', '0'],
      ...['-geometry', `${size.width}x${size.height}+0+0`],
      ...events.flatMap((name) => ['-event', name]),
    ],
    { onOutput: (piece) => (text += piece) },
  );
  await until('xev has its window', () => {
    if (program.ended) throw new Error(`xev has ended:\n${program.output}`);
    return text.includes(shown);
  });
  return { text: () => text, forget: () => (text = ''), stop: async () => await program.stop() };
}

/** Opens a window in the top left corner of a display. There is no window manager: who points at it types there. */
export async function startKeyLog(
  display: string,
  size: { readonly width: number; readonly height: number },
): Promise<XKeyLog> {
  const { text, forget, stop } = await startXev(display, size, ['keyboard', 'structure'], 'MapNotify');
  return {
    get keys() {
      return [...text().matchAll(keyText)]
        .map(([, way, key = '']) => `${way === 'Press' ? '+' : '-'}${key}`)
        .join(' ');
    },
    forget,
    [Symbol.asyncDispose]: stop,
  };
}

/** Opens a window in the top left corner of a display. */
export async function startPointerLog(
  display: string,
  size: { readonly width: number; readonly height: number },
): Promise<XPointerLog> {
  // The pointer starts in the middle, and enters the window when that is shown.
  const { text, forget, stop } = await startXev(display, size, ['mouse'], 'EnterNotify');
  const read = (): XPointerEvent[] =>
    [...text().matchAll(eventText)].map(([, name = '', x, y, state, button]) => ({
      type: types[name as keyof typeof types],
      x: Number(x),
      y: Number(y),
      button: button === undefined ? undefined : Number(button),
      held: [1, 2, 3, 4, 5].filter((one) => (Number(state) & (0x80 << one)) !== 0),
    }));
  return {
    get events() {
      return read();
    },
    get buttons() {
      return read()
        .flatMap(({ type, button }) =>
          button === undefined ? [] : [`${type === 'press' ? '+' : '-'}${button}`],
        )
        .join(' ');
    },
    forget,
    [Symbol.asyncDispose]: stop,
  };
}
