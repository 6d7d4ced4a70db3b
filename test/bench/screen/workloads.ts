import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { type Program, runProgram, startProgram } from '../../support/programs.ts';
import type { XServer } from '../../support/servers/realServer.ts';
import { XPainter } from '../../support/servers/xPainter.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';

/** The screen that is watched. */
export const screenSize = { width: 1920, height: 1080 };

/** Where a sampler reads which frame a canvas shows. */
export type Marker =
  /** White for one, black for nothing: bit `i` of the frame's number lies at `x + i * step, y`. */
  | {
      readonly kind: 'bits';
      readonly x: number;
      readonly y: number;
      readonly step: number;
      readonly count: number;
    }
  /** The place of the first light pixel of row `y` is the number. */
  | { readonly kind: 'edge'; readonly y: number };

/** Something that moves on a display, each of its frames with a number that can be seen. */
export interface ScreenWorkload {
  readonly name: string;
  readonly marker: Marker;
  /** Frames a second of what is a video: no viewer can show more of them. */
  readonly pace?: number;
  /** Starts it, on a desktop that may be smaller than the usual one. */
  start(server: XServer): Promise<RunningWorkload>;
}

/** A workload that runs; calling it ends it. */
export interface RunningWorkload {
  (): Promise<void>;
  /** Has it stand still, with its picture left on the display. */
  freeze(): Promise<void>;
  /** How many frames it drew in a second so far, where it counts them. */
  rate?(): number;
}

/** What a program shows, which ends with it. */
function shownBy(program: Program): RunningWorkload {
  const signal = (name: NodeJS.Signals): void => {
    if (!program.ended) process.kill(-program.pid, name);
  };
  return Object.assign(
    async () => {
      const stopped = program.stop();
      // What stands still would hear nothing.
      signal('SIGCONT');
      await stopped;
    },
    {
      freeze: async () => {
        signal('SIGSTOP');
        await Promise.resolve();
      },
    },
  );
}

const bitCount = 12;

/** A full-screen animation of so many frames a second, as a video player shows it. */
const videoOf = (name: string, pace: number): ScreenWorkload => ({
  name,
  pace,
  marker: { kind: 'bits', x: 8, y: 8, step: 16, count: bitCount },
  async start(server) {
    const { width, height } = screenSize;
    const bits = Array.from({ length: bitCount }, (_, i) => {
      const place = `x=${i * 16}:y=0:w=16:h=16:t=fill`;
      return `drawbox=${place}:color=black,drawbox=${place}:color=white:enable='gte(mod(n,${2 ** (i + 1)}),${2 ** i})'`;
    });
    const source = `testsrc2=size=${width}x${height}:rate=${pace},${bits.join(',')}`;
    const player = await startProgram(
      'ffplay',
      [
        ...[
          '-loglevel',
          'error',
          '-noborder',
          '-left',
          '0',
          '-top',
          '0',
          '-x',
          `${width}`,
          '-y',
          `${height}`,
        ],
        ...['-f', 'lavfi', '-i', source],
      ],
      {
        env: {
          DISPLAY: server.display,
          SDL_AUDIODRIVER: 'dummy',
          // Otherwise it paints by way of OpenGL in software, which takes two thirds of a core from those who watch.
          SDL_RENDER_DRIVER: 'software',
          SDL_FRAMEBUFFER_ACCELERATION: '0',
        },
      },
    );
    return shownBy(player);
  },
});

const video = videoOf('video', 30);

/** So fast that no viewer here keeps up: what each of them is able to. */
const fastVideo = videoOf('fast', 60);

/** A terminal over the whole screen in which lines scroll, 60 times a second. */
const text: ScreenWorkload = {
  name: 'text',
  marker: { kind: 'bits', x: 9, y: 13, step: 18, count: bitCount },
  async start(server) {
    const program = [
      'import sys, time',
      'out = sys.stdout',
      "out.write('\\033[?25l\\033[3;82r\\033[82;1H')",
      'n = 0',
      'at = time.monotonic()',
      'while True:',
      '    n += 1',
      `    bits = ''.join('\\033[%dm   ' % (107 if n >> i & 1 else 40) for i in range(${bitCount})) + '\\033[0m'`,
      "    line = ' '.join(str(n * 7919 + i * 104729) for i in range(30))[:310]",
      "    out.write('\\033[82;1H\\n' + line + '\\0337\\033[1;1H' + bits + '\\033[2;1H' + bits + '\\0338')",
      '    out.flush()',
      '    at += 1 / 60',
      '    time.sleep(max(0, at - time.monotonic()))',
    ];
    const file = path.join(temporaryFolder(), 'text.py');
    writeFileSync(file, program.join('\n'));
    const terminal = await startProgram('xterm', [
      ...[
        '-display',
        server.display,
        '-geometry',
        '320x82+0+0',
        '-fn',
        'fixed',
        '-b',
        '0',
        '-bw',
        '0',
        '+sb',
      ],
      ...['-bg', 'black', '-fg', 'gray80', '-e', 'python3', file],
    ]);
    return shownBy(terminal);
  },
};

