import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { EditorPage, launchBrowser } from '../editor/editorPage.ts';
import { startEditorServer } from '../editor/editorServer.ts';
import { packageExtension } from '../editor/packageExtension.ts';
import { editorVersion } from '../editor/versions.ts';
import type { XServer } from '../support/servers/realServer.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { startTerminal } from '../support/servers/xDisplay.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { quietPage } from './screen/quietPage.ts';
import { type ProcessTimes, processTimes, sharesOf } from './screen/processes.ts';
import { screenSize, screenWorkloads } from './screen/workloads.ts';

const usage = `usage: npm run bench wall [-- --seconds N] [--quality Q] [video|text|drag|still …]

Opens the wall with eight TigerVNC sessions at 1920 x 1080 in the real editor in headless Chromium, and prints what
each process takes of a core: with the sessions connected and the wall hidden, and with the wall shown. What moves on
the screens can be named, one word a screen; by default a video, two scrolling terminals, a window that is dragged, and
four still screens. With a quality (0 to 9) the servers may send JPEG. What the wall adds in the extension host, the
pages, the browser and the editor's server together may be a tenth of a core. \`npm run build\` first.`;

const usual = ['video', 'text', 'text', 'drag', 'still', 'still', 'still', 'still'];

/** Share of a core that the thumbnails may cost. */
const bar = 0.1;
/** The parts that a wall makes work; its VNC servers are counted apart. */
const counted = ['extension host', 'page', 'browser', 'editor server'];

/** Runs the benchmark. @returns 0 where the wall meets its bar */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const seconds = Number(valueAfter(args, '--seconds') ?? '30');
  const quality = valueAfter(args, '--quality');
  const named = args.filter((arg) => usual.includes(arg));
  const wanted = named.length === 0 ? usual : named;
  const ends: (() => Promise<void>)[] = [];
  try {
    const servers: XServer[] = [];
    for (const name of wanted) {
      const server = await startTigerVnc(screenSize);
      servers.push(server);
      ends.push(async () => await server.close());
      const terminal = await startTerminal(server.display);
      ends.push(async () => await terminal.close());
      const workload = screenWorkloads.find((candidate) => candidate.name === name);
      if (workload !== undefined) ends.push(await workload.start(server));
    }
    return (await measure(wanted, servers, { seconds, quality }, ends)) ? 0 : 1;
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** @returns whether the wall meets its bar */
async function measure(
  names: readonly string[],
  servers: readonly XServer[],
  { seconds, quality }: { readonly seconds: number; readonly quality: string | undefined },
  ends: (() => Promise<void>)[],
): Promise<boolean> {
  const browser = await launchBrowser();
  ends.push(async () => await browser.close());
  const { vsix } = await packageExtension('out/bench/vnc-agent-bridge.vsix');
  const editorServer = await startEditorServer({
    version: editorVersion('newest'),
    trusted: true,
    extensions: [vsix],
  });
  ends.push(async () => await editorServer.close());
  const folder = temporaryFolder('vscode-folder');
  mkdirSync(path.join(folder, '.vscode'));
  const connections = servers.map(({ host, port }, i) => ({
    ...{ name: `${i + 1} ${names[i] ?? ''}`, host, port },
    ...(quality === undefined ? {} : { quality: Number(quality) }),
  }));
  writeFileSync(
    path.join(folder, '.vscode/settings.json'),
    // A cursor that blinks beside the hidden wall would cost more than the wall does.
    JSON.stringify({ 'vncAgentBridge.connections': connections, 'editor.cursorBlinking': 'solid' }),
  );
  writeFileSync(path.join(folder, 'notes.txt'), 'something else to look at\n');
  const editor = await EditorPage.open(browser, editorServer, { folder, width: 1800, height: 1000 });
  await editor.runCommand('VNC: Show Wall of Sessions');
  let wall = await editor.frameWith('#live-cards');
  for (const { name } of connections) {
    await wall.locator('.card.quiet', { hasText: name }).locator('button').click();
    await wall.locator('.card.live', { hasText: name }).locator('canvas').waitFor();
  }
  await editor.openFile('notes.txt');
  await quietPage(editor.page);
  await pause(3000);
  const hidden = await look('hidden', seconds);
  await editor.tab('Wall of Sessions').click();
  wall = await editor.frameWith('#live-cards');
  await pause(5000);
  await countPictures(wall);
  const shown = await look('shown', seconds);
  for (const [name, { pictures, bytes }] of await counts(wall)) {
    const rate = (pictures / seconds).toFixed(2);
    console.log(
      `${name}: ${rate} pictures a second, ${(bytes / Math.max(1, pictures) / 1024).toFixed(1)} KiB each`,
    );
  }
  await editor.screenshot('out/bench/wall.png');
  const added = (part: string): number => (shown.get(part) ?? 0) - (hidden.get(part) ?? 0);
  const cost = counted.reduce((sum, part) => sum + added(part), 0);
  const verdict = cost < bar ? 'passed' : 'missed';
  console.log(
    `the wall of ${servers.length}: ${percent(cost)} of a core (bar < ${percent(bar)}, ${verdict}), of which\n    ` +
      counted.map((part) => `${part} ${percent(added(part))}`).join(', '),
  );
  await editor.close();
  return cost < bar;
}

/** Prints what every process takes. @returns each part's share of a core */
async function look(name: string, seconds: number): Promise<ProcessTimes> {
  const before = processTimes();
  const began = performance.now();
  await pause(seconds * 1000);
  const passed = (performance.now() - began) / 1000;
  const after = processTimes();
  console.log(`${name}: ${sharesOf(before, after, passed)}`);
  return new Map([...after].map(([part, time]) => [part, (time - (before.get(part) ?? 0)) / passed]));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

interface PictureCount {
  readonly pictures: number;
  readonly bytes: number;
}

/** Has the page count the pictures that it gets from now on. */
async function countPictures(wall: Frame): Promise<void> {
  await wall.evaluate(() => {
    const seen = new Map<string, { pictures: number; bytes: number }>();
    Object.assign(globalThis, { seen });
    window.addEventListener(
      'message',
      ({ data }: MessageEvent<{ type?: string; id: string; data: Uint8Array }>) => {
        if (data.type !== 'thumbnail') return;
        const count = seen.get(data.id) ?? { pictures: 0, bytes: 0 };
        seen.set(data.id, { pictures: count.pictures + 1, bytes: count.bytes + data.data.length });
      },
    );
  });
}

/** What was counted, by the names on the cards. */
async function counts(wall: Frame): Promise<readonly (readonly [string, PictureCount])[]> {
  return await wall.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: Map<string, { pictures: number; bytes: number }> };
    return [...document.querySelectorAll<HTMLElement>('.card.live')].map(
      (card) =>
        [
          card.querySelector('.name')?.textContent ?? '',
          seen.get(card.dataset['id'] ?? '') ?? { pictures: 0, bytes: 0 },
        ] as const,
    );
  });
}

function valueAfter(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
