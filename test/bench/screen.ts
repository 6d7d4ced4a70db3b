import { parseArgs } from 'node:util';
import { launchBrowser } from '../editor/editorPage.ts';
import { startProgram } from '../support/programs.ts';
import { withFreePorts } from '../support/servers/ports.ts';
import type { XServer } from '../support/servers/realServer.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { type BareWebview, samplePace, sampleRoundTrips } from './screen/bareWebview.ts';
import { type Figure, median, summary } from './screen/bars.ts';
import { endFirstPictureWatch } from './screen/firstPicture.ts';
import { linkBytes, trafficOf } from './screen/links.ts';
import { NovncViewer } from './screen/novncViewer.ts';
import { type Carrier, PanelEditor } from './screen/panelEditor.ts';
import { processTimes, sharesOf } from './screen/processes.ts';
import { sampleFrames, sampleLatency } from './screen/sampler.ts';
import type { OpenOptions, OpenedScreen, Viewer } from './screen/viewer.ts';
import {
  type ScreenWorkload,
  placesASecond,
  screenSize,
  screenWorkloads,
  startStillDesktop,
} from './screen/workloads.ts';

const usage = `usage: npm run bench screen [-- options] [video] [fast] [text] [drag] [key] [first] [pace]

Opens TigerVNC at 1920 x 1080 in the panel of the real editor and in noVNC behind websockify, both in headless
Chromium, and samples both canvases with one script: distinct frames a second that the workload drew (video of 30 a
second, fast video of 60, text, drag), milliseconds from a key to the changed canvas, and from opening to the first full
picture in an editor that is warm. Prints what every process and every link had to do, and ratios against the bars.
Beside stands what limits them: the ratio that a video's own pace allows, and what part of opening a screen is over
before the page's document is there. "Editor alone" is a page of an extension that does nothing: how long the editor
takes to open one, a message there and back, and (pace) how many messages of some sizes go through in a second. Fails
where a bar is missed. \`npm run build\` first.

  --seconds N         of each look at a canvas, 8 by default
  --rounds N          looks at each; viewers take turns, 2 by default
  --quality 6,8       JPEG qualities of the video for both sides, 6 (noVNC's own) and 8 by default
  --carrier A,B       ways to the page: messages, direct, auto; messages and direct by default
  --settings JSON     more of the editor's settings
  --only-ours         leave noVNC out

Absolute figures drift with the machine: only ratios of one run mean much.`;

/** The quality of everything but video: noVNC's own default, for both. */
const usualQuality = 6;

/** Milliseconds in which everybody has shown a first picture. */
const undisturbed = 4000;

/** Key presses of one look. */
const presses = 40;

interface Options {
  readonly seconds: number;
  readonly rounds: number;
  readonly qualities: readonly number[];
  readonly carriers: readonly Carrier[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly wanted: readonly string[];
  readonly onlyOurs: boolean;
}

/** Runs the benchmark. @returns 0 where everything was drawn and no bar was missed */
export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    console.log(usage);
    return args.includes('--help') ? 0 : 2;
  }
  const figures: Figure[] = [];
  const undrawn: string[] = [];
  const browser = await launchBrowser();
  try {
    const passed = await withFreePorts(async ([port = 0]) => {
      const qualities = [...new Set([usualQuality, ...options.qualities])];
      await using editor = await PanelEditor.start(browser, { port, qualities, settings: options.settings });
      const peer = new NovncViewer(browser);
      const viewers = [
        ...options.carriers.map((carrier) => editor.viewer(carrier)),
        ...(options.onlyOurs ? [] : [peer]),
      ];
      await warmUp(editor, port);
      const bench = new ScreenBench(viewers, editor.bare(), port, options, figures, undrawn);
      for (const name of options.wanted) await bench.run(name);
      const all = summary(figures, peer.name);
      console.log(`\n${all.table}`);
      return all.passed;
    });
    return passed && undrawn.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
  }
}

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean' },
        seconds: { type: 'string', default: '8' },
        rounds: { type: 'string', default: '2' },
        quality: { type: 'string', default: '6,8' },
        carrier: { type: 'string', default: 'messages,direct' },
        settings: { type: 'string', default: '{}' },
        'only-ours': { type: 'boolean', default: false },
      },
    });
    const known = [...screenWorkloads.map(({ name }) => name), 'key', 'first', 'pace'];
    const carriers = values.carrier.split(',').filter(isCarrier);
    if (values.help === true || positionals.some((name) => !known.includes(name)) || carriers.length === 0)
      return undefined;
    return {
      seconds: Number(values.seconds),
      rounds: Number(values.rounds),
      qualities: values.quality.split(',').map(Number),
      carriers,
      settings: JSON.parse(values.settings) as Record<string, unknown>,
      wanted: positionals.length === 0 ? known : positionals,
      onlyOurs: values['only-ours'],
    };
  } catch {
    return undefined;
  }
}