/** Places a second of the window that is dragged: what a workload that counts its frames draws. */
export const placesASecond = 60;

/** Where the dragged window is one after the other, to and fro. */
const dragPlaces = Array.from({ length: 300 }, (_, i) => 40 + (i < 150 ? i : 299 - i) * 8);
const dragTop = 200;

/** A window that is dragged to and fro, 60 places a second. */
const drag: ScreenWorkload = {
  name: 'drag',
  marker: { kind: 'edge', y: 400 },
  async start(server) {
    const onDisplay = { env: { DISPLAY: server.display } };
    await runProgram('xsetroot', ['-solid', '#103040'], onDisplay);
    const shell = 'seq 400 | tr "\\n" " "; exec cat';
    const window = await startProgram('xterm', [
      ...['-display', server.display, '-geometry', `100x40+100+${dragTop}`, '-fn', 'fixed', '-bg', 'white'],
      ...['-bw', '0', '-title', 'dragged', '-e', 'sh', '-c', shell],
    ]);
    const search = ['search', '--sync', '--onlyvisible', '--name', 'dragged'];
    const found = await runProgram('xdotool', search, onDisplay);
    const id = Number.parseInt(found.toString(), 10);
    const painter = await XPainter.open(server.display);
    await until('xterm leaves its window where it is brought to', async () => await stays(painter, id));
    const dragged = new DraggedWindow(painter, id);
    return Object.assign(
      async () => {
        try {
          await dragged.stop();
        } finally {
          await painter[Symbol.asyncDispose]();
          await window.stop();
        }
      },
      { freeze: async () => await dragged.stop(), rate: () => dragged.rate },
    );
  },
};

/** Whether a window stays at the first place of the drag: a program that starts may place its window itself, late. */
async function stays(painter: XPainter, id: number): Promise<boolean> {
  await painter.moveWindow(id, dragPlaces[0] ?? 0, dragTop);
  await pause(300);
  const { x, y } = await painter.windowPlace(id);
  return x === dragPlaces[0] && y === dragTop;
}

/** Moves a window until it is stopped. */
class DraggedWindow {
  readonly #painter: XPainter;
  readonly #id: number;
  readonly #began = performance.now();
  readonly #moved: Promise<void>;
  #moving = true;
  #spent = 0;
  #count = 0;

  constructor(painter: XPainter, id: number) {
    this.#painter = painter;
    this.#id = id;
    this.#moved = this.#move();
    // Whoever stops it hears of it.
    this.#moved.catch(() => undefined);
  }

  /** At how many places it was in a second. */
  get rate(): number {
    return (this.#count * 1000) / (this.#spent || performance.now() - this.#began);
  }

  /** Leaves it where it is. @throws Error when it was not where it was brought to */
  async stop(): Promise<void> {
    this.#moving = false;
    await this.#moved;
  }

  async #move(): Promise<void> {
    let due = this.#began;
    while (this.#moving) {
      const x = dragPlaces[this.#count % dragPlaces.length] ?? 0;
      await this.#painter.moveWindow(this.#id, x, dragTop);
      if (this.#count % placesASecond === 0) await this.#check(x);
      this.#count += 1;
      // A place that comes late delays those after it: two at once would be seen as one.
      due = Math.max(due + 1000 / placesASecond, performance.now());
      await pause(due - performance.now());
    }
    this.#spent = performance.now() - this.#began;
  }

  async #check(wanted: number): Promise<void> {
    const { x, y } = await this.#painter.windowPlace(this.#id);
    if (x !== wanted || y !== dragTop)
      throw new Error(`the window is at ${x}, ${y} instead of ${wanted}, ${dragTop}`);
  }
}

/** A desktop on which nothing moves, and no place is dark: what the first picture is measured with. */
export async function startStillDesktop(server: XServer): Promise<() => Promise<void>> {
  const { width, height } = screenSize;
  const file = path.join(temporaryFolder(), 'desktop.png');
  await runProgram('ffmpeg', [
    ...['-loglevel', 'error', '-f', 'lavfi'],
    ...['-i', `gradients=size=${width}x${height}:c0=0x70a0d0:c1=0xd0b080:seed=7`, '-frames:v', '1', file],
  ]);
  // What paints the root window stays: the picture would go with it.
  const background = await startProgram('display', ['-window', 'root', file], {
    env: { DISPLAY: server.display },
  });
  await background.exited;
  const windows = await Promise.all(
    ['100x40+60+80', '120x50+900+200', '90x30+300+650'].map(
      async (geometry) =>
        await startProgram('xterm', [
          ...[
            '-display',
            server.display,
            '-geometry',
            geometry,
            '-fn',
            'fixed',
            '-bg',
            'white',
            '-fg',
            'gray40',
            '-bw',
            '0',
            '+sb',
          ],
          ...['-e', 'sh', '-c', 'seq 2000 | tr "\\n" " "; exec cat'],
        ]),
    ),
  );
  return async () => {
    for (const window of windows) await window.stop();
  };
}

/** What people watch, from the hardest to the easiest. */
export const screenWorkloads: readonly ScreenWorkload[] = [video, fastVideo, text, drag];
