import assert from 'node:assert/strict';
import { openSession } from '../../../src/core/session/openSession.ts';
import { sampleFrames } from '../../bench/screen/sampler.ts';
import { type RunningWorkload, type ScreenWorkload, screenWorkloads } from '../../bench/screen/workloads.ts';
import { testPicture } from '../../support/pictures.ts';
import { type TigerVncServer, startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { paintDisplay } from '../../support/servers/xDisplay.ts';
import { eachOnTheOneBefore } from '../../support/steps.ts';
import { Throttle } from '../../support/throttle.ts';
import { until } from '../../support/until.ts';
import { ScreenView } from '../screenView.ts';
import { carrierOf, chooseCarrier, untilCarrier } from './carrierSetting.ts';
import { type Stage, assertCanvasIsGrab, keepPicture, theStage } from './stage.ts';

const size = { width: 1000, height: 600 };
const canvas = 'canvas#screen';

describe('the pixels of a remote screen on which much moves', function () {
  this.timeout(180_000);
  eachOnTheOneBefore(this);
  let stage: Stage;
  let server: TigerVncServer;
  /** Between the server and the editor, to be cut. */
  let line: Throttle;
  let view: ScreenView;
  let running: RunningWorkload | undefined;

  before(async () => {
    stage = await theStage();
    server = await startTigerVnc(size);
    line = await Throttle.open(server, { bytesPerSecond: 1e9 });
    chooseCarrier(stage.editorServer, 'direct');
    const { editor } = stage;
    await editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(editor);
    await editor.runCommand('Notifications: Clear All Notifications');
    await editor.runCommand('VNC: Connect to Address…');
    await editor.answer(`127.0.0.1:${line.port}`);
    view = await ScreenView.find(editor);
    await view.zoomTo('actual');
    await hover(100, 100);
    await assertCanvasIsGrab(view, server, 'at first');
  });

  afterEach(keepPicture);

  afterEach(async () => {
    await running?.();
    running = undefined;
  });

  after(async () => {
    chooseCarrier(stage.editorServer);
    await stage.editor.runCommand('View: Close All Editors');
    await line[Symbol.asyncDispose]();
    await server.close();
  });

  /** Until a person moves the pointer, the server paints its own into the picture. */
  async function hover(x: number, y: number): Promise<void> {
    await view.frame.locator(canvas).hover({ position: { x, y } });
  }

  /** Starts a workload and sees it move on the canvas. */
  async function start(name: string): Promise<ScreenWorkload> {
    const workload = screenWorkloads.find((other) => other.name === name);
    assert.ok(workload !== undefined);
    running = await workload.start(server);
    await untilMoving(workload);
    return workload;
  }

  async function untilMoving(workload: ScreenWorkload): Promise<void> {
    await until(`${workload.name} moves on the canvas`, async () => {
      const { rate } = await sampleFrames(view.frame, canvas, workload.marker, 0.5);
      return rate >= 4;
    });
  }

  async function freeze(): Promise<void> {
    await running?.freeze();
  }

  for (const carrier of ['direct', 'messages'] as const) {
    describe(`over ${carrier}`, () => {
      before(async () => {
        chooseCarrier(stage.editorServer, carrier);
        await untilCarrier(view, carrier);
      });

      for (const { name } of screenWorkloads) {
        it(`are the server’s own after ${name}`, async () => {
          await start(name);
          await freeze();
          await assertCanvasIsGrab(view, server, name);
          assert.equal(await carrierOf(view), carrier);
        });
      }
    });
  }

  it('are the server’s own after the tab was hidden meanwhile', async () => {
    const { editor } = stage;
    const workload = await start('text');
    await editor.openFile('notes.txt');
    await ScreenView.untilGone(editor);
    await editor.tab(`127.0.0.1:${line.port}`).click();
    view = await ScreenView.find(editor);
    await untilMoving(workload);
    await editor.openFile('notes.txt');
    await ScreenView.untilGone(editor);
    await freeze();
    await editor.tab(`127.0.0.1:${line.port}`).click();
    view = await ScreenView.find(editor);
    await assertCanvasIsGrab(view, server, 'after it was hidden');
  });

  it('are the server’s own after they were scaled meanwhile', async () => {
    const workload = await start('drag');
    await view.frame.locator('button#zoom').focus();
    for (const zoom of ['fit', 'actual', 'fit', 'actual'] as const) await view.zoomTo(zoom);
    await untilMoving(workload);
    await freeze();
    await assertCanvasIsGrab(view, server, 'after it was scaled');
  });

  it('are the server’s own after the desktop got other sizes meanwhile', async () => {
    const workload = await start('text');
    await using other = await openSession({
      target: { transport: 'tcp', host: server.host, port: server.port },
      name: 'other',
      credentials: {},
    });
    other.screen.watch(() => undefined);
    await until('the server can change it', () => other.capabilities.desktopResize);
    for (const [width, height] of [
      [700, 420],
      [1100, 640],
    ] as const) {
      await other.resize({ width, height });
      await until('the canvas has that size', async () => {
        const pixels = await view.pixels();
        return pixels.width === width && pixels.height === height;
      });
      await untilMoving(workload);
    }
    await freeze();
    await assertCanvasIsGrab(view, server, 'after it got other sizes');
  });

  it('are the server’s own after the connection was cut meanwhile', async () => {
    const workload = await start('video');
    const { passed } = line;
    line.cut();
    const bar = view.frame.locator('#lost');
    await until('it has connected again', async () => {
      const now = bar.locator('button', { hasText: 'Try Now' });
      if (await now.isVisible()) await now.click({ timeout: 1000 }).catch(() => undefined);
      return line.passed > passed + 100_000 && (await bar.isHidden());
    });
    await hover(150, 120);
    await hover(110, 130);
    await untilMoving(workload);
    await freeze();
    await assertCanvasIsGrab(view, server, 'after it was cut');
  });

  it('are the server’s own once they are still at automatic quality, after they came as JPEG', async () => {
    await chooseQuality('Medium');
    const pictures = await countPictures();
    const { width, height } = await server.grab();
    // Of the workloads too much is of few colours, which come as they are.
    await using _painting = await paintDisplay(server.display, testPicture(width, height));
    await until('pictures have come', async () => (await pictures()) > 0);
    await chooseQuality('Automatic');
    await assertCanvasIsGrab(view, server, 'after JPEG');
  });

  async function chooseQuality(label: string): Promise<void> {
    await stage.editor.runCommand('VNC: Change Picture Quality…');
    await stage.editor.answer(label, 'Picture Quality of');
  }

  /** Counts the pictures that the page decodes from now on. */
  async function countPictures(): Promise<() => Promise<number>> {
    const counted = await view.frame.evaluateHandle(() => {
      const seen = { pictures: 0 };
      const { ImageDecoder: Decoder, createImageBitmap: decode } = globalThis;
      Object.assign(globalThis, {
        ImageDecoder: class extends Decoder {
          constructor(init: ImageDecoderInit) {
            super(init);
            seen.pictures += 1;
          }
        },
        createImageBitmap: async (source: ImageBitmapSource, options?: ImageBitmapOptions) => {
          seen.pictures += 1;
          return await decode(source, options);
        },
      });
      return seen;
    });
    return async () => await counted.evaluate(({ pictures }) => pictures);
  }
});