function isCarrier(name: string): name is Carrier {
  return name === 'messages' || name === 'direct' || name === 'auto';
}

/** What the editor does only the first time is done before anything is measured. */
async function warmUp(editor: PanelEditor, port: number): Promise<void> {
  await using server = await startTigerVnc({ ...screenSize, port });
  const stop = await startStillDesktop(server);
  const opened = await editor.viewer('messages').open({ server, quality: usualQuality });
  await editor.fitRoom();
  await opened.close();
  await stop();
}

/** What one look has found. */
type Measured = Omit<Figure, 'what' | 'viewer'>;

/** Measures all viewers in turns. */
class ScreenBench {
  readonly #viewers: readonly Viewer[];
  readonly #bare: BareWebview;
  readonly #port: number;
  readonly #options: Options;
  readonly #figures: Figure[];
  readonly #undrawn: string[];

  /** @param undrawn gets the names of what was not drawn as it is to be measured. */
  constructor(
    viewers: readonly Viewer[],
    bare: BareWebview,
    port: number,
    options: Options,
    figures: Figure[],
    undrawn: string[],
  ) {
    this.#viewers = viewers;
    this.#bare = bare;
    this.#port = port;
    this.#options = options;
    this.#figures = figures;
    this.#undrawn = undrawn;
  }

