import path from 'node:path';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../editor/editorPage.ts';
import { runProgram, startProgram } from '../support/programs.ts';
import { withFreePorts } from '../support/servers/ports.ts';
import type { XServer } from '../support/servers/realServer.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { linkBytes } from './screen/links.ts';
import { type Carrier, PanelEditor } from './screen/panelEditor.ts';
import { type ProcessTimes, processTimes } from './screen/processes.ts';
import type { Quality } from './screen/viewer.ts';
import { screenSize, startStillDesktop } from './screen/workloads.ts';

const usage = `usage: npm run bench still [-- options]

Opens a TigerVNC desktop of 1920 x 1080 on which nothing moves, three terminals over a photograph, in the panel of the
real editor in headless Chromium, and prints what it costs of a core at every quality: processor time of the extension
host, of the editor's server and of the browser with all of its pages, less what the same editor takes without a panel
before and after. The panel has the keyboard, as where a person works. What the VNC server takes is printed beside, with
the bytes of every link, and what came before: seconds of processor time from the click that opens the panel until the
look begins, in which TigerVNC also sends exact pixels in the place of simplified ones. \`npm run build\` first.

  --seconds N         of each look, 60 by default
  --rest N            seconds from opening or closing a panel to a look, 45 by default: until then the browser
                      collects what is left of that, for half a second of processor time each time
  --quality A,B       auto, lossless, 0 to 9; all of them by default
  --carrier NAME      the way to the page: messages, direct or auto (the default)
  --wallpaper NAME    photo (the default) or gradient, of which TigerVNC has much less to send`;

const allQualities: readonly Quality[] = ['auto', 'lossless', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
/** Share of a core that a panel of a still screen may cost. */
const bar = 0.01;
/** The parts that a panel makes work; its VNC server is counted apart. */
const counted = ['extension host', 'editor server', 'page', 'browser'];

interface Options {
  readonly seconds: number;
  /** Milliseconds. */
  readonly rest: number;
  readonly qualities: readonly Quality[];
  readonly carrier: Carrier;
  readonly wallpaper: 'photo' | 'gradient';
}

/** What the parts took during one look, as shares of a core. */
type Shares = ReadonlyMap<string, number>;

/** Runs the benchmark. @returns 0 where every quality meets the bar */
export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    console.log(usage);
    return args.includes('--help') ? 0 : 2;
  }
  const browser = await launchBrowser();
  try {
    return await withFreePorts(async ([port = 0]) => {
      await using server = await startTigerVnc({ ...screenSize, port });
      const stop = await startStillDesktop(server);
      if (options.wallpaper === 'photo') await showPhoto(server);
      await using editor = await PanelEditor.start(browser, {
        port,
        qualities: options.qualities,
        settings: {},
        firstPictures: false,
      });
      const passed = await measureAll(editor, server, options);
      await stop();
      return passed ? 0 : 1;
    });
  } finally {
    await browser.close();
  }
}

async function measureAll(
  editor: PanelEditor,
  server: XServer,
  { seconds, rest, qualities, carrier }: Options,
): Promise<boolean> {
  const viewer = editor.viewer(carrier);
  const [first = 'auto'] = qualities;
  // What the editor does only the first time is done before anything is measured.
  const warm = await viewer.open({ server, quality: first });
  await editor.fitRoom();
  await warm.close();
  await pause(rest);
  let without = await look(seconds);
  let passed = true;
  for (const quality of qualities) {
    const before = processTimes();
    const opened = await viewer.open({ server, quality });
    await opened.frame.locator(viewer.selector).click({ position: { x: 20, y: 20 } });
    await pause(rest);
    const opening = sumOf(timesSince(before), counted);
    const bytes = await linkBytes(opened.links);
    const shown = await look(seconds);
    const links = [...(await linkBytes(opened.links))].map(([name, sent]) => {
      // Connections that have ended are not counted any more.
      const more = Math.max(0, sent - (bytes.get(name) ?? 0));
      return `${name} ${(more / 1024).toFixed(0)} KiB`;
    });
    await opened.close();
    await pause(rest);
    const after = await look(seconds);
    const idle = (part: string): number => ((without.get(part) ?? 0) + (after.get(part) ?? 0)) / 2;
    const cost = counted.reduce((sum, part) => sum + (shown.get(part) ?? 0) - idle(part), 0);
    const verdict = cost < bar ? 'passed' : 'missed';
    passed &&= cost < bar;
    console.log(`quality ${quality}: ${percent(cost)} of a core (bar < ${percent(bar)}, ${verdict})`);
    for (const part of [...counted, 'VNC server'])
      console.log(`    ${part}: ${percent(shown.get(part) ?? 0)}, ${percent(idle(part))} without`);
    console.log(`    ${links.join(', ')}; before: ${opening.toFixed(2)} s of processor time`);
    without = after;
  }
  console.log(
    `looks of ${seconds} s; load average ${loadavg()
      .map((load) => load.toFixed(2))
      .join(' ')}`,
  );
  return passed;
}

/** What everything takes from now on, for so many seconds. */
async function look(seconds: number): Promise<Shares> {
  const before = processTimes();
  const began = performance.now();
  await pause(seconds * 1000);
  const times = timesSince(before);
  const passed = (performance.now() - began) / 1000;
  return new Map([...times].map(([part, time]) => [part, time / passed]));
}

function timesSince(before: ProcessTimes): ProcessTimes {
  return new Map([...processTimes()].map(([part, time]) => [part, time - (before.get(part) ?? 0)]));
}

function sumOf(shares: ReadonlyMap<string, number>, parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + (shares.get(part) ?? 0), 0);
}

/** A wallpaper as cameras make them: of all pictures of a still screen the one that costs a server the most. */
async function showPhoto({ display }: XServer): Promise<void> {
  const { width, height } = screenSize;
  const file = path.join(temporaryFolder(), 'photo.png');
  await runProgram('ffmpeg', [
    ...['-loglevel', 'error', '-f', 'lavfi'],
    ...[
      '-i',
      `gradients=size=${width}x${height}:c0=0x70a0d0:c1=0xd0b080:seed=7,noise=alls=14`,
      '-frames:v',
      '1',
      file,
    ],
  ]);
  const painter = await startProgram('display', ['-window', 'root', file], { env: { DISPLAY: display } });
  await painter.exited;
}

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        seconds: { type: 'string', default: '60' },
        rest: { type: 'string', default: '45' },
        quality: { type: 'string' },
        carrier: { type: 'string', default: 'auto' },
        wallpaper: { type: 'string', default: 'photo' },
      },
    });
    const { help, carrier, wallpaper } = values;
    const seconds = Number(values.seconds);
    const rest = Number(values.rest) * 1000;
    const named = values.quality?.split(',');
    const qualities = allQualities.filter((quality) => named?.includes(String(quality)) ?? true);
    if (
      help === true ||
      !(seconds > 0) ||
      !(rest >= 0) ||
      (named !== undefined && qualities.length !== named.length)
    )
      return undefined;
    if (carrier !== 'auto' && carrier !== 'messages' && carrier !== 'direct') return undefined;
    if (wallpaper !== 'photo' && wallpaper !== 'gradient') return undefined;
    return { seconds, rest, qualities, carrier, wallpaper };
  } catch {
    return undefined;
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