  async run(name: string): Promise<void> {
    const workload = screenWorkloads.find((other) => other.name === name);
    if (name === 'key') await this.#keys();
    else if (name === 'first') await this.#firstPictures();
    else if (name === 'pace') await this.#pace();
    else if (workload?.pace !== undefined)
      for (const quality of this.#options.qualities)
        await this.#frames(workload, quality, `${name} at quality ${quality}`);
    else if (workload !== undefined) await this.#frames(workload, usualQuality, name);
  }

  async #frames(workload: ScreenWorkload, quality: number, what: string): Promise<void> {
    const { seconds } = this.#options;
    const start = async (server: XServer): Promise<() => Promise<void>> => {
      const running = await workload.start(server);
      return async () => {
        await running();
        const drawn = running.rate?.() ?? placesASecond;
        if (drawn < placesASecond / 2) throw new Error(`only ${drawn.toFixed(0)} frames a second were drawn`);
      };
    };
    await this.#compare(what, { quality }, start, async (opened, viewer) => {
      await endFirstPictureWatch(opened.frame);
      await pause(1500);
      const times = processTimes();
      const bytes = await linkBytes(opened.links);
      const { rate, ticks } = await sampleFrames(opened.frame, viewer.selector, workload.marker, seconds);
      const shares = sharesOf(times, processTimes(), seconds);
      const traffic = trafficOf(bytes, await linkBytes(opened.links), seconds);
      this.#say(what, viewer, `${rate.toFixed(1)} frames a second (page ${ticks.toFixed(0)} Hz)`);
      console.log(`    ${shares}\n    ${traffic}`);
      return { value: rate, most: workload.pace };
    });
  }

  async #keys(): Promise<void> {
    const start = async (server: XServer): Promise<() => Promise<void>> => {
      const terminal = await startProgram('xterm', [
        ...['-display', server.display, '-geometry', '300x80+0+0', '-fn', 'fixed', '-e', 'cat'],
      ]);
      await pause(1000);
      return async () => await terminal.stop();
    };
    await this.#compare(
      'key to canvas',
      { quality: usualQuality },
      start,
      async (opened, viewer) => {
        await endFirstPictureWatch(opened.frame);
        if (viewer === this.#bare) {
          const value = median(await sampleRoundTrips(opened.frame, presses));
          this.#say('a message there and back', viewer, `median ${value.toFixed(1)} ms of ${presses}`);
          return { value };
        }
        await opened.frame.locator(viewer.selector).click({ position: { x: 600, y: 20 } });
        await pause(1500);
        const press = async (): Promise<void> => await opened.page.keyboard.press('x');
        const times = await sampleLatency(opened.frame, viewer.selector, presses, press);
        const middle = median(times);
        const late = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
        this.#say(
          'key to canvas',
          viewer,
          `median ${middle.toFixed(1)} ms, p95 ${late.toFixed(1)} ms of ${times.length}`,
        );
        return { value: middle };
      },
      this.#bare,
    );
  }

  /** What the editor's messages carry at most, to a page that does nothing with them. */
  async #pace(): Promise<void> {
    const { seconds, rounds } = this.#options;
    for (let round = 0; round < rounds; round++) {
      const opened = await this.#bare.open({ undisturbed });
      await endFirstPictureWatch(opened.frame);
      for (const kilobytes of [50, 100, 150]) {
        const times = processTimes();
        const rate = await samplePace(opened.frame, kilobytes * 1000, seconds);
        const shares = sharesOf(times, processTimes(), seconds);
        this.#say(`messages of ${kilobytes} kB`, this.#bare, `${rate.toFixed(1)} a second\n    ${shares}`);
      }
      await opened.close();
    }
  }

  async #firstPictures(): Promise<void> {
    const what = 'first full picture';
    const still = { quality: usualQuality, undisturbed };
    await this.#compare(
      what,
      still,
      startStillDesktop,
      async (opened, viewer) => {
        const { canvas, picture } = await opened.firstPicture();
        const share = `${Math.round((canvas / picture) * 100)} %`;
        const page = `its page was there after ${canvas.toFixed(0)} ms, ${share} of it`;
        this.#say(what, viewer, `after ${picture.toFixed(0)} ms; ${page}`);
        return { value: picture, before: canvas };
      },
      this.#bare,
    );
  }

  /** Opens one viewer after the other on one server, so many rounds. */
  async #compare(
    what: string,
    how: Omit<OpenOptions, 'server'>,
    start: (server: XServer) => Promise<() => Promise<void>>,
    measure: (opened: OpenedScreen, viewer: Viewer) => Promise<Measured>,
    ...more: readonly Viewer[]
  ): Promise<void> {
    const viewers = [...this.#viewers, ...more];
    await using server = await startTigerVnc({ ...screenSize, port: this.#port });
    const stop = await start(server);
    await pause(1000);
    for (let round = 0; round < this.#options.rounds; round++) {
      // Nobody always comes after the same one, which leaves it what it has done to the machine's caches.
      const order = [...viewers.slice(round % viewers.length), ...viewers.slice(0, round % viewers.length)];
      for (const viewer of order) {
        try {
          const opened = await viewer.open({ server, ...how });
          this.#figures.push({ what, viewer: viewer.name, ...(await measure(opened, viewer)) });
          await opened.close();
        } catch (error) {
          // One opening that fails takes no other figure with it.
          console.log(`${what}, ${viewer.name}: ${String(error)}`);
          await viewer.recover(`out/bench/${what}-${viewer.name}.png`.replaceAll(/[ ,]+/g, '-'));
        }
      }
    }
    try {
      await stop();
    } catch (error) {
      // Where not all of it was drawn there was nothing to measure.
      const others = this.#figures.filter((figure) => figure.what !== what);
      this.#figures.splice(0, this.#figures.length, ...others);
      this.#undrawn.push(what);
      console.log(`${what}, no figure counts: ${String(error)}`);
    }
  }

  #say(what: string, viewer: Viewer, text: string): void {
    console.log(`${what}, ${viewer.name}: ${text}`);
  }
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
